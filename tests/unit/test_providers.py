"""Ad hoc members by the activities of the plan: what nobody in the network can provide, the case manager finds."""

from datetime import timedelta

import pytest

from domain.case.judging import Refused
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, weeks

assert POLICY.providers is not None
FIND = POLICY.providers.find


def joined(case: OneCase, member: str) -> OneCase:
    """A day later."""
    case.until(case.now + timedelta(days=1)).tell("network.member-proposed", member=member)
    case.tell("network.member-answered", member=member, answer="accepted")
    return case


def planned(case: OneCase, *interventions: dict[str, object]) -> OneCase:
    case.tell("plan.drafted", interventions=list(interventions))
    return case


@pytest.mark.proves("R32", "R93")
def test_housing_without_a_housing_provider_is_owed_by_the_case_manager_until_one_accepts() -> None:
    case = planned(OneCase(), {"activity": "housing", "provider": "housing:x"})
    duty = case.duty("find-provider", "housing")
    assert duty is not None
    assert (duty.owner, duty.due, duty.met_at) == ("probation:eu", FIND.after(case.now, LOCAL), None)
    case.until(case.now + weeks(1))
    case.tell("network.member-proposed", member="housing:y")
    assert case.duty("find-provider") == duty
    case.tell("network.member-answered", member="housing:y", answer="accepted")
    met = case.duty("find-provider")
    assert met is not None
    assert met.met_at == case.now


def test_once_the_plan_is_agreed_another_draft_gives_no_more_time() -> None:
    case = planned(OneCase(), {"activity": "housing"})
    case.until(case.now + weeks(1)).join("probation", "police")
    case.tell("plan.agreed", members=["probation:eu", "police:eu"])
    due = FIND.after(case.now, LOCAL)
    planned(case.until(case.now + weeks(1)), {"activity": "housing"})
    duty = case.duty("find-provider")
    assert duty is not None
    assert duty.due == due


def test_where_somebody_fitting_was_there_before_the_plan_nobody_has_to_be_found() -> None:
    case = joined(OneCase(), "housing:x")
    case.until(case.now + weeks(1))
    assert planned(case, {"activity": "housing"}).duties("find-provider") == []


def test_who_leaves_again_is_missed() -> None:
    case = joined(planned(OneCase(), {"activity": "housing"}), "housing:x")
    case.tell("network.member-answered", member="housing:x", answer="withdrawn")
    duty = case.duty("find-provider")
    assert duty is not None
    assert duty.met_at is None


@pytest.mark.proves("R28", "R94")
@pytest.mark.parametrize("member", ["mentor:m7", "former:f1"])
def test_a_mentor_or_a_former_can_be_the_mentor(member: str) -> None:
    case = joined(planned(OneCase(), {"activity": "mentoring"}), member)
    duty = case.duty("find-provider", "mentoring")
    assert duty is not None
    assert duty.met_at is not None


def test_whom_the_plan_names_will_do_in_whatever_role_once_they_are_in_the_network() -> None:
    case = planned(OneCase(), {"activity": "mentoring", "provider": "religious:r2"})
    joined(case, "religious:other")
    duty = case.duty("find-provider")
    assert duty is not None
    assert duty.met_at is None
    met = joined(case, "religious:r2").duty("find-provider")
    assert met is not None
    assert met.met_at is not None


@pytest.mark.parametrize("status", ["completed", "ended"])
def test_for_what_is_over_or_isnt_consented_to_nobody_is_sought(status: str) -> None:
    case = planned(OneCase(), {"activity": "housing"}, {"activity": "psychology", "consent": False})
    case.tell("intervention.reported", activity="housing", status=status)
    assert case.duties("find-provider") == []


def released_with(*interventions: dict[str, object]) -> OneCase:
    case = planned(OneCase().join("probation", "police"), *interventions)
    case.tell("plan.agreed", members=["probation:eu", "police:eu"])
    case.on(RELEASE).tell("custody.released", reason="released")
    return case


@pytest.mark.parametrize("outsider", ["court:x", "person:x"])
def test_a_court_or_the_person_is_no_provider_and_the_draft_says_where(outsider: str) -> None:
    drafted = [{"activity": "housing"}, {"activity": "medical", "provider": outsider}]
    refused = OneCase().tell("plan.drafted", interventions=drafted)
    assert refused == Refused(f"interventions[1].provider: {outsider} stands outside the network")


@pytest.mark.proves("R71")
def test_whom_a_plan_names_owes_nothing_before_they_have_accepted_and_signed() -> None:
    case = released_with({"activity": "mentoring", "provider": "former:never"})
    assert case.duties("provide-activity") == []
    sought = case.duty("find-provider", "mentoring")
    assert sought is not None
    assert (sought.owner, sought.met_at) == ("probation:eu", None)
    joined(case, "former:never")
    assert case.duties("provide-activity") == []
    case.until(case.now + weeks(3)).join_as("former:never")
    duty = case.duty("provide-activity", "mentoring")
    assert duty is not None
    assert (duty.owner, duty.due) == (
        "former:never",
        POLICY.supervision.provide_activity.after(case.now, LOCAL),
    )


def test_where_somebody_else_was_found_the_manager_sees_to_it() -> None:
    case = released_with({"activity": "housing", "provider": "housing:x"})
    duty = joined(case, "housing:y").duty("provide-activity", "housing")
    assert duty is not None
    assert duty.owner == "probation:eu"


def test_a_policy_that_asks_for_no_signature_has_the_named_provider_owe_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert POLICY.providers is not None
    providers = POLICY.providers.model_copy(update={"signed": False})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"providers": providers}))
    duty = released_with({"activity": "housing", "provider": "housing:x"}).duty("provide-activity")
    assert duty is not None
    assert duty.owner == "housing:x"
