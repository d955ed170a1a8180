"""What the cases of one person hold about the person, and what one of them lacks.

A fact about a person reaches every case of that person; also those that turn out to be theirs only later, by a merger
of records or because the case is new.
"""

from collections.abc import Iterator
from typing import NamedTuple

from domain.case.facts import FactWithdrawn
from domain.custody.facts import ReleaseDateSet
from domain.person.facts import PersonDied, PersonsMerged, PersonsUnmerged
from domain.person.identity import path
from domain.register import PERSON_TYPES, KeptFact, Registered, not_withdrawn, registered, standing

KIN_TYPES = (ReleaseDateSet.TYPE, FactWithdrawn.TYPE, *PERSON_TYPES)
"""The facts by which it is known whose case a case is, and what is said of that person."""


class Lacking(NamedTuple):
    """A case, and a fact about its person that another case holds."""

    case: str
    holder: str
    fact: KeptFact


class Kinship:
    """``held``: of each case all facts of these types."""

    def __init__(self, held: dict[str, list[KeptFact]]) -> None:
        self._held = held
        self._known: dict[str, Registered] = {}

    def add(self, case: str, fact: KeptFact) -> None:
        self._held.setdefault(case, []).append(fact)
        self._known.pop(case, None)

    def of(self, case: str) -> Registered:
        if case not in self._known:
            self._known[case] = registered(self._held.get(case, ()))
        return self._known[case]

    def lacking(self) -> Iterator[Lacking]:
        said = [(holder, fact) for holder in sorted(self._held) for fact in self._about_persons(holder)]
        for case in sorted(self._held) if said else ():
            has = {(fact.source, fact.id) for fact in self._held[case]}
            for holder, fact in said:
                if (fact.source, fact.id) not in has and self._concerns(case, holder, fact):
                    has.add((fact.source, fact.id))
                    yield Lacking(case, holder, self._named(fact, holder))

    def _about_persons(self, case: str) -> Iterator[KeptFact]:
        for each in not_withdrawn(self._held[case]):
            if each.fact.TYPE in PERSON_TYPES:
                yield each

    def _concerns(self, case: str, holder: str, kept: KeptFact) -> bool:
        """A merger also where the case's reference is the one that is no longer used."""
        person, fact = self.of(case).person, kept.fact
        if person is None:
            return False
        if isinstance(fact, PersonsMerged | PersonsUnmerged) and fact.from_ == person:
            return True
        if self.of(holder).person != person:
            return False
        if not isinstance(fact, PersonDied) or fact.person is None:
            return True
        return path(fact.person, standing(not_withdrawn(self._held[holder])))[-1] == person

    def _named(self, kept: KeptFact, holder: str) -> KeptFact:
        """A death that only names its case says in others of which record it was told."""
        if not isinstance(kept.fact, PersonDied) or kept.fact.person is not None:
            return kept
        return kept._replace(fact=kept.fact.model_copy(update={"person": self.of(holder).record}))
