"""Horizontal and vertical coordination: who decides, who owes it, and who hears first (R43, R50-R52)."""

from datetime import timedelta

import pytest

from domain.assessment.duties import assessment_duties
from domain.case.judging import TAKEN, Parked, Refused
from domain.case.view import case_view
from domain.network.coordination import ARRANGEMENTS, authority_of
from domain.network.facts import CoordinationSet
from domain.procedures.brief import brief_for
from domain.procedures.wanted import ASSESSMENT
from tests.unit.one_case import POLICY, OneCase
from tests.unit.test_moving import goes_to

POLICE, PROBATION, SOCIAL = "police:eu", "probation:eu", "social-services:eu"
DAY = timedelta(days=1)


def vertical(authority: str | None = POLICE) -> OneCase:
    case = OneCase().join()
    case.until(case.now + DAY)
    case.tell("network.coordination-set", mode="vertical", **({"authority": authority} if authority else {}))
    return case


def concluded(case: OneCase, *members: str) -> object:
    return case.tell(
        "assessment.concluded", round="current", level="low", rationale="Together.", members=list(members)
    )


def drafted(case: OneCase) -> OneCase:
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    return case


@pytest.mark.proves("R43", "R50", "R51")
def test_among_equals_any_two_agencies_conclude_and_agree_the_plan() -> None:
    case = OneCase().join()
    assert concluded(case, PROBATION, SOCIAL) == TAKEN
    assert drafted(case).tell("plan.agreed", members=[SOCIAL, POLICE]) == TAKEN


@pytest.mark.proves("R43")
def test_under_an_authority_nothing_is_decided_without_it() -> None:
    case = drafted(vertical())
    refused = Refused(
        "the network is coordinated vertically: police:eu, its authority, isn't among the members"
    )
    assert concluded(case, PROBATION, SOCIAL) == refused
    assert case.tell("plan.agreed", members=[PROBATION, SOCIAL]) == refused
    assert case.tell("plan.agreed", members=[POLICE, SOCIAL]) == TAKEN
    assert concluded(case, POLICE, SOCIAL) == TAKEN


@pytest.mark.proves("R50")
def test_an_authority_doesnt_conclude_alone_but_having_heard_another_agency() -> None:
    refused = concluded(vertical(), POLICE)
    assert refused == Refused("an assessment is concluded jointly, by at least two agencies")


@pytest.mark.proves("R43", "R71")
def test_an_authority_that_hasnt_signed_decides_nothing_yet() -> None:
    case = drafted(OneCase().join("probation", "social-services"))
    case.tell("network.coordination-set", mode="vertical", authority=POLICE)
    assert authority_of(case.state) == PROBATION
    assert concluded(case, PROBATION, SOCIAL) == TAKEN
    assert case.tell("plan.agreed", members=[PROBATION, SOCIAL]) == TAKEN
    case.join("police")
    assert authority_of(case.state) == POLICE


@pytest.mark.proves("R43", "R52")
def test_the_authority_owes_the_decisions_and_hears_first_of_what_isnt_done() -> None:
    equal, under = OneCase().join(), vertical()
    for case, owner, above in ((equal, PROBATION, "local-government:eu"), (under, POLICE, PROBATION)):
        plan, round_ = case.duty("agree-plan"), case.state.open_round
        assert plan is not None
        assert round_ is not None
        (assessment,) = assessment_duties(round_, case.state, POLICY)
        assert {plan.owner, assessment.owner} == {owner}
        assert {plan.escalate_to, assessment.escalate_to} == {above}
    for case, above in ((equal, "local-government:eu"), (under, POLICE)):
        informing = case.duty("inform-person")
        assert informing is not None
        assert (informing.owner, informing.escalate_to) == (PROBATION, above)


@pytest.mark.proves("R43", "R50")
def test_everybody_sees_whether_and_by_whom_it_is_decided() -> None:
    for case, shown in ((OneCase(), ("horizontal", None)), (vertical(), ("vertical", POLICE))):
        view = case_view(case.state, [], case.now, 1)
        assert (view.coordination, view.authority) == shown


