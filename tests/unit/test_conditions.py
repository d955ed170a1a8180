"""Conditions: on the court's word alone, with all their terms on record, in force as the court last said (R8, R9)."""

from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any, get_args

import pytest

from domain.case.judging import Circumstances
from domain.case.rules import Refused, Taken, Verdict, verdict
from domain.case.view import case_view
from domain.court.facts import ConditionImposed
from domain.vocabulary import ROLES, ConditionKind
from tests.unit.one_case import LOCAL, OPENED, POLICY, RELEASE, OneCase, weeks

DAY = timedelta(days=1)
TEXT = "Reports every Monday."


def imposed(case: OneCase, at: datetime | None = None, **terms: object) -> Verdict:
    given = {"condition": "c1", "kind": "conduct", "text": TEXT} | terms
    return case.tell("court.condition-imposed", at, **given)


def shown(case: OneCase, condition: str = "c1") -> dict[str, Any]:
    known = case_view(case.state, [], case.now, 1).conditions
    return next(each for each in known if each["condition"] == condition)


def triggers(case: OneCase) -> list[str]:
    return [each.reason for each in case.state.assessments]


@pytest.mark.proves("R8")
@pytest.mark.parametrize("role", ROLES)
def test_a_condition_is_imposed_varied_and_lifted_on_the_courts_word_alone(role: str) -> None:
    case, by = OneCase(), f"{role}:x"
    imposed(case)
    for told in (
        imposed(case, kind="restriction", by=by),
        imposed(case, condition="c2", by=by),
        case.tell("court.condition-ended", condition="c1", by=by),
        case.tell("court.condition-ended", condition="c3", by=by),
    ):
        if role == "court":
            assert not isinstance(told, Refused)
        else:
            assert told == Refused(f"by: {by} can't impose, vary or lift a condition: only court can")
    assert shown(case)["state"] == ("ended" if role == "court" else "in-force")


def test_a_pack_may_let_somebody_pass_on_what_the_court_has_said_and_one_that_is_silent_asks_nobody() -> None:
    fact = ConditionImposed(condition="c1", kind="conduct", text=TEXT, by="probation:eu")
    case = OneCase()

    def judged(imposed_by: tuple[str, ...] | None) -> Verdict:
        rules = POLICY.supervision.model_copy(update={"imposed_by": imposed_by})
        policy = POLICY.model_copy(update={"supervision": rules})
        return verdict(fact, case.state, Circumstances(case.now, case.now, policy, case.now))

    assert isinstance(judged(("court",)), Refused)
    assert isinstance(judged(("court", "probation")), Taken)
    assert isinstance(judged(None), Taken)


@pytest.mark.proves("R9")
@pytest.mark.parametrize("kind", get_args(ConditionKind))
def test_each_of_the_six_kinds_may_be_imposed_and_shows_its_last_day_and_never_its_text(kind: str) -> None:
    case = OneCase()
    imposed(case, kind=kind, until="2028-03-01")
    known = shown(case)
    assert (known["kind"], known["state"], known["until"]) == (kind, "in-force", date(2028, 3, 1))
    assert TEXT not in case.state.model_dump_json()
    assert TEXT not in case_view(case.state, [], case.now, 1).model_dump_json()


@pytest.mark.proves("R8")
def test_a_variation_keeps_the_terms_before_it() -> None:
    case = OneCase()
    imposed(case)
    case.on(RELEASE - weeks(20))
    imposed(case, kind="restriction", until="2028-03-01")
    known = shown(case)
    assert (known["kind"], known["until"], known["since"]) == ("restriction", date(2028, 3, 1), case.now)
    assert known["varied"] == 1
    assert known["terms"] == [
        {"kind": "conduct", "since": OPENED, "until": None},
        {"kind": "restriction", "since": case.now, "until": date(2028, 3, 1)},
    ]


WORDS: tuple[tuple[str, int, dict[str, object]], ...] = (
    ("court.condition-imposed", 1, {"kind": "conduct", "text": TEXT}),
    ("court.condition-imposed", 2, {"kind": "restriction", "text": TEXT, "until": "2028-03-01"}),
    ("court.condition-ended", 3, {}),
    ("court.condition-imposed", 4, {"kind": "programme", "text": TEXT}),
)


@pytest.mark.parametrize("last", [2, 3, 4])
def test_in_whatever_order_the_courts_words_arrive_the_condition_is_as_it_last_said(last: int) -> None:
    def told(words: tuple[tuple[str, int, dict[str, object]], ...]) -> OneCase:
        case = OneCase().until(OPENED + 10 * DAY)
        for name, day, data in words:
            case.tell(name, OPENED + day * DAY, condition="c1", **data)
            case.until(case.now + timedelta(minutes=1))
        return case

    expected = told(WORDS[:last]).state.conditions
    for order in permutations(WORDS[:last]):
        assert told(order).state.conditions == expected


def test_a_condition_ends_with_its_last_day_and_a_longer_one_heard_of_late_is_in_force_again() -> None:
    case = OneCase()
    last = RELEASE + weeks(4)
    imposed(case, until=last.isoformat())
    case.on(RELEASE).tell("custody.released", reason="released")
    assert shown(case.on(last))["state"] == "in-force"
    assert shown(case.on(last + DAY))["state"] == "ended"
    imposed(case, case.now - weeks(2), until=(last + weeks(8)).isoformat())
    assert shown(case)["state"] == "in-force"
    assert shown(case.on(last + weeks(9)))["state"] == "ended"
    assert "court.condition-expired" in case.recorded[-1].TYPE


def test_whether_a_condition_was_in_force_goes_by_the_terms_of_that_day() -> None:
    case = OneCase().on(RELEASE)
    case.tell("custody.released", reason="released")
    imposed(case, until=(RELEASE + weeks(1)).isoformat())
    case.on(RELEASE + weeks(3))
    imposed(case)
    case.on(RELEASE + weeks(4)).tell("court.condition-ended", condition="c1")
    case.on(RELEASE + weeks(5))

    def alleged(week: float) -> Verdict:
        at = LOCAL.start_of_day(RELEASE + timedelta(days=week * 7))
        reported = {"condition": "c1", "urgency": "routine", "description": "-"}
        return case.tell("breach.reported", at, breach=f"b{week}", **reported)

    in_force = {0.5: True, 2: False, 3.5: True, 4.5: False}
    for week, expected in in_force.items():
        assert isinstance(alleged(week), Taken) == expected


@pytest.mark.proves("R21")
def test_terms_that_the_court_varies_or_lifts_under_supervision_call_for_an_assessment_and_new_ones_dont() -> (
    None
):
    case = OneCase().join().on(RELEASE - weeks(12))
    two = ["police:eu", "probation:eu"]
    case.tell("assessment.concluded", round="current", rationale="-", members=two, level="low")
    case.on(RELEASE).tell("custody.released", reason="released")
    imposed(case.on(RELEASE + weeks(1)))
    assert triggers(case) == ["pre-release"]
    imposed(case.on(RELEASE + weeks(2)), kind="restriction")
    assert triggers(case) == ["pre-release", "changed terms"]
    case.tell("assessment.concluded", round="current", rationale="-", members=two)
    case.on(RELEASE + weeks(3)).tell("court.condition-ended", condition="c1")
    assert triggers(case) == ["pre-release", "changed terms", "changed terms"]
