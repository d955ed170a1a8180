"""The policy packs that are shipped. All versions stay, for ever: cases are pinned to them."""

from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.pack_faults import UnknownPolicy
from activities.pack_files import read_pack
from domain.pack import Pack, in_force, opening_day
from domain.policy import Policy, SharedPolicy
from domain.register import Registered

READ_POLICY = "read_policy"
SUFFIX = ".toml"


class PolicyAsked(BaseModel):
    """For the pack with this reference: ``it@1``."""

    model_config = ConfigDict(frozen=True)
    reference: str


class PolicyRead(BaseModel):
    model_config = ConfigDict(frozen=True)
    policy: SharedPolicy


def load_policy(name: str) -> Policy:
    """What ``load_pack`` gives a case."""
    return load_pack(name).policy


@cache
def load_pack(name: str) -> Pack:
    """The pack called ``mates`` in its newest version, or ``mates@1``: exactly that one; raises ``UnknownPolicy``."""
    wanted, exactly, _ = name.partition("@")
    versions = [each for each in _references() if each.partition("@")[0] == wanted]
    if not versions:
        known = ", ".join(sorted({each.partition("@")[0] for each in _references()}))
        raise UnknownPolicy(f"policy {name!r}: there is no pack of this name, but {known}")
    if exactly and name not in versions:
        raise UnknownPolicy(f"policy {name!r}: this release has {', '.join(versions)}")
    file = _folder() / f"{name if exactly else versions[-1]}{SUFFIX}"
    return read_pack(file.name, file.read_text("utf-8"), load_pack)


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """All packs in all versions, ascending."""
    return tuple(load_pack(reference) for reference in _references())


class ShippedPolicies:
    """Which pack a case goes by, out of those that are shipped."""

    def __call__(self, named: str | None, jurisdiction: str | None = None, day: date = date.max) -> Policy:
        """Of a case that begins on this day; ``named``: where somebody has asked for one. Raises ``UnknownPolicy``."""
        if named is not None:
            load_pack(named)
        return in_force(shipped_packs(), day, jurisdiction, named).policy

    def opening_day(self, known: Registered) -> date | None:
        """When a case is to be open, by what the register knows of it."""
        return opening_day(shipped_packs(), known.opens_on, known.jurisdiction, known.policy)


@activity.defn(name=READ_POLICY)
async def read_policy(asked: PolicyAsked) -> PolicyRead:
    """The pack that a case is pinned to, where the case itself no longer has it."""
    return PolicyRead(policy=load_policy(asked.reference))


def _references() -> list[str]:
    names = [each.name.removesuffix(SUFFIX) for each in _folder().iterdir() if each.name.endswith(SUFFIX)]
    return sorted(names, key=lambda name: (name.partition("@")[0], int(name.partition("@")[2])))


def _folder() -> Traversable:
    return files("domain") / "policies"
