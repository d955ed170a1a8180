"""Reminders and escalations: what was sent in the same days is one mark, however many items it was about."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from workers.demo.timeline.owed import Owed
from workers.demo.timeline.tooltips import day

TOGETHER = timedelta(days=4)
"""An exercise looks at its cases every few case days: what it sends then stands a day or two apart."""


class Sent(NamedTuple):
    at: datetime
    shape: str
    """``reminded`` or ``escalated``."""
    tooltip: str


def chasing(owed: Sequence[Owed]) -> Iterator[Sent]:
    reminders = [
        (at, f"{day(at)}: {one.owner} reminded to {one.what}") for one in owed for at in one.reminded
    ]
    escalations = [
        (at, f"{day(at)}: escalated, {one.owner} is to {one.what}") for one in owed for at in one.escalated
    ]
    yield from _together("escalated", escalations)
    yield from _together("reminded", reminders)


def _together(shape: str, sent: Sequence[tuple[datetime, str]]) -> Iterator[Sent]:
    begun: datetime | None = None
    texts: list[str] = []
    for at, text in sorted(sent):
        if begun is not None and at - begun > TOGETHER:
            yield Sent(begun, shape, "\n".join(texts))
            begun, texts = None, []
        begun = begun or at
        texts.append(text)
    if begun is not None:
        yield Sent(begun, shape, "\n".join(texts))
