"""Whose cases a caller may tell of and see: over HTTP, on a real PostgreSQL."""

import json
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.conftest import Database
from tests.integration.inbound import RELEASE
from tests.integration.known_case import AGENCY, CASE, ISSUER, fill, gateway_before
from tests.unit.issuing import SOURCE
from workers.gateway.cloud_events import BATCH, STRUCTURED

_ids = count(1)


@pytest.fixture
async def gateway(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    await fill(database)
    transport = httpx.ASGITransport(gateway_before(database))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


def bearer(
    *jurisdictions: str, scope: str = "events:*", sources: tuple[str, ...] = (SOURCE,)
) -> dict[str, str]:
    token = ISSUER.token(jurisdictions=list(jurisdictions), scope=scope, sources=list(sources))
    return {"Authorization": f"Bearer {token}"}


EU, IT, ALL = bearer("eu"), bearer("it"), bearer("*")


def event(name: str, case: str, source: str = SOURCE, /, **data: object) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"e-{next(_ids)}",
        "source": source,
        "type": f"throughcare.{name}.v1",
        "subject": case,
        "data": data,
    }


def contact(case: str) -> dict[str, Any]:
    return event("supervision.contact", case, kept=True)


def opening(case: str, jurisdiction: str) -> dict[str, Any]:
    return event(
        "custody.release-date", case, **RELEASE | {"jurisdiction": jurisdiction, "person": f"P-{case}"}
    )


async def tell(gateway: httpx.AsyncClient, who: dict[str, str], *events: dict[str, Any]) -> httpx.Response:
    one, kind = (events[0], STRUCTURED) if len(events) == 1 else (events, BATCH)
    return await gateway.post("/events", content=json.dumps(one), headers=who | {"Content-Type": kind})


def faults(answer: httpx.Response) -> list[tuple[int | None, str, object]]:
    assert answer.status_code == 403
    return [(each.get("index"), each["field"], each["value"]) for each in answer.json()["errors"]]


async def facts_of(database: Database, case: str) -> list[tuple[str, bool]]:
    rows = await database.pool.fetch(
        "select type, withdrawn from inbox where case_ref = $1 order by number", case
    )
    return [(row["type"].removeprefix("throughcare.").removesuffix(".v1"), row["withdrawn"]) for row in rows]


async def test_an_event_belongs_where_its_case_belongs(
    gateway: httpx.AsyncClient, database: Database
) -> None:
    before = await facts_of(database, CASE)
    assert faults(await tell(gateway, IT, contact(CASE))) == [(None, "subject", CASE)]
    assert await facts_of(database, CASE) == before
    assert (await tell(gateway, EU, contact(CASE))).status_code == 202
    assert (await tell(gateway, ALL, contact(CASE))).status_code == 202


async def test_the_event_that_opens_a_case_says_where_it_belongs(gateway: httpx.AsyncClient) -> None:
    assert faults(await tell(gateway, IT, opening("C-2", "eu"))) == [(None, "data.jurisdiction", "eu")]
    assert (await tell(gateway, IT, opening("C-2", "it"))).status_code == 202
    assert faults(await tell(gateway, EU, opening("C-2", "eu"))) == [(None, "subject", "C-2")]


async def test_of_a_batch_nothing_is_stored_where_one_event_is_not_allowed(
    gateway: httpx.AsyncClient, database: Database
) -> None:
    caller = bearer("it", scope="events:supervision.contact events:custody.*", sources=("/it/", "/prison"))
    told = [
        event("supervision.contact", "C-2", "/it/milan", kept=True),
        event("supervision.contact", "C-2", "/italy", kept=True),
        event("person.died", "C-2", "/prison"),
        event("custody.transferred", "C-2", "/prison/north", establishment="south"),
    ]
    assert faults(await tell(gateway, caller, *told)) == [
        (1, "source", "/italy"),
        (2, "scope", "events:person.died"),
        (3, "source", "/prison/north"),
    ]
    assert faults(await tell(gateway, IT, contact("C-2"), contact(CASE))) == [(1, "subject", CASE)]
    assert await facts_of(database, "C-2") == []
    assert await database.pool.fetchval("select count(*) from case_file") == 1


async def test_what_is_told_of_a_case_that_nobody_knows_yet_is_kept_for_its_jurisdiction(
    gateway: httpx.AsyncClient, database: Database
) -> None:
    for who in (IT, EU, ALL, bearer("es", "eu")):
        assert (await tell(gateway, who, contact("C-2"))).status_code == 202
    assert (await tell(gateway, EU, opening("C-2", "eu"))).status_code == 202
    told = await facts_of(database, "C-2")
    assert [withheld for _, withheld in told] == [True, False, False, False, False]


async def test_early_and_foreign_facts_say_nothing_to_the_register(
    gateway: httpx.AsyncClient, database: Database
) -> None:
    returned = {
        "reason": "other",
        "release_date": "2040-01-01",
        "kind": "confirmed",
        "at": "2026-09-02T00:00:00Z",
    }
    await tell(gateway, IT, event("custody.returned", "C-2", **returned))
    await tell(gateway, EU, opening("C-2", "eu") | {"time": "2026-09-01T00:00:00Z"})
    known = await database.pool.fetchval("select release_date from case_file where case_ref = 'C-2'")
    assert str(known) == RELEASE["release_date"]


