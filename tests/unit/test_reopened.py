"""A decision on the manager that rests on withdrawn votes is taken anew, and nobody is left without a manager."""

from datetime import timedelta

import pytest

from domain.appointment.events import AppointmentReopened
from domain.case.judging import Parked, Refused
from tests.unit.one_case import LOCAL, POLICY, OneCase
from tests.unit.test_appointment import DUE, POLICE, PROBATION, duty, manager, nominate, opened, vote

DAY = timedelta(days=1)


def decided() -> tuple[OneCase, dict[str, int]]:
    """Four of six have decided on the police; the number of each one's vote."""
    case, numbers = nominate(opened(), POLICE), {}
    for role in ("prison", "police", "psychologist", "probation"):
        vote(case, POLICE, **{role: "for"})
        numbers[role] = case.number
    assert case.decide_on_a_manager()
    return case, numbers


def is_reopened(case: OneCase) -> bool:
    return any(isinstance(each, AppointmentReopened) for each in case.recorded)


@pytest.mark.proves("R50")
def test_votes_in_time_for_a_decision_that_was_taken_without_them_count_when_it_is_taken_anew() -> None:
    case, numbers = decided()
    for role in ("social-services", "local-government"):
        told = case.tell("appointment.vote-cast", member=f"{role}:eu", nominee=POLICE, vote="for")
        assert told == Parked("the case has its manager")
    case.until(case.now + 3 * DAY).withdraw(numbers["prison"], numbers["psychologist"])
    assert is_reopened(case)
    case.until(case.now + DAY)
    assert case.state.appointment is not None
    assert set(case.state.appointment.votes) >= {"social-services", "local-government"}
    assert case.decide_on_a_manager()
    assert manager(case) == (POLICE, False)


def test_a_vote_cast_after_the_date_of_the_decision_is_refused() -> None:
    case, _ = decided()
    told = case.until(DUE + DAY).tell(
        "appointment.vote-cast", member="social-services:eu", nominee=POLICE, vote="for"
    )
    assert told == Refused("the case has its manager")


@pytest.mark.proves("R50", "R76", "R77")
def test_where_a_withdrawn_vote_leaves_no_quorum_it_is_decided_anew_and_the_manager_stays_until_then() -> (
    None
):
    case, numbers = decided()
    since = case.state.case_manager.since if case.state.case_manager else None
    case.until(case.now + 3 * DAY).withdraw(numbers["prison"])
    assert manager(case) == (POLICE, True)
    assert case.state.case_manager is not None
    assert case.state.case_manager.since == since
    assert not case.decide_on_a_manager()
    assert duty(case).due == POLICY.appointment.decide.after(case.now, LOCAL)
    vote(case, POLICE, social_services="against")
    vote(case, POLICE, prison="against", psychologist="against")
    case.until(duty(case).due)
    assert case.decide_on_a_manager()
    assert manager(case) == (PROBATION, False)


def test_the_votes_that_are_left_may_decide_alike_at_once() -> None:
    case = nominate(opened(), POLICE)
    vote(case, POLICE, prison="for", police="for", psychologist="for", social_services="abstain")
    vote(case, POLICE, probation="for")
    number = case.number
    case.until(DUE).decide_on_a_manager()
    case.until(DUE + DAY).withdraw(number)
    assert is_reopened(case)
    assert case.decide_on_a_manager()
    assert manager(case) == (POLICE, False)
    assert case.duty("hand-over-case") is None


def test_a_nominee_whose_nomination_is_withdrawn_stays_only_until_the_network_has_decided_again() -> None:
    case = opened()
    nominate(case, POLICE)
    number = case.number
    vote(case, POLICE, prison="for", police="for", psychologist="for", probation="for")
    case.decide_on_a_manager()
    case.withdraw(number)
    assert manager(case) == (POLICE, True)
    case.until(duty(case).due).decide_on_a_manager()
    assert manager(case) == (PROBATION, False)


def test_while_the_manager_is_away_it_waits_until_they_are_back() -> None:
    case, numbers = decided()
    away = {"from": case.now.date().isoformat(), "until": (case.now + 7 * DAY).date().isoformat()}
    case.tell("appointment.manager-unavailable", **away)
    case.until(case.now + DAY).withdraw(numbers["prison"])
    assert (manager(case), is_reopened(case)) == ((PROBATION, True), False)
    case.until(case.now + 10 * DAY)
    assert (manager(case), is_reopened(case)) == ((POLICE, True), True)


def test_what_else_is_withdrawn_leaves_the_decision_as_it_is() -> None:
    case, _ = decided()
    case.tell("meeting.held", attendees=[POLICE])
    case.withdraw(case.number)
    assert (manager(case), is_reopened(case)) == ((POLICE, False), False)


def test_a_case_begun_before_goes_on_with_its_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    appointment = POLICY.appointment.model_copy(update={"reopens": False})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"appointment": appointment}))
    case, numbers = decided()
    case.withdraw(*numbers.values())
    assert manager(case) == (POLICE, False)
