"""A supervision as it is reported to the court: kept and missed, alleged and decided, told in time and belatedly."""

from datetime import date, datetime, timedelta

from domain.case.judging import Verdict
from domain.court.report.draft import ReportDraft
from domain.court.report.drawing import draw
from tests.unit.one_case import LOCAL, RELEASE, OneCase, noon, weeks

FIRST = LOCAL.end_of_day(RELEASE + weeks(13))
SECOND = LOCAL.end_of_day(RELEASE + weeks(26))
HOLDER = "probation:eu"
SECRET = "what somebody wrote about him"
TERMS = "Lives at the address that probation has approved; between 22:00 and 6:00 he stays at home."


def week(count: float) -> date:
    """The day so many weeks after release."""
    return RELEASE + weeks(count)


def released(**known: object) -> OneCase:
    case = OneCase(**known)
    case.join()
    case.on(RELEASE).tell("custody.released", reason="released")
    return case


def meets(case: OneCase, day: date, *, kept: bool = True, known_on: date | None = None) -> None:
    """The person comes to an appointment, or doesn't; it becomes known on that day, or later."""
    case.on(known_on or day).tell("supervision.contact", noon(day), kept=kept, condition="c1", by=HOLDER)


def is_imposed(case: OneCase, condition: str = "c1", text: str = TERMS, **terms: object) -> None:
    case.tell("court.condition-imposed", condition=condition, kind="restriction", text=text, **terms)


def is_alleged(case: OneCase, breach: str = "b1", condition: str = "c1") -> None:
    case.tell(
        "breach.reported",
        breach=breach,
        condition=condition,
        urgency="routine",
        description=SECRET,
        by=HOLDER,
    )


def is_filed(
    case: OneCase, due: datetime | None = None, at: datetime | None = None, **data: object
) -> Verdict:
    named = {"due": due.isoformat()} if due is not None else {}
    return case.tell("court.report-filed", at, **named, **data)


def drawn(case: OneCase, due: datetime = FIRST) -> ReportDraft:
    report = draw(case.envelopes, due, case.now)
    assert report is not None
    return report


def reported_case() -> OneCase:
    """Half a year: a first report was filed, a second one is due in three weeks."""
    case = released()
    is_imposed(case)
    is_imposed(case, "c2", "Takes part in the training in conflict resolution.", until="2027-12-31")
    _is_planned(case)
    for count in range(1, 12):
        meets(case, week(count), kept=count != 5)
    case.on(week(12))
    is_filed(case, reference="report 1", by=HOLDER)
    _goes_on(case)
    return case.on(week(23))


def _is_planned(case: OneCase) -> None:
    activities = [
        {"activity": "housing", "provider": "housing:harbour-street"},
        {"activity": "education-employment", "provider": "employment:north"},
        {"activity": "medical", "provider": "health:d4"},
    ]
    case.tell("plan.drafted", interventions=activities)
    case.tell("plan.agreed", members=["probation:eu", "police:eu"])
    for activity in ("housing", "medical"):
        case.tell("intervention.reported", activity=activity, status="started", by="social-services:eu")


def _goes_on(case: OneCase) -> None:
    meets(case, week(11) + timedelta(days=2), kept=False, known_on=week(12) + timedelta(days=3))
    for count in (13, 14, 15):
        meets(case, week(count))
        attended = "missed" if count == 14 else "attended"
        case.tell(
            "intervention.reported", activity="education-employment", status=attended, by="employment:north"
        )
    case.on(week(15) + timedelta(days=1))
    is_alleged(case)
    case.tell("breach.triaged", breach="b1", urgency="routine")
    case.on(week(16)).tell(
        "breach.reviewed",
        breach="b1",
        members=["probation:eu", "police:eu"],
        recommendation="change-terms",
        rationale=SECRET,
    )
    case.on(week(16) + timedelta(days=2)).tell("breach.referred", breach="b1", to="court:c", by=HOLDER)
    case.on(week(18)).tell(
        "assessment.concluded",
        round="current",
        level="medium",
        rationale=SECRET,
        members=["probation:eu", "police:eu", "psychologist:eu"],
        instrument="VERA-2R",
        level_by="judgement",
    )
    case.on(week(20))
    is_alleged(case, "b2", "c2")
