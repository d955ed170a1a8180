"""Requests around events, whole or spoilt: what is sent is changed in its bytes and headers."""

import gzip
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from tests.fuzz.mutating import Event
from tests.fuzz.values import DEPTHS, TEXTS, Json
from workers.gateway.cloud_events import BATCH, BINARY, STRUCTURED

SHARE_OF_SPOILT = 0.25
LONGEST_HEADER = 8_000
Headers = list[tuple[bytes, bytes]]


class Request(NamedTuple):
    headers: Headers
    body: bytes


def structured(event: Event) -> Request:
    return Request([_content_type(STRUCTURED)], _json(event))


def batch(events: Sequence[Event]) -> Request:
    return Request([_content_type(BATCH)], _json(list(events)))


def binary(event: Event) -> Request:
    attributes = [
        (f"ce-{name}".lower().encode("ascii", "ignore"), _header(value))
        for name, value in event.items()
        if name != "data" and _is_token(name)
    ]
    return Request([_content_type(BINARY), *attributes], _json(event.get("data")))


def spoilt(random: Random, request: Request) -> Request:
    """Mostly as it is."""
    return random.choice(_SPOILT)(random, request) if random.random() < SHARE_OF_SPOILT else request


def _json(content: Json) -> bytes:
    """Half a character is written as its number; a number that is none as JavaScript has it."""
    return json.dumps(content).encode()


def _header(value: Json) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value)
    return quote(text, safe=" :/+,;=", errors="surrogatepass").encode()[:LONGEST_HEADER]


def _is_token(name: str) -> bool:
    return name.isascii() and name.isalnum()


def _content_type(value: str) -> tuple[bytes, bytes]:
    return b"content-type", value.encode()


def _cut(random: Random, request: Request) -> Request:
    return request._replace(body=request.body[: random.randint(0, len(request.body))])


def _marked(_: Random, request: Request) -> Request:
    return request._replace(body=b"\xef\xbb\xbf" + request.body)


def _otherwise_encoded(random: Random, request: Request) -> Request:
    text = json.dumps(json.loads(request.body), ensure_ascii=False)
    encoding = random.choice(("utf-16", "utf-32", "utf-8", "latin-1", "cp1252"))
    return request._replace(body=text.encode(encoding, errors="replace"))


def _flipped(random: Random, request: Request) -> Request:
    body = bytearray(request.body or b" ")
    for _ in range(random.randint(1, 3)):
        body[random.randrange(len(body))] = random.randrange(256)
    return request._replace(body=bytes(body))


def _trailed(random: Random, request: Request) -> Request:
    return request._replace(body=request.body + random.choice((b"\0", b"{}", b",", request.body, b"\xff")))


def _named_twice(_: Random, request: Request) -> Request:
    return request._replace(body=request.body.replace(b"{", b'{"id": "twice", "type": "x", ', 1))


def _buried(random: Random, request: Request) -> Request:
    depth = random.choice((*DEPTHS, 30_000))
    return request._replace(body=b"[" * depth + request.body + b"]" * depth)


def _compressed(_: Random, request: Request) -> Request:
    return Request([*request.headers, (b"content-encoding", b"gzip")], gzip.compress(request.body))


def _otherwise_named(random: Random, request: Request) -> Request:
    kinds = (
        b"",
        b"text/plain",
        b"application/json; charset=latin-1",
        b"application/cloudevents+xml",
        b"Application/CloudEvents+JSON ; charset=UTF-8",
        BATCH.encode(),
        STRUCTURED.encode(),
        BINARY.encode(),
        "application/jsön".encode("latin-1"),
        b"a" * LONGEST_HEADER,
    )
    others = [each for each in request.headers if each[0] != b"content-type"]
    return request._replace(headers=[*others, (b"content-type", random.choice(kinds))])


def _headed(random: Random, request: Request) -> Request:
    """One more header: a second time, unknown, in latin-1, overlong, or percent-encoded nonsense."""
    names = (
        b"ce-id",
        b"ce-source",
        b"ce-type",
        b"ce-subject",
        b"ce-time",
        b"ce-data",
        b"ce-",
        b"ce-Ext_1",
        b"accept",
    )
    values = (
        b"",
        b"%",
        b"%ff%fe",
        b"%00",
        b"%ED%A0%80",
        "müller".encode("latin-1"),
        b"x" * LONGEST_HEADER,
        *(_header(text) for text in TEXTS),
    )
    header = random.choice(names), random.choice(values)
    if random.random() < 0.5:
        return request._replace(headers=[*request.headers, header])
    return request._replace(headers=[*(each for each in request.headers if each[0] != header[0]), header])


_SPOILT: tuple[Callable[[Random, Request], Request], ...] = (
    _cut,
    _marked,
    _otherwise_encoded,
    _flipped,
    _flipped,
    _trailed,
    _named_twice,
    _buried,
    _compressed,
    _otherwise_named,
    _headed,
    _headed,
    _headed,
)
