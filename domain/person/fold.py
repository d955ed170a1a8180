"""The fold of what is said about the person."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.person.facts import PersonDied, PersonsMerged, PersonsUnmerged


@apply.register
def _died(event: PersonDied, case: CaseState, of: Envelope) -> CaseState:
    custody = case.custody.model_copy(update={"status": "dead", "since": of.occurred_at})
    return case.model_copy(update={"custody": custody, "ended_by": "died"})


@apply.register
def _merged(event: PersonsMerged, case: CaseState, of: Envelope) -> CaseState:
    if case.person == event.into and event.from_ not in case.known_as:
        return case.model_copy(update={"same_as": tuple(dict.fromkeys((*case.same_as, event.from_)))})
    if case.person != event.from_:
        return case
    return case.model_copy(update={"person": event.into, "known_as": (*case.known_as, event.from_)})


@apply.register
def _unmerged(event: PersonsUnmerged, case: CaseState, of: Envelope) -> CaseState:
    if case.person == event.into and event.from_ in case.same_as:
        return case.model_copy(update={"same_as": _without(event.from_, case.same_as)})
    if case.person != event.into or event.from_ not in case.known_as:
        return case
    known_as = _without(event.from_, case.known_as)
    return case.model_copy(update={"person": event.from_, "known_as": known_as})


def _without(person: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in known if each != person)
