"""``POST /events``: the only door through which agencies' systems tell us anything."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Security

from activities.bounds import OutOfBounds
from activities.inbox import Accepted, Inbound, Inbox
from domain.inbox import InboundFact
from workers.gateway import body, cloud_events
from workers.gateway.callers.bearing import Bearers
from workers.gateway.callers.caller import Caller
from workers.gateway.callers.refusing import out_of_bounds
from workers.gateway.callers.sending import ensure_may_say_something, ensure_may_tell
from workers.gateway.direct import direct
from workers.gateway.faults import FieldFault
from workers.gateway.problems import Problem
from workers.gateway.room import Room, Share
from workers.gateway.schema import EVENTS_REQUEST

_NOTHING = Accepted(accepted=0, duplicates=0)
UTF_8 = ("utf-8", "utf8", "us-ascii")


def router(inbox: Inbox, now: Callable[[], datetime], bearers: Bearers, room: Room) -> APIRouter:
    """``now`` is case time: what was received when."""
    routes = APIRouter(tags=["events"], route_class=direct(bearers))

    @routes.post("/events", status_code=202, openapi_extra=EVENTS_REQUEST)
    async def accept(request: Request, caller: Annotated[Caller, Security(bearers.caller)]) -> Accepted:
        """Take in one CloudEvent, or a batch of them: durably stored, or refused as a whole.

        Needs the scope `events:<name>` of each, such as `events:custody.released`, `events:custody.*` or `events:*`.
        """
        ensure_may_say_something(caller)
        media_type = _media_type(request.headers.get("content-type", ""))
        with room.share() as share:
            facts = await _facts(request, media_type, share)
            return await _accepted(facts, media_type == cloud_events.BATCH, caller)

    async def _accepted(facts: Sequence[Inbound], is_batch: bool, caller: Caller) -> Accepted:
        ensure_may_tell(caller, facts, batch=is_batch)
        once = list({(fact.source, fact.id): fact for fact in reversed(facts)}.values())[::-1]
        try:
            stored = await inbox.accept(once, now(), caller.jurisdictions) if once else _NOTHING
        except OutOfBounds as exc:
            subjects = [_subject(fact) for fact in facts]
            raise out_of_bounds(exc, subjects, "subject", "data.jurisdiction", batch=is_batch) from exc
        return Accepted(accepted=stored.accepted, duplicates=stored.duplicates + len(facts) - len(once))

    return routes


def _subject(fact: Inbound) -> str:
    return fact.case if isinstance(fact, InboundFact) else fact.member


async def _facts(request: Request, media_type: str | None, share: Share) -> list[Inbound]:
    match media_type:
        case cloud_events.STRUCTURED:
            return cloud_events.from_structured(await body.read(request, cloud_events.MOST_BYTES, share))
        case cloud_events.BATCH:
            content = await body.read(request, cloud_events.MOST_BYTES_OF_A_BATCH, share)
            return await cloud_events.from_batch(content)
        case cloud_events.BINARY:
            data = await body.read(request, cloud_events.MOST_BYTES, share)
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
