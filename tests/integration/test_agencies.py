"""The agency directory on a real PostgreSQL, behind the gateway and the inbox."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from activities.agencies import AgencyFilters, Imported
from activities.inbox import Accepted
from activities.postgres.agencies import PostgresDirectory
from activities.postgres.inbox import PostgresInbox
from domain.agencies.agency import Agency
from domain.agencies.news import DirectoryChange
from tests.conftest import Database
from tests.integration.behind_the_gateway import TOKEN, OneCase
from tests.integration.inbound import NOON, release
from tests.unit.agencies import agency
from tests.unit.examples import cloud_event
from workers.gateway.app import build
from workers.gateway.cloud_events import BATCH, STRUCTURED
from workers.wiring import policy_of

NORTH, QUAY = agency("police:north"), agency("housing:quay", activities=["housing"])


@pytest.fixture
def directory(database: Database) -> PostgresDirectory:
    return PostgresDirectory(database.pool)


@pytest.fixture
async def gateway(database: Database, directory: PostgresDirectory) -> AsyncIterator[httpx.AsyncClient]:
    app = build(PostgresInbox(database.pool, policy_of), OneCase(), directory, lambda: NOON, TOKEN)
    transport = httpx.ASGITransport(app)
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway", headers=bearer) as client:
        yield client


def imported(*agencies: Agency) -> list[DirectoryChange]:
    return [DirectoryChange(source="agencies.csv", member=each.member, agency=each) for each in agencies]


def told(agency_: Agency, event: str, *, days: float = 0) -> DirectoryChange:
    at = NOON + timedelta(days=days)
    return DirectoryChange(
        source="/area", id=event, member=agency_.member, agency=agency_, occurred_at=at, by="probation:ab12"
    )


def withdrawn(member: str, event: str, *, days: float = 0) -> DirectoryChange:
    at = NOON + timedelta(days=days)
    return DirectoryChange(source="/area", id=event, member=member, agency=None, occurred_at=at)


async def known(directory: PostgresDirectory, **filters: Any) -> list[Agency]:  # noqa: ANN401
    return list((await directory.listed(AgencyFilters(**filters), None)).agencies)


async def history(database: Database) -> list[tuple[Any, ...]]:
    rows = await database.pool.fetch(
        "select member, source, event_id, said_by, details is null from agency_history order by number"
    )
    return [tuple(row) for row in rows]


@pytest.mark.proves("R34")
async def test_the_same_import_again_changes_nothing_and_a_changed_line_changes_one(
    directory: PostgresDirectory, database: Database
) -> None:
    assert await directory.bring_in(imported(NORTH, QUAY), NOON) == Imported(added=2)
    assert await directory.bring_in(imported(NORTH, QUAY), NOON) == Imported(unchanged=2)
    moved = NORTH.model_copy(update={"locality": "hills"})
    again = await directory.bring_in(imported(moved, QUAY), NOON + timedelta(days=1))
    assert again == Imported(changed=1, unchanged=1)
    assert await known(directory, locality="hills") == [moved]
    assert [row[0] for row in await history(database)] == ["police:north", "housing:quay"] * 3


async def test_an_import_that_changes_nothing_is_remembered_and_older_news_dont_count_any_more(
    directory: PostgresDirectory,
) -> None:
    await directory.bring_in(imported(NORTH), NOON)
    await directory.bring_in(imported(NORTH), NOON + timedelta(days=10))
    unavailable = NORTH.model_copy(update={"unavailable": True})
    await directory.bring_in([told(unavailable, "e-1", days=5)], NOON + timedelta(days=11))
    assert await known(directory) == [NORTH]
    await directory.bring_in([told(unavailable, "e-2", days=12)], NOON + timedelta(days=12))
    assert await known(directory) == [unavailable]


async def test_an_import_that_fails_on_the_way_leaves_nothing_behind(
    directory: PostgresDirectory, database: Database
) -> None:
    unstorable = QUAY.model_copy(update={"channel": "mail", "address": "\0"})
    with pytest.raises(asyncpg.PostgresError):
        await directory.bring_in(imported(NORTH, unstorable), NOON)
    assert await known(directory) == []
    assert await history(database) == []


async def test_an_event_counts_once_and_older_news_dont_overwrite_newer(
    directory: PostgresDirectory, database: Database
) -> None:
    newer, older = NORTH.model_copy(update={"unavailable": True}), NORTH
    for change in (told(newer, "e-2", days=2), told(older, "e-1", days=1), told(older, "e-2", days=2)):
        await directory.bring_in([change], NOON + timedelta(days=3))
    assert await known(directory) == [newer]
    assert [(row[2], row[3]) for row in await history(database)] == [
        ("e-2", "probation:ab12"),
        ("e-1", "probation:ab12"),
    ]


async def test_who_was_withdrawn_is_gone_stays_gone_for_older_news_and_may_come_back(
    directory: PostgresDirectory,
) -> None:
    later = NOON + timedelta(days=9)
    await directory.bring_in([told(NORTH, "e-1", days=1), withdrawn("police:north", "e-2", days=3)], later)
    await directory.bring_in([told(NORTH, "e-3", days=2)], later)
    assert await known(directory) == []
    assert await directory.in_jurisdiction("eu") == []
    assert await directory.bring_in(imported(NORTH), later) == Imported(added=1)
    assert await known(directory) == [NORTH]


async def test_what_lies_ahead_counts_from_its_receipt(directory: PostgresDirectory) -> None:
    await directory.bring_in([told(NORTH, "e-1", days=90)], NOON)
    moved = NORTH.model_copy(update={"locality": "hills"})
    await directory.bring_in([told(moved, "e-2", days=1)], NOON + timedelta(days=1))
    assert await known(directory) == [moved]


async def test_the_current_directory_is_a_projection_of_the_history(
    directory: PostgresDirectory, database: Database
) -> None:
    changes = [
        told(agency("police:north", locality=f"place-{number}"), f"e-{number}", days=day)
        for number, day in enumerate((3, 1, 4, 1, 5, 9, 2, 6))
    ]
    await asyncio.gather(*(directory.bring_in([each], NOON + timedelta(days=10)) for each in changes))
    newest = await database.pool.fetchval(
        "select details from agency_history order by occurred_at desc, number desc limit 1"
    )
    assert [each.model_dump(mode="json", exclude_none=True) for each in await known(directory)] == [newest]


async def test_nobody_changes_the_history(directory: PostgresDirectory, database: Database) -> None:
    await directory.bring_in(imported(NORTH), NOON)
    owner = await asyncpg.connect(database.owner_dsn)
    for statement in ("delete from agency_history", "update agency_history set source = 'x'"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await owner.execute(statement)
    await owner.close()


async def test_the_directory_is_listed_by_place_and_role_page_by_page(directory: PostgresDirectory) -> None:
    south = agency("police:south", jurisdiction="eu-south")
    await directory.bring_in(imported(NORTH, QUAY, south), NOON)
    assert await known(directory, jurisdiction="eu") == [QUAY, NORTH]
    assert await known(directory, role="police") == [NORTH, south]
    first = await directory.listed(AgencyFilters(), None, most=2)
    assert (first.agencies, first.next) == ((QUAY, NORTH), "police:north")
    rest = await directory.listed(AgencyFilters(), first.next, most=2)
    assert (rest.agencies, rest.next) == ((south,), None)


@pytest.mark.proves("R32", "R93")
async def test_the_directory_names_who_offers_an_activity_whatever_their_role(
    directory: PostgresDirectory,
) -> None:
    advice = agency("social-services:advice", activities=["counselling", "housing"])
    idle = agency("housing:idle")
    await directory.bring_in(imported(NORTH, QUAY, advice, idle), NOON)
    assert await known(directory, activity="housing") == [QUAY, advice]
    assert await known(directory, activity="housing", role="housing") == [QUAY]
    assert await known(directory, activity="mentoring") == []


async def test_agencies_are_found_by_their_names_while_they_are_in_the_directory(
    directory: PostgresDirectory,
) -> None:
    await directory.bring_in(imported(NORTH, QUAY), NOON)
    assert await directory.named(["police:north", "police:nowhere"]) == [NORTH]


def batch(*agencies: dict[str, Any], **more: object) -> dict[str, object]:
    return {"source": "agencies.csv", "agencies": list(agencies), **more}


def as_json(agency_: Agency) -> dict[str, Any]:
    return agency_.model_dump(mode="json", exclude_none=True)


async def test_a_batch_is_brought_in_and_listed_over_http(gateway: httpx.AsyncClient) -> None:
    sent = batch(as_json(NORTH), as_json(QUAY), by="probation:ab12")
    answer = await gateway.post("/agencies", json=sent)
    assert (answer.status_code, answer.json()) == (200, {"added": 2, "changed": 0, "unchanged": 0})
    assert (await gateway.post("/agencies", json=sent)).json()["unchanged"] == 2
    listed = (await gateway.get("/agencies", params={"role": "housing"})).json()
    assert [each["member"] for each in listed["agencies"]] == ["housing:quay"]
    assert listed["next"] is None
    assert (await gateway.get("/agencies", params={"role": "navy"})).status_code == 422


WRONG_BATCHES: list[tuple[str, dict[str, Any], int | None, str]] = [
    ("a level nobody knows", batch(as_json(NORTH), as_json(QUAY) | {"level": "global"}), 1, "level"),
    ("a field nobody knows", batch(as_json(NORTH) | {"colour": "red"}), 0, "colour"),
    ("a local agency nowhere", batch({"member": "police:x", "jurisdiction": "eu", "level": "local"}), 0, "locality"),
    ("the same member twice", batch(as_json(NORTH), as_json(NORTH)), 1, "member"),
    ("a number for a text", batch(as_json(NORTH) | {"jurisdiction": 7}), 0, "jurisdiction"),
    ("no source", {"agencies": [as_json(NORTH)]}, None, "source"),
    ("nobody", batch(), None, "agencies"),
    ("a member without a role", batch(as_json(NORTH), by="me"), None, "by"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "index", "field"), [row[1:] for row in WRONG_BATCHES], ids=[row[0] for row in WRONG_BATCHES]
)
async def test_a_wrong_batch_is_refused_with_the_field_named_and_nothing_is_stored(
    gateway: httpx.AsyncClient,
    database: Database,
    content: dict[str, Any],
    index: int | None,
    field: str,
) -> None:
    answer = await gateway.post("/agencies", json=content)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error.get("index"), error["field"]) == (index, field)
    assert await history(database) == []


async def test_an_address_is_never_given_back_by_an_error(gateway: httpx.AsyncClient) -> None:
    wrong = as_json(NORTH) | {"channel": "mail", "address": "x" * 201}
    answer = await gateway.post("/agencies", json=batch(wrong))
    assert (answer.status_code, "xxx" in answer.text) == (422, False)


CHANGED = {"jurisdiction": "eu", "level": "local", "locality": "harbour"}


def news(event: str = "e-1", **changes: object) -> dict[str, Any]:
    envelope = {"id": event, "type": "throughcare.agency.changed.v1", "subject": "police:north"}
    return cloud_event("person.died", **(envelope | {"data": CHANGED} | changes))


async def test_an_event_about_an_agency_reaches_the_directory_and_no_case(
    gateway: httpx.AsyncClient, database: Database, directory: PostgresDirectory
) -> None:
    inbox = PostgresInbox(database.pool, policy_of)
    await inbox.accept([release("police:north")], NOON)
    for counted in ({"accepted": 1, "duplicates": 0}, {"accepted": 0, "duplicates": 1}):
        answer = await gateway.post("/events", json=news(), headers={"Content-Type": STRUCTURED})
        assert (answer.status_code, answer.json()) == (202, counted)
    assert await known(directory) == [NORTH]
    gone = news("e-2", type="throughcare.agency.withdrawn.v1", data={}, time="2026-09-01T09:00:00Z")
    assert (await gateway.post("/events", json=gone, headers={"Content-Type": STRUCTURED})).status_code == 202
    assert await known(directory) == []
    # A case that happens to have the same reference has heard nothing of it.
    assert await database.pool.fetchval("select array_agg(case_ref || last_number) from case_file") == [
        "police:north1"
    ]


async def test_news_and_facts_in_one_batch_are_stored_together_or_not_at_all(
    gateway: httpx.AsyncClient, database: Database, directory: PostgresDirectory
) -> None:
    wrong = [cloud_event("person.died"), news(data=CHANGED | {"level": "global"})]
    answer = await gateway.post("/events", json=wrong, headers={"Content-Type": BATCH})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["index"]) == (422, "data.level", 1)
    assert await database.pool.fetchval("select count(*) from case_file") == 0
    right = [cloud_event("person.died"), news()]
    answer = await gateway.post("/events", json=right, headers={"Content-Type": BATCH})
    assert Accepted.model_validate(answer.json()) == Accepted(accepted=2, duplicates=0)
    assert await known(directory) == [NORTH]
    assert await database.pool.fetchval("select count(*) from inbox") == 1


@pytest.mark.parametrize("first", [0, 1])
async def test_an_id_is_used_once_whether_for_a_case_or_for_an_agency(
    gateway: httpx.AsyncClient, first: int
) -> None:
    events = [news("same"), cloud_event("person.died", id="same")]
    answers = [
        (await gateway.post("/events", json=each, headers={"Content-Type": STRUCTURED})).json()
        for each in (events[first], events[1 - first])
    ]
    assert answers == [{"accepted": 1, "duplicates": 0}, {"accepted": 0, "duplicates": 1}]


async def test_the_subject_of_news_is_a_member_of_networks(gateway: httpx.AsyncClient) -> None:
    for subject in ("C-104", "navy:north", "court:district"):
        event = news(subject=subject)
        answer = await gateway.post("/events", json=event, headers={"Content-Type": STRUCTURED})
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["field"]) == (422, "subject")