def test_without_a_named_authority_it_is_probation_and_so_where_it_has_left() -> None:
    assert authority_of(vertical(None).state) == PROBATION
    case = vertical()
    case.tell("network.member-answered", member=POLICE, answer="withdrawn")
    assert authority_of(case.state) == PROBATION
    case.tell("network.member-answered", member=PROBATION, answer="withdrawn")
    assert authority_of(case.state) is None
    assert concluded(case, SOCIAL, "local-government:eu") == TAKEN


@pytest.mark.proves("R43", "R50", "R71")
def test_while_nobody_has_accepted_and_signed_who_could_decide_all_decide_together() -> None:
    case = OneCase().join("social-services", "local-government")
    case.tell("network.coordination-set", mode="vertical", authority=POLICE)
    view = case_view(case.state, [], case.now, 1)
    assert (view.coordination, view.coordination_in_effect, view.authority) == (
        "vertical",
        "horizontal",
        None,
    )
    together = [SOCIAL, "local-government:eu"]
    assert drafted(case).tell("plan.agreed", members=together) == TAKEN
    assert concluded(case, SOCIAL, "local-government:eu") == TAKEN
    case.join("police")
    assert authority_of(case.state) == POLICE
    assert case_view(case.state, [], case.now, 1).coordination_in_effect == "vertical"
    assert isinstance(drafted(case).tell("plan.agreed", members=together), Refused)


@pytest.mark.proves("R43", "R78")
def test_an_authority_of_the_area_before_decides_no_more() -> None:
    case = goes_to(vertical(), "eu-south")
    assert authority_of(case.state) is None
    assert concluded(case, SOCIAL, PROBATION) == TAKEN
    case.join_as("probation:eu-south")
    assert authority_of(case.state) == "probation:eu-south"


def test_a_procedure_knows_as_the_case_does_who_decides() -> None:
    for case in (OneCase(), vertical(), goes_to(vertical(), "eu-south")):
        known = brief_for(ASSESSMENT, case.state, POLICY)
        assert authority_of(known) == authority_of(case.state)


def test_what_was_decided_before_the_network_had_an_authority_is_not_judged_by_it() -> None:
    case = vertical()
    before = case.now - timedelta(hours=1)
    fact = {"round": "current", "rationale": "Together.", "members": [PROBATION, SOCIAL]}
    assert case.tell("assessment.concluded", before, **fact) == TAKEN


def test_back_among_equals_the_authority_is_one_of_them() -> None:
    case = vertical()
    case.until(case.now + DAY)
    case.tell("network.coordination-set", mode="horizontal")
    assert concluded(case, PROBATION, SOCIAL) == TAKEN


def test_what_was_taken_before_equals_could_name_no_authority_is_still_read() -> None:
    stored = {"mode": "horizontal", "authority": POLICE}
    assert CoordinationSet.model_validate(stored).authority == POLICE


def test_an_authority_that_nobody_knows_yet_waits() -> None:
    case = OneCase()
    waits = case.tell("network.coordination-set", mode="vertical", authority="legal:x")
    assert waits == Parked("legal:x isn't in the network")


def test_a_policy_that_knows_no_authority_treats_both_modes_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    network = POLICY.network.model_copy(update={"authority_decides": False})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"network": network}))
    case = vertical()
    plan = case.duty("agree-plan")
    assert plan is not None
    assert (plan.owner, plan.escalate_to) == (PROBATION, "local-government:eu")
    assert concluded(case, PROBATION, SOCIAL) == TAKEN


def test_the_modes_differ_in_each_thing_that_the_table_says() -> None:
    horizontal, by_authority = ARRANGEMENTS["horizontal"], ARRANGEMENTS["vertical"]
    assert all(one != other for one, other in zip(horizontal, by_authority, strict=True))
