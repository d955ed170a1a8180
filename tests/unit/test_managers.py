"""From one manager to the next: never a day without one, the case handed over, and the person told whom to turn to."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.appointment.events import CaseHolderChanged, ManagerAppointed
from domain.assessment.duties import assessment_duties
from domain.breach.duties import breach_duties
from domain.case.rules import Parked, Refused, Taken
from domain.case.view import CaseView, case_view
from domain.court.duties import court_report_duties
from domain.handover.duties import handover_duties
from domain.handover.rules import receiver
from domain.obligations.duty import Duty
from domain.vocabulary import PERMANENT_ROLES, RELEASED_PHASES
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, weeks
from tests.unit.test_appointment import (
    DUE,
    OPENS,
    POLICE,
    PROBATION,
    PSYCHOLOGIST,
    decided,
    manager,
    nominate,
    opened,
    vote,
)

SOUTH = "probation:eu-south"
ALL = ("prison", "police", "probation", "psychologist", "social_services", "local_government")
MANAGERS = (POLICE, PSYCHOLOGIST, PROBATION)


def view(case: OneCase) -> CaseView:
    return case_view(case.state, (), case.now, version=1)


def away(case: OneCase, starts: date, until: date | None = None) -> None:
    data = {"from": starts.isoformat()} | ({"until": until.isoformat()} if until else {})
    case.tell("appointment.manager-unavailable", **data)


def followed(by: str = PSYCHOLOGIST) -> OneCase:
    """Police were the manager; for good they couldn't be any more, and the network decided on somebody else."""
    case = decided()
    away(case, OPENS + weeks(2))
    nominate(case.on(OPENS + weeks(2)), by)
    vote(case, by, **dict.fromkeys(ALL, "for"))
    case.decide_on_a_manager()
    return case


def every_duty(case: OneCase) -> list[Duty]:
    """What is owed in the case, and in the procedures that are about a report, a breach, a round or an item."""
    state = case.state
    return [
        *case.duties(),
        *handover_duties(state, POLICY),
        *(duty for each in state.court_reports for duty in court_report_duties(each, state, POLICY)),
        *(duty for each in state.breaches for duty in breach_duties(each, state, POLICY)),
        *(duty for each in state.assessments for duty in assessment_duties(each, state, POLICY)),
    ]


def moved(case: OneCase) -> OneCase:
    case.tell("case.transferred", jurisdiction="eu-south", office="harbour")
    return case


# --- one manager at every instant ---------------------------------------------------------------------------------


