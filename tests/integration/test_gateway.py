"""The gateway before a real inbox: what it takes in; whatever is malformed is named and never stored."""

import copy
import gzip
import json
import re
import secrets
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings.http import HTTPMessage, to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent
from fastapi import FastAPI

from activities.postgres.agencies import PostgresDirectory
from activities.postgres.inbox import PostgresInbox
from activities.postgres.pool import open_pool
from domain.agencies.news import NEWS_TYPES
from domain.facts import FACT_TYPES
from domain.fields import MOST_BYTES_OF_A_NAME
from tests.integration.behind_the_gateway import A_CALL, NOW, TOKEN, Intake, OneCase, opened_intake
from tests.unit.examples import EXAMPLES, cloud_event
from workers.dev.postgres import EmbeddedPostgres
from workers.gateway.app import build
from workers.gateway.cloud_events import BATCH, BINARY, MOST_BYTES, MOST_BYTES_OF_A_BATCH, STRUCTURED
from workers.gateway.reading import PostgresReader
from workers.wiring import policy_of

MARK = "a-telling-word"
"""Stands in for content that must never come back."""


@pytest_asyncio.fixture(scope="module")
async def intake(postgres: EmbeddedPostgres) -> AsyncIterator[Intake]:
    async with opened_intake(postgres) as opened:
        yield opened


@pytest.fixture
async def inbox(intake: Intake) -> Intake:
    await intake.empty()
    return intake


@pytest.fixture(scope="module")
def app(intake: Intake) -> FastAPI:
    return build(intake.inbox, OneCase(), intake.directory, lambda: NOW, TOKEN)


@pytest.fixture
async def gateway(app: FastAPI, inbox: Intake) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ARG001 - it is empty
    async with caller_of(app) as client:
        yield client


def caller_of(app: FastAPI) -> httpx.AsyncClient:
    """Whatever the app doesn't answer is raised in the test."""
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway", headers=bearer)


def random_name(length: int) -> str:
    return secrets.token_urlsafe(length)[:length]


def headers_of(event: dict[str, Any]) -> dict[str, str]:
    return {f"ce-{name}": value for name, value in event.items() if name != "data" and isinstance(value, str)}


async def send(client: httpx.AsyncClient, mode: str, event: dict[str, Any]) -> httpx.Response:
    """The event in one of the three modes of CloudEvents over HTTP; in a batch it comes second."""
    if mode == BINARY:
        headers = {"Content-Type": BINARY, **headers_of(event)}
        return await client.post("/events", content=json.dumps(event.get("data")), headers=headers)
    content = [cloud_event("person.died", id="first"), event] if mode == BATCH else event
    return await client.post("/events", content=json.dumps(content), headers={"Content-Type": mode})


MODES = [STRUCTURED, BINARY, BATCH]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("type_name", FACT_TYPES)
async def test_every_type_is_accepted_in_every_mode(
    gateway: httpx.AsyncClient, inbox: Intake, mode: str, type_name: str
) -> None:
    name = type_name.removeprefix("throughcare.").removesuffix(".v1")
    answer = await send(gateway, mode, cloud_event(name))
    assert (answer.status_code, answer.json()["duplicates"]) == (202, 0)
    stored = (await inbox.stored())[-1]
    occurred = EXAMPLES[type_name].get("at", "2026-09-01T08:00:00Z")
    assert (stored.type, stored.occurred_at) == (type_name, datetime.fromisoformat(occurred))


@pytest.mark.parametrize("written", [to_structured_event, to_binary_event])
async def test_what_the_official_sdk_writes_is_understood(
    gateway: httpx.AsyncClient, inbox: Intake, written: Callable[[BaseCloudEvent], HTTPMessage]
) -> None:
    event = cloud_event("meeting.held", time=NOW)
    data = event.pop("data")
    message = written(CloudEvent(event | {"datacontenttype": "application/json"}, data))
    answer = await gateway.post("/events", content=message.body, headers=message.headers)
    assert answer.status_code == 202
    [stored] = await inbox.stored()
    assert (stored.occurred_at, stored.data) == (NOW, data)


