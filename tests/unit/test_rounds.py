"""Rounds of joint assessment: what opens one, what joins it, and by when it is to be concluded (R18, R21)."""

from datetime import date, datetime, timedelta

import pytest

from domain.assessment.sections import Round
from domain.case.rules import Refused
from domain.vocabulary import Level
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, weeks

RULES = POLICY.assessment
TWO = ["police:eu", "prison:eu"]


def current(case: OneCase) -> Round:
    assert case.state.open_round is not None
    return case.state.open_round


def by(case: OneCase) -> tuple[str, datetime]:
    return current(case).reason, current(case).due


def concluded(case: OneCase, level: Level | None = None) -> OneCase:
    case.join("police", "prison")
    case.tell("assessment.concluded", round="current", rationale="-", members=TWO, level=level)
    return case


def triggered(case: OneCase) -> datetime:
    return RULES.triggered.after(case.now, LOCAL)


def raised(case: OneCase, kind: str, concern: str = "k1") -> None:
    case.tell("risk.concern-raised", concern=concern, kind=kind, urgency="routine", description="-")


def before(release: date) -> datetime:
    return LOCAL.end_of_day(POLICY.preparation.assessment_concluded.days_before(release))


def moved(case: OneCase, day: date) -> None:
    case.announce(day)


@pytest.mark.proves("R21")
def test_the_first_round_is_concluded_ten_weeks_before_release_and_moves_with_it() -> None:
    case = OneCase()
    assert by(case) == ("pre-release", before(RELEASE))
    for later in (RELEASE + weeks(10), RELEASE - weeks(2)):
        moved(case, later)
        case.until(case.now + POLICY.preparation.hold.length())
        assert by(case) == ("pre-release", before(later))
    assert len(case.state.assessments) == 1


@pytest.mark.proves("R21", "R98")
@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_the_next_round_counts_from_the_conclusion_by_level(level: Level) -> None:
    case = concluded(OneCase().on(RELEASE - weeks(20)), level)
    assert (case.state.level, case.state.level_provisional) == (level, False)
    due = RULES.every[level].after(case.now, LOCAL)
    case.until(due - RULES.opens.length() - timedelta(seconds=1))
    assert case.state.open_round is None
    case.until(due - RULES.opens.length())
    assert by(case) == ("scheduled", due)


@pytest.mark.proves("R18")
def test_a_concern_of_danger_joins_the_open_round_and_the_earliest_date_counts() -> None:
    case = OneCase().on(RELEASE - weeks(20))
    raised(case, "radical-contact")
    expected = ("concern", triggered(case))
    assert by(case) == expected
    case.on(RELEASE - weeks(19))
    raised(case, "threat-to-others", "k2")
    assert by(case) == expected
    assert len(case.state.assessments) == 1


def test_a_concern_about_the_persons_own_safety_calls_for_no_round() -> None:
    case = OneCase()
    before_it = by(case)
    raised(case, "wellbeing")
    raised(case, "threat-to-person", "k2")
    assert by(case) == before_it


@pytest.mark.proves("R18", "R98")
def test_what_has_happened_since_the_last_conclusion_opens_a_round_at_once() -> None:
    case = concluded(OneCase(), "low")
    assert case.state.open_round is None
    case.on(RELEASE - weeks(20))
    raised(case, "other")
    assert by(case) == ("concern", triggered(case))
    assert concluded(case).state.open_round is None


def test_a_breach_and_later_its_changed_terms_each_open_a_round() -> None:
    case = OneCase().on(RELEASE)
    case.tell("custody.released", reason="released")
    concluded(case, "low")
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text="-")
    case.on(RELEASE + weeks(1)).tell(
        "breach.reported", breach="b1", condition="c1", urgency="routine", description="-"
    )
    assert by(case) == ("breach", triggered(case))
    concluded(case).on(RELEASE + weeks(2))
    case.tell("breach.decided", breach="b1", outcome="terms-changed", by="court:c")
    assert by(case) == ("changed terms", triggered(case))


def test_a_case_released_without_any_assessment_is_assessed_soon() -> None:
    case = OneCase(release_date=None, kind="unknown")
    assert case.state.assessments == ()
    case.on(RELEASE).tell("custody.released", reason="released")
    assert by(case) == ("scheduled", triggered(case))


def test_under_supervision_an_open_round_never_becomes_due_later() -> None:
    case = OneCase()
    case.on(RELEASE).tell("custody.released", reason="released")
    assert by(case) == ("pre-release", before(RELEASE))


@pytest.mark.proves("R22", "R63")
def test_one_agency_alone_concludes_nothing() -> None:
    case = OneCase()
    told = case.tell(
        "assessment.concluded", round="current", rationale="-", members=["police:eu", "police:south"]
    )
    assert isinstance(told, Refused)
