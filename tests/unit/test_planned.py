"""Drafts of the plan and agreements on them, in any order: an agreement is on the newest draft before it."""

from datetime import timedelta
from itertools import permutations

import pytest

from domain.case.view import case_view
from domain.plan.duties import plan_duties
from domain.plan.facts import PlanAgreed
from domain.plan.sections import Intervention, Plan
from domain.plan.words import settled, words
from tests.unit.one_case import POLICY, RELEASE, OneCase, weeks

DAY = timedelta(days=1)
MEMBERS = ["probation:eu", "police:eu"]
HOUSING, COUNSELLING = {"activity": "housing"}, {"activity": "counselling"}
Told = tuple[str, int, dict[str, object]]
FIRST: Told = ("plan.drafted", 9, {"interventions": [HOUSING]})
AGREED: Told = ("plan.agreed", 6, {"members": MEMBERS})
SECOND: Told = ("plan.drafted", 3, {"interventions": [HOUSING, COUNSELLING]})
AGREED_LAST: Told = ("plan.agreed", 1, {"members": MEMBERS})


def told(*facts: Told) -> OneCase:
    """Facts in the order in which they arrive; each occurred so many hours ago."""
    case = OneCase().join().on(RELEASE - weeks(20))
    for name, hours, data in facts:
        case.tell(name, case.now - timedelta(hours=hours), **data)
        case.until(case.now)
    return case


@pytest.mark.proves("R20")
@pytest.mark.parametrize("order", [*permutations((FIRST, AGREED, SECOND))])
def test_an_agreement_is_on_the_draft_before_it_and_a_newer_draft_is_to_be_agreed(
    order: tuple[Told, ...],
) -> None:
    case = told(*order)
    six_hours_ago = case.now - timedelta(hours=6)
    assert (case.state.plan.state, case.state.plan.agreed_at) == ("drafted", six_hours_ago)
    assert [each.agreed_at for each in case.state.plan.interventions] == [six_hours_ago, None]
    assert case.state.plan == told(FIRST, AGREED, SECOND).state.plan
    assert case.duty("agree-plan") == told(FIRST, AGREED, SECOND).duty("agree-plan")


@pytest.mark.parametrize("order", [*permutations((FIRST, SECOND, AGREED_LAST))])
def test_an_agreement_that_came_before_its_draft_is_on_that_draft(order: tuple[Told, ...]) -> None:
    plan = told(*order).state.plan
    assert plan.state == "agreed"
    assert [each.activity for each in plan.interventions] == ["housing", "counselling"]
    assert plan == told(FIRST, SECOND, AGREED_LAST).state.plan


def test_an_agreement_whose_draft_was_withdrawn_means_nothing() -> None:
    case = told()
    case.record(PlanAgreed.model_validate({"members": MEMBERS}))
    plan = case.state.plan
    assert (plan.state, plan.agreed_at, plan.since, plan.interventions) == ("none", None, None, ())
    duty = case.duty("agree-plan")
    assert duty is not None
    assert duty.met_at is None


def test_a_plan_that_was_stored_without_its_words_stays_as_it_was() -> None:
    case = told()
    agreed_at, since = case.now - timedelta(hours=6), case.now - timedelta(hours=3)
    housing = Intervention(activity="housing", agreed_at=agreed_at)
    drafted = Plan(
        state="drafted", since=since, agreed_at=agreed_at, agreed_last=agreed_at, interventions=(housing,)
    )
    for stored in (drafted, drafted.model_copy(update={"state": "agreed", "since": agreed_at})):
        known = stored.model_copy(update={"words": words(stored)})
        assert settled(known) == known


HOUSING_A = {"activity": "housing", "provider": "housing:a", "until": (RELEASE + 20 * DAY).isoformat()}
HOUSING_B = {"activity": "housing", "provider": "housing:b", "from": (RELEASE + 21 * DAY).isoformat()}


def in_sequence(*interventions: dict[str, str]) -> OneCase:
    """Agreed, with both providers in the network, and the person at liberty."""
    case = OneCase().join()
    for member in ("housing:a", "housing:b"):
        case.tell("network.member-proposed", member=member)
        case.join_as(member)
    case.tell("plan.drafted", interventions=list(interventions))
    case.tell("plan.agreed", members=MEMBERS)
    case.on(RELEASE).tell("custody.released", reason="released")
    return case


@pytest.mark.proves("R93")
def test_one_provider_may_follow_another_and_each_owes_their_own() -> None:
    case = in_sequence(HOUSING_A, HOUSING_B)
    shown = case_view(case.state, [], case.now, 1).plan["interventions"]
    assert [each["provider"] for each in shown] == ["housing:a", "housing:b"]
    owners = {each.id: each.owner for each in case.duties("provide-activity")}
    assert owners == {"provide-activity:housing": "housing:a", "provide-activity:housing:2": "housing:b"}
    case.on(RELEASE + 3 * DAY).tell("intervention.reported", activity="housing", status="started")
    case.on(RELEASE + 24 * DAY).tell("intervention.reported", activity="housing", status="attended")
    case.tell("intervention.reported", activity="housing", status="ended", by="housing:a")
    first, second = case.state.plan.interventions
    assert (first.status, second.status, second.attended) == ("ended", "attended", 1)
    assert [each.met_at for each in case.duties("provide-activity")] == [first.started_at, second.started_at]


def test_who_is_left_out_of_a_newer_draft_leaves_the_other_as_known_and_a_third_has_a_name_of_their_own() -> (
    None
):
    case = in_sequence(HOUSING_A, HOUSING_B)
    case.on(RELEASE + 24 * DAY).tell("intervention.reported", activity="housing", status="started")
    case.tell("plan.drafted", interventions=[HOUSING_B, {"activity": "housing", "provider": "housing:c"}])
    second, third = case.state.plan.interventions
    assert (second.name, second.status, third.name, third.status) == (
        "housing:2",
        "started",
        "housing:3",
        "planned",
    )
    assert (second.agreed_at is not None, third.agreed_at) == (True, None)


def test_a_policy_without_sequences_has_the_last_word_on_an_activity_count() -> None:
    assert POLICY.plan is not None
    case = in_sequence(HOUSING_A, HOUSING_B)
    before = POLICY.model_copy(update={"plan": POLICY.plan.model_copy(update={"in_sequence": False})})
    owed = [each for each in plan_duties(case.state, before) if each.kind == "provide-activity"]
    assert [(each.id, each.owner) for each in owed] == [("provide-activity:housing", "housing:b")]