async def test_whoever_has_handed_a_case_on_may_still_tell_of_it_and_see_it_no_more(
    gateway: httpx.AsyncClient, database: Database
) -> None:
    for there in ("it", "es"):
        moved = event("case.transferred", CASE, jurisdiction=there)
        assert (await tell(gateway, ALL, moved)).status_code == 202
    await database.pool.execute("update case_file set served_by = 'es'")
    for who in ("eu", "it", "es"):
        assert (await tell(gateway, bearer(who), contact(CASE))).status_code == 202
        seen = await gateway.get(f"/cases/{CASE}", headers=bearer(who, scope="cases:read"))
        assert seen.status_code == (200 if who == "es" else 404)
    assert faults(await tell(gateway, bearer("fr"), contact(CASE))) == [(None, "subject", CASE)]


async def test_a_foreign_case_answers_as_one_that_is_not_there(gateway: httpx.AsyncClient) -> None:
    scopes = "cases:read ledger:read notices:read court-reports:read"
    for path in ("", "/events", "/notices", "/court-reports/2027-08-30"):
        foreign, missing = [
            await gateway.get(f"/cases/{case}{path}", headers=bearer("it", scope=scopes))
            for case in (CASE, "C-9")
        ]
        assert (foreign.status_code, missing.status_code) == (404, 404)
        assert foreign.text.replace(CASE, "C-9") == missing.text
    asked = await gateway.get("/cases?jurisdiction=eu", headers=bearer("it", scope=scopes))
    assert asked.json()["cases"] == []


async def test_the_same_event_again_is_a_duplicate_though_its_case_has_moved(
    gateway: httpx.AsyncClient, database: Database
) -> None:
    told = contact(CASE)
    await tell(gateway, EU, told)
    await database.pool.execute("update case_file set served_by = 'es', jurisdiction = 'es'")
    again = await tell(gateway, EU, told)
    assert (again.status_code, again.json()["duplicates"]) == (202, 1)
    assert faults(await tell(gateway, EU, contact(CASE))) == [(None, "subject", CASE)]


async def test_nobody_takes_back_what_another_has_said(gateway: httpx.AsyncClient) -> None:
    other = bearer("eu", sources=("/other",))
    taken_back = event("fact.withdrawn", CASE, "/other", source=SOURCE, id="e-1", reason="Wrong file.")
    assert faults(await tell(gateway, other, taken_back)) == [(None, "data.source", SOURCE)]
    own = taken_back | {"source": SOURCE}
    assert (await tell(gateway, EU, own)).status_code == 202


@pytest.mark.parametrize("name", ["person.merged", "person.unmerged"])
async def test_records_of_persons_are_compared_by_whoever_is_bound_to_no_jurisdiction(
    gateway: httpx.AsyncClient, name: str
) -> None:
    told = event(name, CASE, **{"from": "P-1", "into": "P-2"})
    assert faults(await tell(gateway, EU, told)) == [(None, "type", f"throughcare.{name}.v1")]
    assert (await tell(gateway, ALL, told)).status_code == 202


async def test_no_jurisdiction_takes_an_agency_from_another(gateway: httpx.AsyncClient) -> None:
    moved = {"jurisdiction": "it", "level": "regional"}
    assert faults(await tell(gateway, IT, event("agency.changed", AGENCY, **moved))) == [
        (None, "subject", AGENCY)
    ]
    assert faults(await tell(gateway, IT, event("agency.withdrawn", AGENCY))) == [(None, "subject", AGENCY)]
    new = event("agency.changed", "housing:dock", jurisdiction="eu", level="regional")
    assert faults(await tell(gateway, IT, new)) == [(None, "data.jurisdiction", "eu")]
    imported = [{"member": "housing:new", **moved}, {"member": AGENCY, **moved}]
    batch = {"source": SOURCE, "agencies": imported}
    answer = await gateway.post("/agencies", json=batch, headers=bearer("it", scope="agencies:write"))
    assert faults(answer) == [(1, "member", AGENCY)]
    listed = await gateway.get("/agencies", headers=bearer("eu", "it", scope="agencies:read"))
    assert [each["member"] for each in listed.json()["agencies"]] == [AGENCY]
    assert (await tell(gateway, EU, event("agency.changed", AGENCY, **moved))).status_code == 403
    assert (
        await tell(gateway, bearer("eu", "it"), event("agency.changed", AGENCY, **moved))
    ).status_code == 202


async def test_logs_know_neither_tokens_nor_callers(gateway: httpx.AsyncClient) -> None:
    with capture_logs() as logs:
        await tell(gateway, EU, contact(CASE))
        await tell(gateway, IT, contact(CASE))
        expired = ISSUER.token(sub="Jane Doe", exp=1)
        await gateway.get("/cases", headers={"Authorization": f"Bearer {expired}"})
        await gateway.get("/cases", headers={"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."})
    told = json.dumps(logs)
    assert logs
    assert not any(secret in told for secret in ("eyJ", "north-prison", "Jane", "Doe"))
