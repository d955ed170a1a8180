"""The planned end of support and the follow-up: begun in time, owed by everybody, met by what is said."""

from datetime import date, timedelta

import pytest

from domain.procedures.wanted import CLOSING, Wanted, wanted
from tests.unit.one_case import END, LOCAL, POLICY, RELEASE, OneCase, noon, weeks

DAY = timedelta(days=1)
RULES = POLICY.closing
BEGINS = RULES.starts.days_before(END)
EVALUATION = RULES.evaluation.days_before(END)


def supervised(**release: object) -> OneCase:
    case = OneCase(**release).join()
    case.on(RELEASE).tell("custody.released", reason="released")
    return case


def closes(case: OneCase) -> bool:
    return Wanted(CLOSING) in wanted(case.state)


def moved(case: OneCase, end: date | None) -> None:
    case.announce(RELEASE, supervision_end=end.isoformat() if end else None)


def test_the_closing_begins_seven_months_before_the_end() -> None:
    case = supervised().on(BEGINS - DAY)
    assert not closes(case)
    assert closes(case.on(BEGINS))


def test_with_unlimited_supervision_it_begins_once_the_end_becomes_known() -> None:
    case = supervised(supervision_end=None).on(END)
    assert not closes(case)
    moved(case, END + weeks(20))
    assert closes(case)


def test_an_end_that_moves_away_ends_the_closing_until_its_time_comes_again() -> None:
    case = supervised().on(BEGINS)
    later = END + weeks(52)
    moved(case, later)
    assert not closes(case)
    assert case.duty("plan-ending") is None
    assert closes(case.on(RULES.starts.days_before(later)))
    duty = case.duty("plan-ending")
    assert duty is not None
    assert duty.due == LOCAL.end_of_day(RULES.plan_ending.days_before(later))


@pytest.mark.proves("R24")
def test_the_end_is_planned_six_months_before_it() -> None:
    case = supervised().on(BEGINS)
    duty = case.duty("plan-ending")
    assert duty is not None
    assert (duty.owner, duty.met_at) == ("probation:eu", None)
    assert duty.due == LOCAL.end_of_day(RULES.plan_ending.days_before(END))
    case.tell("closing.planned", relies_on=["a sister", "the housing office"])
    met = case.duty("plan-ending")
    assert met is not None
    assert met.met_at == case.now


def test_a_short_supervision_is_planned_as_much_later_as_its_closing_began() -> None:
    short, shorter = RELEASE + weeks(27), RELEASE + weeks(2)
    case, brief = (
        supervised(supervision_end=short.isoformat()),
        supervised(supervision_end=shorter.isoformat()),
    )
    missed = RELEASE - RULES.starts.days_before(short)
    planned, at_the_end = case.duty("plan-ending"), brief.duty("plan-ending")
    assert planned is not None
    assert at_the_end is not None
    assert planned.due == LOCAL.end_of_day(RULES.plan_ending.days_before(short) + missed)
    assert at_the_end.due == LOCAL.end_of_day(shorter)


def test_in_the_last_weeks_everybody_who_is_there_says_how_it_went() -> None:
    case = supervised().on(EVALUATION - DAY)
    assert case.duties("evaluate") == []
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    owed = case.on(EVALUATION).duties("evaluate")
    assert {each.due for each in owed} == {LOCAL.end_of_day(END)}
    owners = [each.owner for each in owed]
    assert owners == [
        "probation:eu",
        *(each.member for each in case.state.network if each.state == "accepted"),
    ]
    case.tell("evaluation.submitted", by="person:P-1", feedback="It helped.")
    case.tell("evaluation.submitted", by="prison:eu", feedback="It went well.")
    met = [each.id.split(":", 2)[2] for each in case.duties("evaluate") if each.met_at is not None]
    assert met == ["person", "prison:eu"]


def test_an_evaluation_may_come_after_the_end_and_is_late() -> None:
    case = supervised().on(END + weeks(1))
    assert case.state.phase == "follow-up"
    case.tell("evaluation.submitted", by="police:eu", feedback="Late, but here.")
    duty = next(each for each in case.duties("evaluate") if each.owner == "police:eu")
    assert duty.met_at == case.now > duty.due


def test_a_closing_assessment_is_concluded_by_the_end() -> None:
    case = supervised()
    while case.state.open_round is None or case.state.open_round.reason != "closing":
        if case.state.open_round is not None:
            case.tell(
                "assessment.concluded", round="current", rationale="-", members=["police:eu", "prison:eu"]
            )
        case.on(LOCAL.local_date(case.now) + weeks(4))
        assert LOCAL.local_date(case.now) <= END
    assert LOCAL.local_date(case.now) >= EVALUATION
    assert case.state.open_round.due == LOCAL.end_of_day(END)
    case.tell("assessment.concluded", round="current", rationale="-", members=["police:eu", "prison:eu"])
    assert case.on(END).state.open_round is None


def test_the_person_is_followed_up_six_months_after_the_end_and_the_case_is_closed() -> None:
    case = supervised().on(END + DAY)
    due = RULES.follow_up.after(LOCAL.end_of_day(END), LOCAL)
    duty = case.duty("follow-up")
    assert duty is not None
    assert (duty.due, duty.met_at) == (due, None)
    case.on(END + weeks(20)).tell("supervision.contact", kept=True)
    met = case.duty("follow-up")
    assert met is not None
    assert met.met_at == case.now
    case.until(due)
    assert (case.state.phase, case.state.closed_because) == ("closed", "completed")


def test_without_a_follow_up_the_case_is_closed_when_the_grace_is_over() -> None:
    case = supervised().on(END + DAY)
    due = RULES.follow_up.after(LOCAL.end_of_day(END), LOCAL)
    case.until(RULES.grace.after(due, LOCAL) - DAY)
    assert case.state.phase == "follow-up"
    assert case.until(RULES.grace.after(due, LOCAL)).state.phase == "closed"


def test_what_was_said_before_a_recall_isnt_the_planned_end_of_what_comes_after() -> None:
    case = supervised().on(BEGINS)
    case.tell("closing.planned", relies_on=["a sister"])
    again = RELEASE + weeks(100)
    case.tell("custody.returned", reason="recall", release_date=again.isoformat(), kind="confirmed")
    assert not closes(case)
    case.on(again).tell("custody.released", noon(again), reason="released")
    duty = case.duty("plan-ending")
    assert closes(case)
    assert duty is not None
    assert duty.met_at is None
