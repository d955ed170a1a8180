"""``POST /events``: the only door through which agencies' systems tell us anything."""

from collections.abc import Callable
from datetime import datetime

import structlog
from fastapi import APIRouter, Request

from activities.inbox import Accepted, Inbound, Inbox
from workers.gateway import body, cloud_events
from workers.gateway.faults import FieldFault
from workers.gateway.problems import Problem
from workers.gateway.schema import EVENTS_REQUEST

_log = structlog.get_logger()
UTF_8 = ("utf-8", "utf8", "us-ascii")


def router(inbox: Inbox, now: Callable[[], datetime]) -> APIRouter:
    """``now`` is case time: what was received when."""
    routes = APIRouter(tags=["events"])

    @routes.post("/events", status_code=202, openapi_extra=EVENTS_REQUEST)
    async def accept(request: Request) -> Accepted:
        """Take in one CloudEvent, or a batch of them: durably stored, or refused as a whole."""
        facts = await _facts(request)
        once = list({(fact.source, fact.id): fact for fact in reversed(facts)}.values())[::-1]
        stored = await inbox.accept(once, now()) if once else Accepted(accepted=0, duplicates=0)
        answer = stored.model_copy(update={"duplicates": stored.duplicates + len(facts) - len(once)})
        _log.info("events accepted", accepted=answer.accepted, duplicates=answer.duplicates)
        return answer

    return routes


async def _facts(request: Request) -> list[Inbound]:
    match _media_type(request.headers.get("content-type", "")):
        case cloud_events.STRUCTURED:
            return cloud_events.from_structured(await body.read(request, cloud_events.MOST_BYTES))
        case cloud_events.BATCH:
            return cloud_events.from_batch(await body.read(request, cloud_events.MOST_BYTES_OF_A_BATCH))
        case cloud_events.BINARY:
            data = await body.read(request, cloud_events.MOST_BYTES)
            return cloud_events.from_binary(request.headers.items(), data)
        case _:
            supported = f"{cloud_events.STRUCTURED}, {cloud_events.BATCH} or {cloud_events.BINARY}"
            fault = FieldFault(field="content-type", reason=f"{supported}, in UTF-8")
            raise Problem.of_field(415, fault, {"Accept": supported})


def _media_type(content_type: str) -> str | None:
    """``application/json`` of ``Application/JSON; charset=utf-8``; None where it isn't UTF-8."""
    media_type, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [
        part.removeprefix("charset=").strip('"') for part in parameters if part.startswith("charset=")
    ]
    return media_type if all(charset in UTF_8 for charset in charsets) else None
