"""The opinions of a report as passages: whose view it is stands beside each."""

from collections.abc import Iterator, Sequence

from domain.court.report.draft import AssessmentTold, LevelTold, Opinions, RecommendationTold
from domain.court.report.passages import NOTHING, Days, Passage, table_of


def opinions_of(opinions: Opinions, days: Days) -> Iterator[Passage]:
    if opinions.level is not None:
        yield _level(opinions.level, days)
    if opinions.recommendations:
        yield _recommendations(opinions.recommendations, days)


def _level(told: LevelTold, days: Days) -> Passage:
    provisional = told.level is not None and told.provisional
    until = ", provisional until the members have assessed it together" if provisional else ""
    says = f"Level: {told.level or 'not assessed'}{until}."
    table = table_of(
        {"Concluded": 3, "Level": 2, "View of": 5, "Instrument": 3},
        (_assessed(each, days) for each in told.assessments),
    )
    return Passage(title="Joint assessment", says=says, table=table)


def _assessed(told: AssessmentTold, days: Days) -> tuple[str, ...]:
    by = " (the level is the instrument's)" if told.level_by == "instrument" else ""
    instrument = f"{told.instrument}{by}" if told.instrument else NOTHING
    return days.when(told), told.level or "unchanged", ", ".join(told.members), instrument


def _recommendations(recommendations: Sequence[RecommendationTold], days: Days) -> Passage:
    rows = (
        (days.when(each), each.breach, _recommended(each.recommendation), ", ".join(each.members))
        for each in recommendations
    )
    table = table_of({"Reviewed": 3, "Breach": 2, "Recommended": 3, "View of": 5}, rows)
    return Passage(title="Recommendations about alleged breaches", table=table)


def _recommended(recommendation: str) -> str:
    return "no action" if recommendation == "none" else recommendation.replace("-", " ")