async def test_the_same_event_again_is_a_duplicate(gateway: httpx.AsyncClient) -> None:
    assert (await send(gateway, STRUCTURED, cloud_event("person.died"))).json() == {
        "accepted": 1,
        "duplicates": 0,
    }
    again = await send(gateway, BINARY, cloud_event("person.died"))
    assert (again.status_code, again.json()) == (202, {"accepted": 0, "duplicates": 1})


async def test_the_same_event_twice_in_a_batch_is_stored_as_it_came_first(
    gateway: httpx.AsyncClient, inbox: Intake
) -> None:
    answer = await send(gateway, BATCH, cloud_event("person.died", id="first", subject="C-other"))
    assert answer.json() == {"accepted": 1, "duplicates": 1}
    assert [stored.case for stored in await inbox.stored()] == ["C-104"]


async def test_extension_attributes_do_no_harm(gateway: httpx.AsyncClient) -> None:
    assert (
        await send(gateway, STRUCTURED, cloud_event("person.died", traceparent="00-1"))
    ).status_code == 202


ENVELOPE_FAULTS: list[tuple[str, str, int, dict[str, object]]] = [
    ("no specversion", "specversion", 400, {"specversion": None}),
    ("another specversion", "specversion", 400, {"specversion": "0.3"}),
    ("no id", "id", 400, {"id": None}),
    ("an empty id", "id", 400, {"id": ""}),
    ("an endless id", "id", 400, {"id": "x" * (MOST_BYTES_OF_A_NAME + 1)}),
    ("an endless source", "source", 400, {"source": "x" * (MOST_BYTES_OF_A_NAME + 1)}),
    ("no source", "source", 400, {"source": None}),
    ("an empty source", "source", 400, {"source": ""}),
    ("no type", "type", 400, {"type": None}),
    ("an unknown type", "type", 422, {"type": "throughcare.person.vanished.v1"}),
    ("a type of our own", "type", 422, {"type": "throughcare.stream.rewound.v1"}),
    ("another version of a type", "type", 422, {"type": "throughcare.person.died.v2"}),
    ("no subject", "subject", 422, {"subject": None}),
    ("a subject with a blank", "subject", 422, {"subject": "C 1"}),
    ("an endless subject", "subject", 422, {"subject": "C" * 65}),
    ("a time of day", "time", 422, {"time": "09:00"}),
    ("a time without an offset", "time", 422, {"time": "2026-09-01T08:00:00"}),
    ("a time as a number in text", "time", 422, {"time": "1788249600"}),
    ("a time before all reckoning", "time", 422, {"time": "0001-01-01T00:00:00Z"}),
    ("data that is a text", "data", 422, {"data": "died"}),
    ("data that is a list", "data", 422, {"data": []}),
]
STRUCTURED_FAULTS: list[tuple[str, str, int, dict[str, object]]] = [
    ("an id that is a number", "id", 400, {"id": 7}),
    ("a time that is a number", "time", 422, {"time": 1788249600}),
    ("a subject that is a list", "subject", 422, {"subject": ["C-1"]}),
    ("data that isn't JSON", "datacontenttype", 422, {"datacontenttype": "text/xml"}),
    ("data in base64", "data_base64", 422, {"data": None, "data_base64": "e30="}),
    ("an attribute in capitals", "Subject", 422, {"Subject": "C-1"}),
    ("a NUL in content", "data.at", 422, {"data": {"at": "\0"}}),
    ("an id of long characters", "id", 400, {"id": "é" * (MOST_BYTES_OF_A_NAME // 2 + 1)}),
    ("an id with a line break", "id", 400, {"id": "a\nb"}),
]
FAULTS = [(mode, *row) for mode in MODES for row in ENVELOPE_FAULTS] + [
    (mode, *row) for mode in (STRUCTURED, BATCH) for row in STRUCTURED_FAULTS
]
"""In binary mode a header is always text, and the data's content type is that of the request."""


@pytest.mark.parametrize(
    ("mode", "named", "status", "changes"),
    [(row[0], *row[2:]) for row in FAULTS],
    ids=[f"{row[1]}, {row[0]}" for row in FAULTS],
)
async def test_a_wrong_envelope_is_named_and_nothing_is_stored(
    gateway: httpx.AsyncClient,
    inbox: Intake,
    mode: str,
    named: str,
    status: int,
    changes: dict[str, object],
) -> None:
    event = {
        name: value for name, value in cloud_event("person.died", **changes).items() if value is not None
    }
    answer = await send(gateway, mode, event)
    assert answer.status_code == status
    [error] = answer.json()["errors"]
    assert error["field"] == named
    assert error.get("index") == (1 if mode == BATCH else None)
    await assert_untouched(gateway, inbox)


WHENEVER = ["2026-09-01T12:01:00Z", "2041-09-01T12:00:00Z", "1926-09-01T12:00:00Z", "1901-01-01T00:00:00Z"]
"""A minute ahead, fifteen years, before the person was born, and as early as may be."""


@pytest.mark.parametrize("when", WHENEVER)
@pytest.mark.parametrize("given", ["time", "at"])
async def test_an_event_is_kept_with_its_time_however_far_it_lies_ahead_or_behind(
    gateway: httpx.AsyncClient, inbox: Intake, given: str, when: str
) -> None:
    changes: dict[str, Any] = {"time": when} if given == "time" else {"data": {"kept": True, "at": when}}
    answer = await send(gateway, STRUCTURED, cloud_event("supervision.contact", **changes))
    assert answer.json() == {"accepted": 1, "duplicates": 0}
    [stored] = await inbox.stored()
    assert stored.occurred_at == datetime.fromisoformat(when)


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00:00Z", "1900-12-31T23:59:59Z", "2199-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
@pytest.mark.parametrize("given", ["time", "at"])
async def test_a_time_that_can_only_be_a_slip_is_named_and_nothing_is_stored(
    gateway: httpx.AsyncClient, inbox: Intake, given: str, when: str
) -> None:
    changes: dict[str, Any] = {"time": when} if given == "time" else {"data": {"kept": True, "at": when}}
    answer = await send(gateway, STRUCTURED, cloud_event("supervision.contact", **changes))
    assert (answer.status_code, named(answer)) == (422, {"time" if given == "time" else "data.at"})
    await assert_untouched(gateway, inbox)


async def test_the_longest_source_and_id_are_still_told_apart(
    gateway: httpx.AsyncClient, inbox: Intake
) -> None:
    # Random, so that PostgreSQL can't compress them into its index.
    source, id_, other = (random_name(MOST_BYTES_OF_A_NAME) for _ in range(3))
    longest = {"source": source, "subject": "C" * 64}
    for event_id, accepted in [(id_, 1), (id_, 0), (other, 1)]:
        answer = await send(gateway, STRUCTURED, cloud_event("person.died", id=event_id, **longest))
        assert (answer.status_code, answer.json()["accepted"]) == (202, accepted)
    assert [stored.id for stored in await inbox.stored()] == [id_, other]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("policy", ["nothing-like-it", "mates@999", "mates@999999"])
async def test_a_policy_that_this_release_does_not_have_is_named_and_nothing_is_stored(
    gateway: httpx.AsyncClient, inbox: Intake, mode: str, policy: str
) -> None:
    data = EXAMPLES["throughcare.custody.release-date.v1"] | {"policy": policy}
    answer = await send(gateway, mode, cloud_event("custody.release-date", data=data))
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert (error["field"], error["value"]) == ("data.policy", policy)
    assert error.get("index") == (1 if mode == BATCH else None)
    await assert_untouched(gateway, inbox)


WRONG_VALUES: list[object] = [MARK * 700, {MARK: MARK}, [[MARK]], 1.5, "", None]


def mistyped() -> list[tuple[str, str, object]]:
    """Each field of each type, given each wrong value that its type doesn't allow for."""
    rows: list[tuple[str, str, object]] = []
    for type_name, fact_class in FACT_TYPES.items():
        for name, info in fact_class.model_fields.items():
            wrong = [value for value in WRONG_VALUES if value is not None or info.is_required()]
            rows += [(type_name, info.alias or name, value) for value in wrong]
    return rows


def dropped() -> list[tuple[str, str]]:
    return [
        (type_name, info.alias or name)
        for type_name, fact_class in FACT_TYPES.items()
        for name, info in fact_class.model_fields.items()
        if info.is_required()
    ]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("type_name", "name"), dropped())
async def test_a_missing_field_is_named_and_nothing_is_stored(
    gateway: httpx.AsyncClient, inbox: Intake, mode: str, type_name: str, name: str
) -> None:
    data = copy.deepcopy(EXAMPLES[type_name])
    del data[name]
    answer = await send(gateway, mode, cloud_event("person.died", type=type_name, data=data))
    assert (answer.status_code, named(answer)) == (422, {f"data.{name}"})
    await assert_untouched(gateway, inbox)


@pytest.mark.parametrize("type_name", FACT_TYPES)
async def test_a_field_of_the_wrong_kind_is_named_without_its_content(
    gateway: httpx.AsyncClient, inbox: Intake, type_name: str
) -> None:
    for name, value in [row[1:] for row in mistyped() if row[0] == type_name]:
        if name == "ratings" and value == {MARK: MARK}:
            continue  # an instrument may rate anything
        data = EXAMPLES[type_name] | {name: value}
        answer = await send(gateway, STRUCTURED, cloud_event("person.died", type=type_name, data=data))
        assert answer.status_code == 422, (name, value)
        assert {error.split(".")[1] for error in named(answer)} == {name}
        assert len(answer.content) < 4_000
    await assert_untouched(gateway, inbox)


@pytest.mark.parametrize("type_name", FACT_TYPES)
async def test_a_field_nobody_knows_is_refused_without_its_value(
    gateway: httpx.AsyncClient, inbox: Intake, type_name: str
) -> None:
    data = EXAMPLES[type_name] | {"remark": MARK}
    answer = await send(gateway, STRUCTURED, cloud_event("person.died", type=type_name, data=data))
    assert (answer.status_code, named(answer)) == (422, {"data.remark"})
    assert MARK not in answer.text
    await assert_untouched(gateway, inbox)


CONTENT = [
    ("breach.reported", "description"),
    ("appointment.nominated", "rationale"),
    ("plan.drafted", "formulation"),
]


@pytest.mark.parametrize(("name", "content"), CONTENT)
async def test_content_is_never_given_back(gateway: httpx.AsyncClient, name: str, content: str) -> None:
    event = cloud_event(name)
    event["data"][content] = MARK * 700
    answer = await send(gateway, STRUCTURED, event)
    assert (answer.status_code, named(answer)) == (422, {f"data.{content}"})
    assert MARK not in answer.text


async def test_a_wrong_word_is_given_back_with_its_reason(gateway: httpx.AsyncClient) -> None:
    answer = await send(gateway, STRUCTURED, cloud_event("custody.released", data={"reason": "escaped"}))
    [error] = answer.json()["errors"]
    assert (error["value"], error["reason"]) == (
        "escaped",
        "has to be released, temporary, hospital, court or transfer",
    )


BAD_CONTENT: list[tuple[str, str, bytes, int]] = [
    ("no JSON", STRUCTURED, b"{", 400),
    ("nothing", STRUCTURED, b"", 400),
    ("not UTF-8", STRUCTURED, b'{"id": "\xff"}', 400),
    ("half a character", STRUCTURED, b'{"id": "\\ud800"}', 400),
    ("not a number", STRUCTURED, b'{"id": NaN}', 400),
    ("nested without end", STRUCTURED, b"[" * 30_000, 400),
    ("a list where one event belongs", STRUCTURED, b"[]", 400),
    ("a text where an event belongs", STRUCTURED, b'"event"', 400),
    ("an event where a batch belongs", BATCH, json.dumps(cloud_event("person.died")).encode(), 400),
    ("a number in a batch", BATCH, b"[1]", 400),
    ("no JSON as a batch", BATCH, b"[", 400),
    ("data without attributes", BINARY, b"{}", 400),
    ("too long", STRUCTURED, b" " * (MOST_BYTES + 1), 413),
    ("too long a batch", BATCH, b" " * (MOST_BYTES_OF_A_BATCH + 1), 413),
    ("too long an event in a batch", BATCH, json.dumps([{"id": "x" * MOST_BYTES}]).encode(), 413),
    ("a form", "application/x-www-form-urlencoded", b"id=1", 415),
    ("no content type", "", b"{}", 415),
    ("XML", "application/cloudevents+xml", b"<event/>", 415),
    ("another encoding", f"{STRUCTURED}; charset=utf-16", b"{}", 415),
]


@pytest.mark.parametrize(
    ("media_type", "content", "status"), [row[1:] for row in BAD_CONTENT], ids=[row[0] for row in BAD_CONTENT]
)
async def test_content_that_is_no_event_is_refused(
    gateway: httpx.AsyncClient, inbox: Intake, media_type: str, content: bytes, status: int
) -> None:
    answer = await gateway.post("/events", content=content, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]
    assert all(error["field"] and error["reason"] for error in answer.json()["errors"])
    assert answer.json()["errors"]
    await assert_untouched(gateway, inbox)


async def test_compressed_content_is_refused_by_name(gateway: httpx.AsyncClient, inbox: Intake) -> None:
    headers = {"Content-Type": STRUCTURED, "Content-Encoding": "gzip"}
    answer = await gateway.post("/events", content=gzip.compress(b"{}"), headers=headers)
    assert answer.status_code == 415
    (error,) = answer.json()["errors"]
    assert (error["field"], error["value"]) == ("content-encoding", "gzip")
    await assert_untouched(gateway, inbox)


async def test_content_of_unknown_length_is_read_no_further_than_allowed(gateway: httpx.AsyncClient) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1_000
            yield b" " * 1_000

    answer = await gateway.post("/events", content=endless(), headers={"Content-Type": STRUCTURED})
    assert answer.status_code == 413
    assert read < 2 * MOST_BYTES


@pytest.mark.parametrize("announced", [str(MOST_BYTES + 1), "9" * 5_000])
async def test_content_announced_as_too_long_is_not_even_read(
    gateway: httpx.AsyncClient, inbox: Intake, announced: str
) -> None:
    headers = {"Content-Type": STRUCTURED, "Content-Length": announced}
    answer = await gateway.post("/events", content=b"{}", headers=headers)
    assert answer.status_code == 413
    await assert_untouched(gateway, inbox)


async def test_binary_data_that_is_no_json_is_refused(gateway: httpx.AsyncClient) -> None:
    headers = {"Content-Type": BINARY, **headers_of(cloud_event("person.died"))}
    answer = await gateway.post("/events", content=b"died", headers=headers)
    assert (answer.status_code, named(answer)) == (400, {"body"})


async def test_one_wrong_event_keeps_the_whole_batch_out_and_all_faults_are_named(
    gateway: httpx.AsyncClient, inbox: Intake
) -> None:
    batch = [
        cloud_event("person.died"),
        cloud_event("supervision.contact", data={}),
        cloud_event("breach.triaged", id=""),
    ]
    answer = await gateway.post("/events", content=json.dumps(batch), headers={"Content-Type": BATCH})
    assert answer.status_code == 400
    assert [(error["index"], error["field"]) for error in answer.json()["errors"]] == [
        (1, "data.kept"),
        (2, "id"),
    ]
    await assert_untouched(gateway, inbox)


READ = ["/cases", "/cases/C-1", "/cases/C-1/events", "/cases/C-1/notices"]
READ += ["/cases/C-1/court-reports/2027-08-30"]
CALLS = [("POST", "/events"), *(("GET", path) for path in READ)]
CALLS += [("POST", "/agencies"), ("GET", "/agencies")]


@pytest.mark.parametrize(("method", "path"), CALLS)
@pytest.mark.parametrize(
    "given", [b"", b"Bearer", b"Bearer wrong", b"Bearer \xe9", b"Basic MDEyMzQ1Njc4OWFiY2RlZg=="]
)
async def test_nobody_gets_in_without_the_token(
    gateway: httpx.AsyncClient, method: str, path: str, given: bytes
) -> None:
    answer = await gateway.request(method, path, headers={b"Authorization": given})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_health_needs_no_token_and_says_what_time_it_is(gateway: httpx.AsyncClient) -> None:
    del gateway.headers["Authorization"]
    assert (await gateway.get("/health/live")).status_code == 200
    assert (await gateway.get("/health/ready")).json() == {"now": "2026-09-01T12:00:00Z"}


async def test_while_the_store_is_away_it_says_when_to_come_back() -> None:
    nowhere = await open_pool("postgresql://nobody@127.0.0.1:1/nothing")
    inbox, reader = PostgresInbox(nowhere, policy_of), PostgresReader(nowhere, lambda: NOW)
    async with caller_of(build(inbox, reader, PostgresDirectory(nowhere), lambda: NOW, TOKEN)) as client:
        for answer in (
            await send(client, STRUCTURED, cloud_event("person.died")),
            await client.get("/health/ready"),
            await client.get("/cases/C-1"),
        ):
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
    nowhere.terminate()


async def test_cases_are_found_only_once_they_have_been_opened(gateway: httpx.AsyncClient) -> None:
    assert (await gateway.get("/cases/C-1")).json()["case"] == "C-1"
    assert (await gateway.get("/cases/C-1/events")).json() == [{"version": 1}]
    assert (await gateway.get("/cases/C-1/notices")).json() == [A_CALL]
    assert (await gateway.get("/cases/C-2")).status_code == 404
    assert (await gateway.get("/cases/C-2/notices")).status_code == 404
    assert (await gateway.get("/cases/C-2/events")).status_code == 404


async def test_the_list_is_filtered_and_wrong_filters_are_named(gateway: httpx.AsyncClient) -> None:
    listed = await gateway.get("/cases", params={"phase": "preparation", "overdue": "false"})
    assert listed.json() == {"cases": [{"case": "C-1"}], "next": None}
    assert (await gateway.get("/cases", params={"phase": "closed"})).json()["cases"] == []
    wrong = await gateway.get("/cases", params={"phase": "started", "colour": "red"})
    assert (wrong.status_code, named(wrong)) == (422, {"query.phase", "query.colour"})


async def test_the_description_names_every_event_type(gateway: httpx.AsyncClient) -> None:
    described = (await gateway.get("/openapi.json")).json()
    assert described["openapi"].startswith("3.1")
    variants = described["components"]["schemas"]["InboundEvent"]["oneOf"]
    assert {variant["properties"]["type"]["const"] for variant in variants} == {*FACT_TYPES, *NEWS_TYPES}


def named(answer: httpx.Response) -> set[str]:
    return {error["field"] for error in answer.json()["errors"]}


async def assert_untouched(client: httpx.AsyncClient, inbox: Intake) -> None:
    """Nothing was stored, and the process still takes in what is right."""
    assert await inbox.is_untouched()
    assert (await send(client, STRUCTURED, cloud_event("person.died"))).status_code == 202


async def test_the_description_says_in_which_form_faults_are_answered(gateway: httpx.AsyncClient) -> None:
    described = (await gateway.get("/openapi.json")).json()
    answers = described["paths"]["/events"]["post"]["responses"]
    assert list(answers["202"]["content"]) == ["application/json"]
    assert list(answers["4XX"]["content"]) == list(answers["503"]["content"]) == ["application/problem+json"]


async def test_a_method_that_a_path_does_not_know_is_answered_with_all_that_it_does(
    gateway: httpx.AsyncClient,
) -> None:
    answer = await gateway.delete("/agencies")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


async def test_the_description_says_how_much_of_a_list_is_needed_and_how_a_member_is_written(
    gateway: httpx.AsyncClient,
) -> None:
    described = (await gateway.get("/openapi.json")).json()["components"]["schemas"]
    members = described["PlanAgreed"]["properties"]["members"]
    assert members["minItems"] == 1
    assert re.search(members["items"]["pattern"], "police:north")
    assert not re.search(members["items"]["pattern"], "north")
    several, one = described["EndingPlanned"]["properties"]["relies_on"]["anyOf"]
    assert (several["type"], several["minItems"], one["type"]) == ("array", 1, "string")
