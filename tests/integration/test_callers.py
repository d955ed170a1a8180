"""Every route by every kind of caller; a route that isn't in the table fails, as does a kind that isn't judged."""

from collections.abc import AsyncIterator, Mapping
from itertools import count
from typing import Any, NamedTuple

import httpx
import pytest
import pytest_asyncio
from fastapi.routing import iter_route_contexts

from tests.conftest import fresh_database
from tests.integration.behind_the_gateway import NOW, TOKEN, NoDirectory, OneCase, RecordedInbox
from tests.integration.known_case import AGENCY, CASE, ISSUER, fill, gateway_before
from tests.integration.listening import listening
from tests.unit.examples import cloud_event
from tests.unit.issuing import SOURCE, Issuer, in_seconds
from workers import calling
from workers.dev.postgres import EmbeddedPostgres
from workers.gateway.app import build

_ids = count(1)


class Row(NamedTuple):
    """How a route is called rightly, and what becomes of those who are let in without being right."""

    scope: str | None
    """None: everybody is let in."""
    path: str
    right: int = 200
    elsewhere: int = 200
    """Answered to a caller of another jurisdiction."""
    other_source: int = 200
    list_of: str | None = None
    """Where it is a list, its section: empty for a caller of another jurisdiction."""

    @property
    def content(self) -> Mapping[str, Any]:
        match self.scope:
            case "events:supervision.contact":
                data = {"id": f"e-{next(_ids)}", "subject": CASE, "source": SOURCE}
                event = cloud_event("supervision.contact", **data)
                return {"json": event, "headers": {"Content-Type": "application/cloudevents+json"}}
            case "agencies:write":
                agency = {"member": AGENCY, "jurisdiction": "eu", "level": "regional"}
                return {"json": {"source": SOURCE, "agencies": [agency]}}
            case _:
                return {}


A_CASE = f"/cases/{CASE}"
ROWS: dict[tuple[str, str], Row] = {
    ("POST", "/events"): Row("events:supervision.contact", "/events", 202, elsewhere=403, other_source=403),
    ("GET", "/cases"): Row("cases:read", "/cases", list_of="cases"),
    ("GET", "/cases/{case}"): Row("cases:read", A_CASE, elsewhere=404),
    ("GET", "/cases/{case}/events"): Row("ledger:read", f"{A_CASE}/events", elsewhere=404),
    ("GET", "/cases/{case}/notices"): Row("notices:read", f"{A_CASE}/notices", elsewhere=404),
    ("GET", "/cases/{case}/court-reports/{due}"): Row(
        "court-reports:read", f"{A_CASE}/court-reports/2027-08-30", elsewhere=404
    ),
    ("GET", "/lessons"): Row("lessons:read", "/lessons", list_of="lessons"),
    ("POST", "/agencies"): Row("agencies:write", "/agencies", elsewhere=403, other_source=403),
    ("GET", "/agencies"): Row("agencies:read", "/agencies", list_of="agencies"),
    ("GET", "/health/live"): Row(None, "/health/live"),
    ("GET", "/health/ready"): Row(None, "/health/ready"),
    ("GET", "/openapi.json"): Row(None, "/openapi.json"),
}


class Kind(NamedTuple):
    """A kind of caller: what they bear, and the status that they get of a route that isn't open to everybody."""

    bears: str | None
    status: int


def kinds(row: Row) -> dict[str, Kind]:
    right = {"scope": row.scope or "", "sources": [SOURCE], "jurisdictions": ["eu"]}
    others = {each.scope for each in ROWS.values() if each.scope} - {row.scope}

    def bears(**changed: object) -> str:
        return ISSUER.token(**right | changed)

    return {
        "none": Kind(None, 401),
        "a word": Kind("wrong", 401),
        "static": Kind(TOKEN, row.right),
        "expired": Kind(bears(exp=in_seconds(-600)), 401),
        "not yet valid": Kind(bears(nbf=in_seconds(600)), 401),
        "wrong audience": Kind(bears(aud="elsewhere"), 401),
        "wrong key": Kind(Issuer().token(**right), 401),
        "unknown key": Kind(Issuer("key-9").token(**right), 401),
        "no jurisdiction": Kind(bears(jurisdictions=[]), 401),
        "no scope": Kind(bears(scope=""), 403),
        "all other scopes": Kind(bears(scope=" ".join(sorted(others)) + " events:custody.*"), 403),
        "other jurisdiction": Kind(bears(jurisdictions=["it", "es"]), row.elsewhere),
        "other source": Kind(bears(sources=["urn:example:other"]), row.other_source),
        "no source": Kind(bears(sources=[]), row.other_source),
        "right": Kind(bears(), row.right),
        "right, and of all jurisdictions": Kind(bears(jurisdictions=["*"]), row.right),
    }


def routes() -> list[tuple[str, str]]:
    """Of the application, as it is put together."""
    app = build(RecordedInbox(), OneCase(), NoDirectory(), lambda: NOW, TOKEN)
    return [
        (method, route.path or "")
        for route in iter_route_contexts(app.routes)
        for method in sorted(route.methods or ["every method"])
        if method != "HEAD"
    ]


@pytest_asyncio.fixture(scope="module")
async def gateway(postgres: EmbeddedPostgres) -> AsyncIterator[httpx.AsyncClient]:
    async with fresh_database(postgres) as database:
        await fill(database)
        async with listening(gateway_before(database)) as at, calling.client(at) as client:
            del client.headers["Authorization"]
            yield client


def test_every_route_is_in_the_table() -> None:
    assert sorted(routes()) == sorted(ROWS)


@pytest.mark.parametrize("kind", kinds(ROWS["GET", "/cases"]))
@pytest.mark.parametrize("route", routes(), ids=" ".join)
async def test_who_may_do_what(gateway: httpx.AsyncClient, route: tuple[str, str], kind: str) -> None:
    row = ROWS[route]
    caller = kinds(row)[kind]
    content = dict(row.content)
    headers = dict(content.pop("headers", {}))
    if caller.bears is not None:
        headers["Authorization"] = f"Bearer {caller.bears}"
    answer = await gateway.request(route[0], row.path, headers=headers, **content)
    expected = row.right if row.scope is None else caller.status
    assert answer.status_code == expected, answer.text
    if expected in (401, 403):
        is_explained(answer, row)
    if row.list_of and expected == 200:
        assert bool(answer.json()[row.list_of]) is (kind != "other jurisdiction")


def is_explained(answer: httpx.Response, row: Row) -> None:
    """A refusal says how to get in, names field, value and reason, and gives no token back."""
    challenge = answer.headers.get("www-authenticate", "")
    assert "eyJ" not in answer.text + challenge
    assert answer.headers["content-type"] == "application/problem+json"
    if answer.status_code == 401:
        assert challenge.startswith("Bearer")
        return
    for fault in answer.json()["errors"]:
        assert fault["field"] in {"scope", "source", "subject", "member"}
        assert fault["reason"]
        if fault["field"] == "scope":
            assert 'error="insufficient_scope"' in challenge
            assert fault["value"] in (row.scope, "events:<name>")


async def test_the_description_says_which_scope_each_route_needs(gateway: httpx.AsyncClient) -> None:
    described = (await gateway.get("/openapi.json")).json()
    assert described["components"]["securitySchemes"]["HTTPBearer"]["bearerFormat"] == "JWT"
    for (method, path), row in ROWS.items():
        if path == "/openapi.json":
            continue
        security = described["paths"][path][method.lower()].get("security")
        scopes = [] if path == "/events" else [row.scope]
        assert security == (None if row.scope is None else [{"HTTPBearer": scopes}])
