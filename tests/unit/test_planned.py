"""Drafts of the plan and agreements on them, in any order: an agreement is on the newest draft before it."""

from datetime import timedelta
from itertools import permutations

import pytest

from domain.plan.facts import PlanAgreed
from domain.plan.sections import Intervention, Plan
from domain.plan.words import settled, words
from tests.unit.one_case import RELEASE, OneCase, weeks

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
