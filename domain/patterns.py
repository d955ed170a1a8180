"""Patterns by which event types are named: ``custody.released``, all of a word (``custody.*``), or all (``*``)."""

from collections.abc import Iterable

from domain.events import PREFIX

ALL = "*"


def event_name(type_name: str) -> str:
    """``custody.released`` of ``throughcare.custody.released.v1``: as patterns have it."""
    return type_name.removeprefix(PREFIX).rpartition(".")[0]


def patterns_of(name: str) -> tuple[str, str, str]:
    """Every pattern that this name falls under."""
    return name, f"{name.partition('.')[0]}.*", ALL


def all_patterns(type_names: Iterable[str]) -> frozenset[str]:
    """Every pattern that any of these types falls under: another one would never match."""
    return frozenset(pattern for each in type_names for pattern in patterns_of(event_name(each)))
