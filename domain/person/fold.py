"""The fold of what is said about the person."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.person.facts import PersonDied, PersonsMerged, PersonsUnmerged, pair_of
from domain.person.identity import Mergers, merged, others, path, unmerged
from domain.person.sections import Death, Merger


@apply.register
def _died(event: PersonDied, case: CaseState, of: Envelope) -> CaseState:
    death = Death(person=event.person, at=of.occurred_at)
    return _settled(case.model_copy(update={"deaths": (*case.deaths, death)}))


@apply.register
def _merged(event: PersonsMerged, case: CaseState, of: Envelope) -> CaseState:
    mergers = merged(case.mergers, Merger(from_=event.from_, into=event.into))
    return _compared(case, event, of, mergers)


@apply.register
def _unmerged(event: PersonsUnmerged, case: CaseState, of: Envelope) -> CaseState:
    mergers = unmerged(case.mergers, Merger(from_=event.from_, into=event.into))
    return _compared(case, event, of, mergers)


def _compared(
    case: CaseState, event: PersonsMerged | PersonsUnmerged, of: Envelope, mergers: Mergers
) -> CaseState:
    changes: dict[str, object] = {
        "mergers": mergers,
        "compared": case.compared | {pair_of(event): of.occurred_at},
    }
    if case.person is not None:
        record = case.known_as[0] if case.known_as else case.person
        *before, person = path(record, mergers)
        changes |= {
            "person": person,
            "known_as": tuple(before),
            "same_as": tuple(others(record, mergers)),
        }
    return _settled(case.model_copy(update=changes))


def _settled(case: CaseState) -> CaseState:
    """Dead is who shares a record with one who died; and no longer where the records turn out to be of two."""
    records = (None, case.person, *case.known_as, *case.same_as)
    death = next((each for each in case.deaths if each.person in records), None)
    if death is not None and case.alive is None:
        custody = case.custody.model_copy(update={"status": "dead", "since": death.at})
        return case.model_copy(update={"custody": custody, "ended_by": "died", "alive": case.custody})
    if death is None and case.alive is not None:
        return case.model_copy(update={"custody": case.alive, "ended_by": None, "alive": None})
    return case
