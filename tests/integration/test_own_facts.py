"""What reconciliation tells a case comes through its inbox alone: the gateway takes nothing of the kind."""

import httpx

from domain.reconciliation.facts import SOURCE, CaseReconciled
from tests.conftest import Database
from tests.integration.behind_the_gateway import TOKEN
from tests.integration.known_case import CASE, fill, gateway_before
from tests.unit.examples import cloud_event

CORRECTION = {"kind": "no-workflow", "undertaken": "restart"}


async def test_not_even_the_deployments_own_token_can_send_a_correction_or_take_one_back(
    database: Database,
) -> None:
    await fill(database)
    transport = httpx.ASGITransport(gateway_before(database))
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    report = cloud_event("supervision.contact", subject=CASE)
    taken_back = {"source": SOURCE, "id": "no-workflow/C-1//9", "reason": "No."}
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway", headers=bearer) as client:

        async def answered(event: dict[str, object]) -> tuple[int, str]:
            content_type = {"Content-Type": "application/cloudevents+json"}
            answer = await client.post("/events", json=event, headers=content_type)
            return answer.status_code, answer.json()["errors"][0]["field"]

        assert await answered(report | {"type": CaseReconciled.TYPE, "data": CORRECTION}) == (422, "type")
        assert await answered(report | {"source": SOURCE}) == (403, "source")
        withdrawal = cloud_event("fact.withdrawn", subject=CASE, data=taken_back)
        assert await answered(withdrawal) == (403, "data.source")
    assert await database.pool.fetchval("select last_number from case_file where case_ref = $1", CASE) == 1
