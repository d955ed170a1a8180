"""Policy packs from their files."""

import tomllib
from functools import cache
from importlib.resources import files

from activities.errors import ActivityError
from domain.policy import Policy


class UnknownPolicy(ActivityError):
    """No pack of this name, or not in this version."""


@cache
def load_policy(name: str) -> Policy:
    """The pack called ``mates``, or ``mates@1`` where exactly that version is meant."""
    pack, _, version = name.partition("@")
    file = files("domain") / "policies" / f"{pack}.toml"
    if not file.is_file():
        raise UnknownPolicy(f"policy {name!r}: there is no pack of this name")
    policy = Policy.model_validate(_values(tomllib.loads(file.read_text("utf-8"))))
    if version and version != str(policy.version):
        raise UnknownPolicy(f"policy {name!r}: this release has version {policy.version} of that pack")
    return policy


def _values(written: object) -> object:
    """A pack without the sources that stand beside its values."""
    if not isinstance(written, dict):
        return written
    if set(written) == {"value", "source"}:
        return written["value"]
    return {name: _values(rule) for name, rule in written.items()}
