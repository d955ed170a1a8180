"""The release register: what is known of a case before, and whether or not, it is opened.

It is a fold of the facts that the case has received, so that a fact that comes late or is withdrawn needs no
rule of its own: of two facts about the same thing the later occurred one counts, then the later received.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.case.facts import FactWithdrawn
from domain.custody.facts import PersonReturned, ReleaseDateSet
from domain.events import Fact
from domain.person.facts import PersonDied, PersonsMerged, PersonsUnmerged
from domain.person.identity import Mergers, merged, path, unmerged
from domain.person.sections import Merger
from domain.span import PlainSpan

REGISTER_TYPES = tuple(
    kind.TYPE for kind in (ReleaseDateSet, PersonReturned, PersonsMerged, PersonsUnmerged, FactWithdrawn)
)
"""The facts that change what the register knows of a case."""

PERSON_TYPES = tuple(kind.TYPE for kind in (PersonDied, PersonsMerged, PersonsUnmerged))
"""Facts about a person: they reach every case of that person."""


class KeptFact(NamedTuple):
    """A fact as the inbox of the case keeps it."""

    number: int
    source: str
    id: str
    occurred_at: datetime
    received_at: datetime
    fact: Fact


class Registered(BaseModel):
    """What the register knows of one case."""

    model_config = ConfigDict(frozen=True)

    record: str | None = None
    """The person as the release register names them."""
    person: str | None = None
    """The same, by the mergers of records that stand."""
    jurisdiction: str | None = None
    entry: str | None = None
    policy: str | None = None
    release_date: date | None = None
    release_kind: str | None = None
    supervision_start: date | None = None
    supervision_end: date | None = None
    since: date | None = None
    """Day on which the newest fact about the release was received; not before it occurs."""

    def opens_on(self, lead: PlainSpan) -> date | None:
        """The day on which the case opens: ``lead`` before release; a community sentence on receipt."""
        if self.since is None:
            return None
        if self.supervision_start is not None:
            return self.since
        return lead.days_before(self.release_date) if self.release_date else None


def registered(facts: Iterable[KeptFact]) -> Registered:
    """What the facts of one case, in any order, amount to."""
    known, kept = Registered(), not_withdrawn(facts)
    for each in kept:
        known = _changed(known, each)
    person = path(known.record, standing(kept))[-1] if known.record is not None else None
    return known.model_copy(update={"person": person})


def not_withdrawn(facts: Iterable[KeptFact]) -> list[KeptFact]:
    """In the order in which they occurred; what was told ahead of its time stands where it was received."""
    facts = sorted(facts, key=lambda fact: (min(fact.occurred_at, fact.received_at), fact.number))
    withdrawn = {(each.fact.source, each.fact.id) for each in facts if isinstance(each.fact, FactWithdrawn)}
    return [each for each in facts if (each.source, each.id) not in withdrawn]


def _changed(known: Registered, each: KeptFact) -> Registered:
    match each.fact:
        case ReleaseDateSet() as fact:
            return Registered(
                record=fact.person,
                jurisdiction=fact.jurisdiction,
                entry=fact.entry,
                policy=fact.policy or known.policy,
                release_date=fact.release_date,
                release_kind=fact.kind,
                supervision_start=fact.supervision_start,
                supervision_end=fact.supervision_end,
                since=max(each.received_at, each.occurred_at).date(),
            )
        case PersonReturned(kind=kind) as fact if kind is not None or fact.release_date is not None:
            return known.model_copy(
                update={
                    "release_date": fact.release_date,
                    "release_kind": kind or known.release_kind,
                    "supervision_end": fact.supervision_end or known.supervision_end,
                }
            )
        case _:
            return known


def standing(facts: Iterable[KeptFact]) -> Mergers:
    """Cases of merged persons stay separate, but from then on what is said of the one reaches the other's."""
    mergers: Mergers = ()
    for each in not_withdrawn(facts):
        match each.fact:
            case PersonsMerged() as fact:
                mergers = merged(mergers, Merger(from_=fact.from_, into=fact.into))
            case PersonsUnmerged() as fact:
                mergers = unmerged(mergers, Merger(from_=fact.from_, into=fact.into))
            case _:
                pass
    return mergers


def persons_named(fact: Fact) -> set[str]:
    """The persons whom a fact names: of a death nobody, it is about the person of its case."""
    match fact:
        case ReleaseDateSet():
            return {fact.person}
        case PersonsMerged() | PersonsUnmerged():
            return {fact.from_, fact.into}
        case _:
            return set()
