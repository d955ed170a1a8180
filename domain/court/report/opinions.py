"""What the members think, told apart from what has happened, and whose view it is: never what they said (R11)."""

from domain.assessment.facts import AssessmentConcluded
from domain.breach.facts import BreachReviewed
from domain.court.report.breaches import breaches
from domain.court.report.draft import AssessmentTold, LevelTold, RecommendationTold
from domain.court.report.knowledge import Knowledge
from domain.court.report.scope import Scope
from domain.court.report.work import told
from domain.events import Envelope


def level(known: Knowledge, scope: Scope) -> LevelTold:
    """The level as it stands, and the joint conclusions of the period."""
    assessments = tuple(
        AssessmentTold(
            round=event.round if isinstance(event.round, int) else _round_at(known, of),
            level=event.level,
            members=event.members,
            instrument=event.instrument,
            level_by=event.level_by,
            **told(of, scope),
        )
        for event, of in scope.told_of(known, AssessmentConcluded)
    )
    return LevelTold(
        level=known.case.level, provisional=known.case.level_provisional, assessments=assessments
    )


def _round_at(known: Knowledge, of: Envelope) -> int:
    """The number of the round that a member called the current one."""
    concluded = (each.round for each in known.case.assessments if each.concluded_at == of.occurred_at)
    return next(concluded, 0)


def recommendations(known: Knowledge, scope: Scope) -> tuple[RecommendationTold, ...]:
    """Only of what a person has put before the court, and the court hasn't decided before the period."""
    before_court = {each.breach for each in breaches(known, scope) if each.before_court}
    return tuple(
        RecommendationTold(
            breach=event.breach,
            recommendation=event.recommendation,
            members=event.members,
            **told(of, scope),
        )
        for event, of in known.occurrences
        if isinstance(event, BreachReviewed) and event.breach in before_court
    )
