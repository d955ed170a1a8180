"""The fold's one dispatcher: each folder registers here how its events change what is known."""

from collections.abc import Iterable
from functools import singledispatch
from typing import Protocol, TypeVar

from domain.case.state import CaseState
from domain.events import Envelope, Event
from domain.sections import Section


class _Known(Protocol):
    def __eq__(self, other: object) -> bool: ...


Each = TypeVar("Each", bound=_Known)


@singledispatch
def apply(event: Event, case: CaseState, of: Envelope) -> CaseState:
    """The case after this event; ``of`` says when it occurred and what caused it."""
    raise TypeError(f"{event.TYPE} is no event of a case's stream")


def put(known: Iterable[Each], old: Each | None, new: Each) -> tuple[Each, ...]:
    """The sequence with ``new`` in the place of ``old``, or at its end."""
    if old is None:
        return (*known, new)
    return tuple(new if each is old else each for each in known)


def altered(case: CaseState, section: str, known: Section | None, **changes: object) -> CaseState:
    """The case with one element of a section changed; as it was, where there is no such element."""
    if known is None:
        return case
    elements = put(getattr(case, section), known, known.model_copy(update=changes))
    return case.model_copy(update={section: elements})