class Tenure:
    """A case whose managers come and go at random, under the eyes of somebody who looks at every instant."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.case = OneCase().join()
        self.had_one = False

    def go_on(self) -> None:
        self.random.choice([self._say, self._say, self._decide, self._leave, self._pass])()
        self.look()

    def look(self) -> None:
        state = self.case.state
        self.had_one = self.had_one or state.case_manager is not None
        if self.had_one or state.phase in RELEASED_PHASES:
            assert state.case_manager is not None
            assert (state.contact and state.contact.member) == state.case_manager.member

    def _say(self) -> None:
        today = self.case.now.date()
        starts = today + timedelta(days=self.random.randint(-10, 30))
        until = starts + timedelta(days=self.random.randint(0, 60)) if self.random.random() < 0.5 else None
        match self.random.randrange(5):
            case 0:
                away(self.case, starts, until)
            case 1:
                self.case.tell("case.transferred", jurisdiction=self.random.choice(["eu", "eu-south"]))
            case 2:
                self.case.tell("custody.released", reason="released")
            case 3:
                self.case.tell("custody.returned", reason="recall")
            case _:
                self.case.tell("appointment.case-handed-over", **{"from": PROBATION, "to": POLICE})

    def _decide(self) -> None:
        nominee = self.random.choice(MANAGERS)
        vote(nominate(self.case, nominee), nominee, **dict.fromkeys(ALL, "for"))
        self.case.decide_on_a_manager()

    def _leave(self) -> None:
        member = f"{self.random.choice(PERMANENT_ROLES)}:eu"
        answer = self.random.choice(["withdrawn", "accepted"])
        self.case.tell("network.member-answered", member=member, answer=answer)

    def _pass(self) -> None:
        days = self.random.choice([1, 5, 30, 90])
        for instant in self._instants(self.case.now + timedelta(days=days)):
            self.case.until(instant)
            self.look()

    def _instants(self, later: datetime) -> Iterator[datetime]:
        while self.case.now < later:
            yield self.case.now + timedelta(days=1)


@pytest.mark.proves("R74", "R76")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random=st.randoms(use_true_random=False))
def test_from_the_first_appointment_or_from_release_on_there_is_a_manager_at_every_instant(
    random: Random,
) -> None:
    tenure = Tenure(random)
    for _ in range(25):
        tenure.go_on()


@pytest.mark.proves("R74")
def test_managers_follow_each_other_at_the_same_instant() -> None:
    case = followed()
    appointed = [each for each in case.recorded if isinstance(each, ManagerAppointed)]
    assert [(each.member, each.interim) for each in appointed] == [
        (POLICE, False),
        (PROBATION, True),
        (PSYCHOLOGIST, False),
    ]


# --- the case is handed over --------------------------------------------------------------------------------------


@pytest.mark.proves("R14", "R74")
def test_when_a_manager_follows_another_for_good_the_outgoing_hands_over_the_case() -> None:
    case = followed()
    duty = case.duty("hand-over-case")
    assert duty is not None
    assert POLICY.appointment.hand_over is not None
    assert (duty.owner, duty.met_at) == (POLICE, None)
    assert duty.due == POLICY.appointment.hand_over.after(case.now, LOCAL)
    assert case.tell("appointment.case-handed-over", **{"from": POLICE, "to": PSYCHOLOGIST}) == Taken()
    done = case.duty("hand-over-case")
    assert done is not None
    assert done.met_at == case.now
    again = case.tell("appointment.case-handed-over", **{"from": POLICE, "to": PSYCHOLOGIST})
    assert again == Refused("it was handed over already")


def test_where_the_outgoing_manager_has_left_the_network_the_case_holder_hands_over() -> None:
    case = followed()
    case.tell("network.member-answered", member=POLICE, answer="withdrawn")
    duty = case.duty("hand-over-case")
    assert duty is not None
    assert duty.owner == PROBATION == case.state.case_holder
    assert case.tell("appointment.case-handed-over", **{"from": PROBATION, "to": PSYCHOLOGIST}) == Taken()


def test_nobody_hands_the_case_over_to_a_manager_who_has_left() -> None:
    case = followed()
    case.tell("network.member-answered", member=PSYCHOLOGIST, answer="withdrawn")
    assert manager(case) == (PROBATION, True)
    assert case.duty("hand-over-case") is None


def test_what_was_handed_over_stays_so_when_who_took_it_over_leaves() -> None:
    case = followed()
    case.tell("appointment.case-handed-over", **{"from": POLICE, "to": PSYCHOLOGIST})
    case.tell("network.member-answered", member=PSYCHOLOGIST, answer="withdrawn")
    duty = case.duty("hand-over-case")
    assert duty is not None
    assert duty.met_at is not None


def test_only_who_hands_over_can_say_so_and_only_to_who_follows() -> None:
    case = followed()
    from_another = case.tell("appointment.case-handed-over", **{"from": "prison:eu", "to": PSYCHOLOGIST})
    to_another = case.tell("appointment.case-handed-over", **{"from": POLICE, "to": "prison:eu"})
    assert from_another == Refused(f"only {POLICE} can hand it over")
    assert isinstance(to_another, Parked)


def test_a_handover_told_before_the_decision_counts_once_there_is_one() -> None:
    case = decided()
    early = case.tell("appointment.case-handed-over", **{"from": POLICE, "to": PSYCHOLOGIST})
    assert isinstance(early, Parked)
    told_at = case.now
    away(case, OPENS + weeks(2))
    nominate(case.on(OPENS + weeks(2)), PSYCHOLOGIST)
    vote(case, PSYCHOLOGIST, **dict.fromkeys(ALL, "for"))
    case.decide_on_a_manager()
    case.until(case.now + timedelta(hours=1))
    duty = case.duty("hand-over-case")
    assert duty is not None
    assert duty.met_at == told_at


def test_from_whoever_stood_in_the_case_is_handed_over_too_but_not_to_a_stand_in() -> None:
    case = nominate(opened(), POLICE).on(RELEASE)
    assert (manager(case), case.duty("hand-over-case")) == ((PROBATION, True), None)
    vote(case, POLICE, **dict.fromkeys(ALL, "for"))
    case.decide_on_a_manager()
    duty = case.duty("hand-over-case")
    assert duty is not None
    assert duty.owner == PROBATION


def test_a_manager_who_is_back_takes_nothing_over() -> None:
    case = decided()
    away(case, OPENS + weeks(2), OPENS + weeks(3))
    case.on(OPENS + weeks(4))
    assert (manager(case), case.duty("hand-over-case")) == ((POLICE, False), None)


# --- another area -------------------------------------------------------------------------------------------------


@pytest.mark.proves("R78")
def test_in_another_area_its_probation_service_holds_the_case_and_the_manager_stays() -> None:
    case = moved(decided())
    assert (view(case).case_holder, view(case).coordinator) == (SOUTH, POLICE)
    assert case.state.in_role("probation") == SOUTH
    known, before = case.state.member(SOUTH), case.state.member(PROBATION)
    assert known is not None
    assert before is not None
    assert (known.standing, known.state, before.standing) == ("permanent", "proposed", "ad-hoc")
    assert "probation" in case.state.permanent_roles


@pytest.mark.proves("R74", "R78")
def test_where_the_holder_was_the_manager_the_new_area_stands_in_until_the_network_has_decided() -> None:
    case = opened().until(DUE)
    case.decide_on_a_manager()
    moved(case)
    assert manager(case) == (SOUTH, True)
    assert case.state.appointment is not None
    case.until(case.state.appointment.due)
    assert case.decide_on_a_manager()
    duty = case.duty("hand-over-case")
    assert manager(case) == (SOUTH, False)
    assert duty is not None
    assert duty.owner == PROBATION


def test_another_office_of_the_same_area_changes_no_holder() -> None:
    case = decided()
    case.tell("case.transferred", jurisdiction="eu", office="harbour")
    assert case.state.case_holder == PROBATION
    assert not any(isinstance(each, CaseHolderChanged) for each in case.recorded)


def test_a_case_that_comes_back_to_its_area_is_held_there_again() -> None:
    case = moved(decided())
    case.until(case.now + timedelta(days=1))
    case.tell("case.transferred", jurisdiction="eu")
    assert (case.state.case_holder, case.state.in_role("probation")) == (PROBATION, PROBATION)


# --- two roles ----------------------------------------------------------------------------------------------------


@pytest.mark.proves("R51")
def test_the_decision_is_shown_with_the_vote_of_every_role_while_it_runs_and_afterwards() -> None:
    case = vote(nominate(opened(), POLICE), POLICE, prison="for", police="abstain")
    shown = view(case).appointment
    assert shown is not None
    assert (shown["due"], shown["nominees"], shown["decided_at"]) == (DUE, (POLICE,), None)
    assert [(each["member"], each["vote"]) for each in shown["votes"]] == [
        ("prison:eu", "for"),
        (POLICE, "abstain"),
    ]
    decision = view(decided()).appointment
    assert decision is not None
    assert (len(decision["votes"]), decision["decided_at"]) == (4, decided().now)
    assert view(OneCase()).appointment is None


@pytest.mark.proves("R78")
def test_what_goes_to_the_court_is_owed_by_the_case_holder_and_the_programme_by_its_coordinator() -> None:
    case = decided()
    case.on(RELEASE).tell("custody.released", reason="released")
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text="Reports.")
    breach = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "Didn't."}
    case.on(RELEASE + weeks(10)).tell("breach.reported", **breach)
    owners: dict[str, str] = {each.kind: each.owner for each in every_duty(case)}
    assert view(case).coordinator == POLICE
    court = {kind: owners[kind] for kind in ("file-court-report", "refer-breach")}
    programme = ("agree-plan", "hold-meeting", "first-contact", "conclude-assessment", "review-breach")
    assert court == dict.fromkeys(court, PROBATION)
    assert {kind: owners[kind] for kind in programme} == dict.fromkeys(programme, POLICE)


@pytest.mark.proves("R79", "R97")
def test_what_is_handed_over_and_what_is_late_reaches_the_case_manager_first() -> None:
    case = decided()
    assert receiver(case.state, "risk-assessment") == POLICE
    plan = case.duty("agree-plan")
    assert plan is not None
    assert plan.owner == POLICE
    late = {each.escalate_to for each in every_duty(case) if each.owner != POLICE}
    assert late == {POLICE}


# --- the single point of contact ----------------------------------------------------------------------------------


@pytest.mark.proves("R75")
def test_the_contact_is_the_manager_also_ad_interim_and_the_case_holder_until_there_is_one() -> None:
    case = OneCase()
    assert view(case).contact == {"member": PROBATION, "since": case.state.opened_at}
    case = decided()
    since = case.now
    assert view(case).contact == {"member": POLICE, "since": since}
    away(case, OPENS + weeks(2), OPENS + weeks(3))
    case.on(OPENS + weeks(2))
    assert view(case).contact == {"member": PROBATION, "since": LOCAL.start_of_day(OPENS + weeks(2))}


@pytest.mark.proves("R75")
def test_whom_the_person_turns_to_already_needs_no_introduction_when_they_become_manager() -> None:
    case = OneCase().join()
    case.tell("person.informed", disclosure="contact")
    told_at = case.now
    case.on(RELEASE - weeks(12))
    assert case.decide_on_a_manager()
    assert case.state.manager == PROBATION
    assert met(case, f"contact-{PROBATION}-{case.now.date()}") == told_at


@pytest.mark.proves("R75")
def test_a_manager_by_decision_tells_the_person_that_they_are_the_point_of_contact() -> None:
    case = decided()
    about = f"contact-{POLICE}-{case.now.date()}"
    duty = case.duty("inform-person", about)
    assert duty is not None
    assert POLICY.appointment.introduce is not None
    assert (duty.id, duty.owner) == (f"inform-person:{about}", POLICE)
    assert duty.due == POLICY.appointment.introduce.after(case.now, LOCAL)
    assert case.tell("person.informed", case.now - timedelta(hours=1), disclosure="contact") == Taken()
    assert not met(case, about)
    told_at = case.now
    case.tell("person.informed", disclosure="contact")
    case.until(case.now + timedelta(days=1))
    case.tell("person.informed", disclosure="contact")
    assert met(case, about) == told_at
    assert case.state.informed is None


def test_nobody_is_introduced_for_the_time_of_a_stand_in_and_the_next_manager_anew() -> None:
    case = decided()
    case.tell("person.informed", disclosure="contact")
    away(case, OPENS + weeks(2))
    case.on(OPENS + weeks(2))
    assert introductions(case) == []
    nominate(case, PSYCHOLOGIST)
    vote(case, PSYCHOLOGIST, **dict.fromkeys(ALL, "for"))
    case.decide_on_a_manager()
    about = f"contact-{PSYCHOLOGIST}-{case.now.date()}"
    assert introductions(case) == [about]
    assert not met(case, about)


def introductions(case: OneCase) -> list[str]:
    abouts = [each.id.partition(":")[2] for each in case.duties("inform-person")]
    return [about for about in abouts if about.startswith("contact-")]


def met(case: OneCase, about: str) -> datetime | None:
    duty = case.duty("inform-person", about)
    assert duty is not None
    return duty.met_at
