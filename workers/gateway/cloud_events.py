"""CloudEvents 1.0 over HTTP, in JSON: from a request's content to facts for the inbox.

The official SDK isn't used here, though the tests write by it: ``cloudevents`` 2.2 makes up a missing ``id``,
``specversion`` and ``time``, so that an event sent again would be stored again, and one that doesn't say when it
occurred would claim to; it takes a body that isn't JSON for a text, NaN for a number and 0.3 for 1.0; a list or a
number where neither belongs ends in an ``AttributeError`` or ``TypeError`` that names no field; it knows no batches.
``tests/unit/test_official_sdk.py`` tells when that changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from activities.inbox import Inbound
from activities.pack_faults import UnknownPolicy
from activities.policies import load_policy
from activities.turns import stretches
from domain.agencies.agency import AgencyMember
from domain.agencies.news import NEWS_TYPES, DirectoryChange, news
from domain.custody.facts import ReleaseDateSet
from domain.events import UnknownEventType
from domain.facts import parse_fact
from domain.inbox import InboundFact
from workers.gateway.envelope import CloudEvent
from workers.gateway.faults import FieldFault, faults
from workers.gateway.problems import Malformed, Problem

MOST_BYTES = 64 * 1024
"""Of one event."""
MOST_BYTES_OF_A_BATCH = 4 * 1024 * 1024

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
BINARY = "application/json"
PREFIX = "ce-"

NUL = b"\\u0000"
"""As JSON writes it; where it isn't in the whole, nobody need look for it in the parts."""

_MEMBER: TypeAdapter[str] = TypeAdapter(AgencyMember)

_REQUIRED = {"specversion", "id", "source", "type"}
"""Without these it isn't a CloudEvent: 400. Everything else that is wrong is 422."""


def from_structured(body: bytes) -> list[Inbound]:
    return [_fact(_json(body))]


async def from_batch(body: bytes) -> list[Inbound]:
    """All events of a batch, or an answer that names what is wrong in any of them."""
    events = _json(body)
    if not isinstance(events, list):
        raise _no_event("body", "a batch is a JSON array of events")
    facts: list[Inbound] = []
    # Only what is said, not the exceptions: a frame that holds one is held by it too, through pydantic's error, where
    # the garbage collector doesn't see the ring.
    wrong: list[FieldFault] = []
    no_event = False
    async for stretch in stretches(list(enumerate(events))):
        for index, event in stretch:
            try:
                facts.append(_fact(event, index))
            except Malformed as problem:
                wrong += problem.details.errors
                no_event |= problem.details.status == 400
    if wrong:
        raise Malformed(wrong, no_event=no_event)
    return facts


def from_binary(headers: Sequence[tuple[str, str]], body: bytes) -> list[Inbound]:
    """The attributes are headers, ``ce-id: …``; the body is the data."""
    attributes: dict[str, Any] = {}
    for header, value in headers:
        if header.startswith(PREFIX):
            name = header.removeprefix(PREFIX)
            if name in attributes or name == "data":
                raise _no_event(header, "given twice")
            attributes[name] = unquote(value, errors="replace")
    if not attributes:
        raise _no_event(f"{PREFIX}specversion", f"{BINARY} needs the event's attributes as {PREFIX} headers")
    return [_fact(attributes | {"data": _json(body) if body else {}})]


def _json(body: bytes) -> object:
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as exc:
        raise _no_event("body", f"not JSON: {exc}") from exc


def _fact(raw: object, index: int | None = None) -> Inbound:
    if not isinstance(raw, dict):
        raise _no_event("body", "an event is a JSON object", index)
    content = to_json(raw)
    if index is not None and len(content) > MOST_BYTES:
        fault = FieldFault(field="body", reason=f"an event is longer than {MOST_BYTES} bytes", index=index)
        raise Problem.of_field(413, fault)
    if NUL in content:
        _without_nul(raw, index)
    try:
        event = CloudEvent.model_validate_json(content, strict=True)
    except ValidationError as exc:
        found = faults(exc.errors())
        raise _malformed(found, index, no_event=any(fault.field in _REQUIRED for fault in found)) from exc
    return _news(event, index) if event.type in NEWS_TYPES else _typed(event, index)


def _typed(event: CloudEvent, index: int | None) -> InboundFact:
    try:
        fact = parse_fact(event.type, event.data)
    except UnknownEventType as exc:
        unknown = FieldFault(field="type", value=event.type, reason="no inbound event type of this name")
        raise _malformed([unknown], index) from exc
    except ValidationError as exc:
        raise _malformed(faults(exc.errors(), "data"), index) from exc
    if isinstance(fact, ReleaseDateSet):
        _with_a_known_policy(fact, index)
    return InboundFact(
        source=event.source,
        id=event.id,
        type=event.type,
        case=event.subject,
        time=event.time,
        data=fact.model_dump(mode="json", by_alias=True, exclude_none=True),
    )


def _news(event: CloudEvent, index: int | None) -> DirectoryChange:
    """Of an agency: the type decides, so that a member's name and a case reference never meet."""
    try:
        member = _MEMBER.validate_python(event.subject)
    except ValidationError as exc:
        raise _malformed(faults(exc.errors(), "subject"), index) from exc
    try:
        told = NEWS_TYPES[event.type].model_validate_json(to_json(event.data), strict=True)
        return news(told, member, event.source, event.id, event.time)
    except ValidationError as exc:
        raise _malformed(faults(exc.errors(), "data"), index) from exc


def _with_a_known_policy(fact: ReleaseDateSet, index: int | None) -> None:
    # Only we know which packs this release has: once stored, the name would fail in the register.
    if fact.policy is None:
        return
    try:
        load_policy(fact.policy)
    except UnknownPolicy as exc:
        unknown = FieldFault(field="data.policy", value=fact.policy, reason=str(exc))
        raise _malformed([unknown], index) from exc


def _without_nul(raw: Mapping[str, Any], index: int | None) -> None:
    # PostgreSQL can't store this one character: it would refuse a request that we have taken for good.
    for field in _nuls(raw):
        raise _malformed([FieldFault(field=field, reason="holds the character U+0000")], index)


def _nuls(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, str) and "\0" in value:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        name = f"{path}.{key}".lstrip(".")
        if "\0" in name:
            yield path or "body"
        yield from _nuls(inner, name)


def _no_event(field: str, reason: str, index: int | None = None) -> Malformed:
    return _malformed([FieldFault(field=field, reason=reason)], index, no_event=True)


def _malformed(found: Sequence[FieldFault], index: int | None, *, no_event: bool = False) -> Malformed:
    placed = [fault.model_copy(update={"field": fault.field or "body", "index": index}) for fault in found]
    return Malformed(placed, no_event=no_event)
