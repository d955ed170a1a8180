"""What the former report may have told the court, and was taken back since: the court is told so."""

from collections.abc import Iterator, Sequence

from domain.assessment.facts import AssessmentConcluded
from domain.breach.facts import BreachDecided, BreachReferred, BreachReported
from domain.case.facts import FactWithdrawn
from domain.court.facts import ConditionEnded, ConditionImposed
from domain.court.report.draft import Correction
from domain.court.report.knowledge import Knowledge
from domain.court.report.scope import Scope
from domain.events import Envelope, Event
from domain.plan.facts import InterventionReported
from domain.streams import effective
from domain.supervision.facts import ContactReported
from domain.vocabulary import Activity


def corrections(known: Knowledge, scope: Scope, withheld: tuple[Activity, ...]) -> Iterator[Correction]:
    """In the order in which they were taken back."""
    if not scope.is_after_a_report:
        return
    told = effective(each for each in known.own if each.recorded_at <= scope.informed)
    for event, of in known.occurrences:
        if isinstance(event, FactWithdrawn) and of.recorded_at > scope.informed:
            yield from _taken_back(event, of, told, withheld)


def _taken_back(
    withdrawn: FactWithdrawn, of: Envelope, told: Sequence[Envelope], withheld: tuple[Activity, ...]
) -> Iterator[Correction]:
    for each in told:
        what = _what(each.event(), withheld) if each.cause == withdrawn.cause else None
        if what is not None:
            yield Correction(what=what, occurred_at=each.occurred_at, withdrawn_at=of.occurred_at)


def _what(event: Event, withheld: tuple[Activity, ...]) -> str | None:
    """None of what a report doesn't tell."""
    match event:
        case ContactReported():
            return "a contact with the person"
        case InterventionReported(activity=activity) if activity not in withheld:
            return f"what was said of {activity}"
        case ConditionImposed(condition=condition) | ConditionEnded(condition=condition):
            return f"what was said of condition {condition}"
        case BreachReported(breach=breach):
            return f"that breach {breach} was alleged"
        case BreachReferred(breach=breach) | BreachDecided(breach=breach):
            return f"what was said of breach {breach}"
        case AssessmentConcluded():
            return "the conclusion of a joint assessment"
        case _:
            return None
