"""The plan: agreed before release, and what it promises provided after it."""

from datetime import timedelta

import pytest

from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, weeks

DAY = timedelta(days=1)
PROVIDE = POLICY.supervision.provide_activity
AGREED = POLICY.preparation.plan_agreed.days_before(RELEASE)
HOUSING: dict[str, object] = {"activity": "housing", "provider": "housing:x"}


def agreed(case: OneCase, *interventions: dict[str, object]) -> OneCase:
    """By members who have accepted and signed; whoever provides housing has, too."""
    case.tell("network.member-proposed", member="housing:x")
    case.join("probation", "police").join_as("housing:x")
    case.tell("plan.drafted", interventions=list(interventions))
    case.tell("plan.agreed", members=["probation:eu", "police:eu"])
    return case


def released(case: OneCase) -> OneCase:
    case.on(RELEASE).tell("custody.released", reason="released")
    return case


@pytest.mark.proves("R20", "R95")
def test_a_plan_that_isnt_agreed_before_release_stays_owed_after_it() -> None:
    case = released(OneCase())
    duty = case.duty("agree-plan")
    assert duty is not None
    assert (duty.due, duty.met_at) == (LOCAL.end_of_day(AGREED), None)
    agreed(case.on(RELEASE + weeks(1)), HOUSING)
    late = case.duty("agree-plan")
    assert late is not None
    assert late.met_at == case.now > late.due


def test_a_newer_draft_doesnt_take_the_agreement_back() -> None:
    case = agreed(OneCase(), HOUSING)
    case.tell("plan.drafted", interventions=[HOUSING, {"activity": "counselling"}])
    duty = case.duty("agree-plan")
    assert case.state.plan.state == "drafted"
    assert duty is not None
    assert duty.met_at is not None


def test_an_agreement_on_an_older_draft_is_refused() -> None:
    case = OneCase().on(AGREED)
    case.tell("plan.drafted", interventions=[HOUSING])
    case.tell("plan.agreed", case.now - DAY, members=["probation:eu"])
    assert case.state.plan.state == "drafted"


@pytest.mark.proves("R93")
def test_an_activity_is_provided_soon_after_release_by_its_provider() -> None:
    case = agreed(OneCase().on(AGREED), HOUSING)
    assert case.duty("provide-activity") is None
    duty = released(case).duty("provide-activity", "housing")
    assert duty is not None
    assert (duty.owner, duty.met_at) == ("housing:x", None)
    assert duty.due == PROVIDE.after(case.now, LOCAL)


def test_an_activity_that_begins_later_or_is_agreed_later_is_owed_from_then() -> None:
    starts = RELEASE + weeks(8)
    case = released(agreed(OneCase(), HOUSING | {"from": starts.isoformat()}))
    duty = case.duty("provide-activity", "housing")
    assert duty is not None
    assert duty.due == PROVIDE.after(LOCAL.start_of_day(starts), LOCAL)
    agreed(case.on(RELEASE + weeks(3)), HOUSING, {"activity": "counselling"})
    added = case.duty("provide-activity", "counselling")
    assert added is not None
    assert (added.owner, added.due) == ("probation:eu", PROVIDE.after(case.now, LOCAL))


def test_it_is_met_when_it_was_started_and_not_by_a_referral() -> None:
    case = released(agreed(OneCase(), HOUSING))
    case.tell("intervention.reported", activity="housing", status="referred")
    referred = case.duty("provide-activity")
    assert referred is not None
    assert referred.met_at is None
    case.on(RELEASE + DAY).tell("intervention.reported", activity="housing", status="started")
    started = case.duty("provide-activity")
    assert started is not None
    assert started.met_at == case.now


def test_what_has_ended_before_it_began_or_has_no_consent_is_no_longer_owed() -> None:
    case = released(agreed(OneCase(), HOUSING, {"activity": "psychology", "consent": False}))
    assert case.duty("provide-activity", "psychology") is None
    case.tell("intervention.reported", activity="housing", status="ended")
    assert case.duty("provide-activity", "housing") is None


def test_a_draft_that_nobody_has_agreed_promises_nothing() -> None:
    case = released(OneCase())
    case.tell("plan.drafted", interventions=[HOUSING])
    assert case.duty("provide-activity") is None
