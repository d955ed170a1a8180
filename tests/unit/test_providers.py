"""Ad hoc members by the activities of the plan: what nobody in the network can provide, the case manager finds."""

from datetime import timedelta

import pytest

from tests.unit.one_case import LOCAL, POLICY, OneCase, weeks

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
