"""A running case goes by another policy: what is owed is counted anew everywhere, and it stays so whatever happens."""

from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError

from activities.policies import READ_POLICY, load_policy
from domain.addresses import CHANGE_POLICY, case_id
from domain.policy import Policy
from tests.orchestration.telling import PRISON, opened
from tests.orchestration.world import World
from workflows.commands import ChangePolicy, Recorded

OPERATOR, REASON = "desk-4", "The new law."
ITEM = "risk-assessment"


async def moved(case: World, to: Policy | str) -> Recorded:
    """By an operator, who waits for the answer; then all that follows has followed."""
    policy = load_policy(to) if isinstance(to, str) else to
    command = ChangePolicy(by=OPERATOR, policy=policy, reason=REASON)
    recorded: Recorded = await case.handle.execute_update(CHANGE_POLICY, command, result_type=Recorded)
    await case.days(0.1)
    return recorded


def later_version(name: str, **preparation: object) -> Policy:
    """One that isn't shipped."""
    policy = load_policy(name).model_dump(mode="json") | {"version": 99}
    policy["preparation"] |= preparation
    return Policy.model_validate(policy)


async def test_what_is_owed_in_the_case_and_in_its_procedures_is_counted_anew_and_what_was_met_stays(
    case: World,
) -> None:
    release = await opened(case)
    await case.days(0.1)
    await case.say("handover.item-supplied", {"item": ITEM, "by": PRISON})
    await case.say("person.informed", {"disclosure": "outset", "by": PRISON})
    await case.days(0.1)
    met = [await case.owed("supply-item", ITEM), await case.owed("inform-person")]
    due = (await case.owed("supply-item", "treatment-record"))["due"]
    await moved(case, "it")
    local = await case.calendar()
    becomes = local.end_of_day(load_policy("it").preparation.items_supplied.days_before(release))
    assert due != (await case.owed("supply-item", "treatment-record"))["due"] == becomes
    assert [await case.owed("supply-item", ITEM), await case.owed("inform-person")] == met
    view = await case.view()
    assert (view.policy, view.policy_since is not None) == ("it@1", True)
    (event,) = await case.told("case.policy-changed")
    assert event == {"from": "mates@1", "to": "it@1", "by": OPERATOR, "reason": REASON}
    await case.ensure_verified()


async def test_days_are_counted_by_the_calendar_of_the_new_policy(case: World) -> None:
    release = await opened(case)
    await case.days(0.1)
    policy = load_policy("mates").model_dump(mode="json") | {"version": 2}
    policy["jurisdictions"]["eu"] = {"timezone": "Asia/Tokyo", "holidays": None}
    await moved(case, Policy.model_validate(policy))
    local = await case.calendar()
    assert (local.timezone, local.holidays) == ("Asia/Tokyo", ())
    due = (await case.owed("supply-item", ITEM))["due"]
    assert due == local.end_of_day(release - timedelta(weeks=14))
    assert due.hour == 15
    await case.ensure_verified()


async def test_a_procedure_that_begins_later_begins_under_the_new_policy(case: World) -> None:
    release = await opened(case)
    await case.days(0.1)
    await moved(case, "gb-ew")
    await case.until((await case.calendar()).end_of_day(release - timedelta(weeks=15)))
    started = [each for each in await case.events() if "manager-appointment" in each["stream"]]
    assert {each["policy"] for each in started} == {"gb-ew@1"}


async def test_a_move_that_does_not_fit_is_refused_at_once_and_leaves_no_trace(case: World) -> None:
    await opened(case, days=60, months=1)
    await case.days(0.1)
    before = await case.events()
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await moved(case, "mates@1")
    assert "the case goes by it already" in str(refused.value.cause)
    assert await case.events() == before


async def test_a_case_that_has_lost_its_workflow_goes_on_under_the_policy_that_its_ledger_says(
    case: World,
) -> None:
    await opened(case)
    await case.days(0.1)
    await moved(case, "it")
    due = (await case.owed("supply-item", ITEM))["due"]
    for stream in await streams(case):
        await case.environment.client.get_workflow_handle(stream).terminate("tried out")
    await case.say("custody.transferred", {"establishment": "south"})
    await case.days(40)
    assert (await case.view()).policy == "it@1"
    assert (await case.owed("supply-item", ITEM))["due"] == due
    assert {each["policy"] for each in (await case.events())[-5:]} == {"it@1"}
    assert await asked_for(case) == [case_id(case.case)]
    await case.ensure_verified()


async def test_a_policy_reaches_every_procedure_as_data_whatever_its_worker_is_shipped_with(
    case: World,
) -> None:
    release = await opened(case)
    await case.days(0.1)
    await moved(case, later_version("mates", items_supplied="13 weeks"))
    due = (await case.owed("supply-item", ITEM))["due"]
    assert due == (await case.calendar()).end_of_day(release - timedelta(weeks=13))
    assert await asked_for(case) == []


async def asked_for(case: World) -> list[str]:
    """The streams that had to ask for a policy."""
    return [each for each in await streams(case) if READ_POLICY in str(await history(case, each))]


async def history(case: World, stream: str) -> str:
    handle = case.environment.client.get_workflow_handle(stream)
    return (await handle.fetch_history()).to_json()


async def streams(case: World) -> list[str]:
    return sorted({each["stream"] for each in await case.events()})
