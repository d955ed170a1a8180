"""What a person may do at the desk: waive, hold, resume; wrong input gets an answer and leaves no trace."""

import pytest
from temporalio.client import WorkflowUpdateFailedError

from domain.addresses import HOLD, RESUME, WAIVE, case_id
from tests.orchestration.telling import POLICE, opened
from tests.orchestration.world import World
from workflows.commands import Hold, Recorded, Resume, Waive

OPERATOR = "desk-4"


async def test_a_waived_obligation_is_neither_reminded_nor_escalated(case: World) -> None:
    await opened(case)
    await case.days(0.1)
    network = case.environment.client.get_workflow_handle(f"{case_id(case.case)}/network-building/1")
    waive = Waive(obligation=f"answer-invitation:{POLICE}", by=OPERATOR, reason="They are on strike.")
    recorded = await network.execute_update(WAIVE, waive, result_type=Recorded)
    (waived,) = await case.told("obligation.waived")
    assert (waived["by"], waived["reason"]) == (OPERATOR, "They are on strike.")
    assert recorded.version >= 1
    await case.days(60)
    owed = await case.owed("answer-invitation", POLICE)
    assert (owed["state"], owed["escalations"]) == ("waived", 0)


async def test_while_a_case_is_held_nobody_is_chased_and_due_dates_stay(case: World) -> None:
    await opened(case)
    await case.days(0.1)
    due = (await case.owed("answer-invitation", POLICE))["due"]
    await case.handle.execute_update(HOLD, Hold(by=OPERATOR, reason="An inquiry."), result_type=Recorded)
    await case.days(40)
    view = await case.view()
    assert view.held
    assert await case.told("obligation.escalated") == []
    await case.handle.execute_update(RESUME, Resume(by=OPERATOR), result_type=Recorded)
    await case.days(0.1)
    owed = await case.owed("answer-invitation", POLICE)
    assert (owed["due"], owed["escalations"]) == (due, 1)


async def test_a_command_that_does_not_fit_is_refused_at_once_and_leaves_no_trace(case: World) -> None:
    await opened(case)
    await case.days(0.1)
    before = await case.events()
    for update, command in (
        (WAIVE, Waive(obligation="follow-up", by=OPERATOR, reason="Why not.")),
        (RESUME, Resume(by=OPERATOR)),
    ):
        with pytest.raises(WorkflowUpdateFailedError):
            await case.handle.execute_update(update, command)
    assert await case.events() == before
    history = await case.handle.fetch_history()
    assert not [
        each
        for each in history.events
        if each.HasField("workflow_execution_update_accepted_event_attributes")
    ]
