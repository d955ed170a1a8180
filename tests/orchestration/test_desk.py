"""What operators see of a workflow: the briefing on its page, and what it is listed by, also once it has ended."""

import json

from temporalio.api.sdk.v1 import WorkflowMetadata

from domain.addresses import case_id, procedure_id
from tests.orchestration.telling import opened
from tests.orchestration.world import World


async def details(case: World, workflow: str) -> str:
    handle = case.environment.client.get_workflow_handle(workflow)
    metadata: WorkflowMetadata = await handle.query(
        "__temporal_workflow_metadata", result_type=WorkflowMetadata
    )
    return metadata.current_details


async def listed(case: World, workflow: str) -> dict[str, object]:
    """What the workflow has last told the engine of each search attribute."""
    handle = case.environment.client.get_workflow_handle(workflow)
    told: dict[str, object] = {}
    for event in (await handle.fetch_history()).events:
        upserted = event.upsert_workflow_search_attributes_event_attributes.search_attributes
        told |= {name: json.loads(value.data or "null") for name, value in upserted.indexed_fields.items()}
    return told


async def test_a_case_tells_what_its_procedures_chase(case: World) -> None:
    await opened(case)
    await case.days(1)
    told = await details(case, case_id(case.case))
    assert "prison:eu: supply risk-assessment (in information-handover)" in told
    await case.say("handover.item-supplied", {"item": "risk-assessment", "by": "prison:eu"})
    await case.days(1)
    told = await details(case, case_id(case.case))
    assert "supply risk-assessment" not in told
    assert "probation:eu: acknowledge risk-assessment (in information-handover)" in told


async def test_what_has_ended_is_listed_as_owing_nothing(case: World) -> None:
    await opened(case)
    await case.days(60)
    network = procedure_id(case.case, "network-building", 1)
    before = await listed(case, network)
    assert (before["Overdue"] == 0, before["NextDue"] is None) == (False, False)
    await case.say("person.died", {})
    await case.days(1)
    after = await listed(case, network)
    assert (after["Overdue"], after["NextDue"]) == (0, None)
    assert "the case is closed: died" in await details(case, network)
    told = await details(case, case_id(case.case))
    assert "closed (died)" in told
    assert "under way" not in told
    assert "Nothing is owed." in told
