"""The times that an item was handed over: each is acknowledged by itself, in the order in which things occurred (R14).

An acknowledgement is of what had been handed over last when it was made, whichever of the two is heard of first.
"""

from datetime import datetime
from typing import Any

from domain.handover.sections import Handing, Item

RECENT = 20
"""Times that the state still holds before the newest one; the ledger has them all."""


def handings(item: Item) -> tuple[Handing, ...]:
    """All of them, the newest last."""
    if item.supplied_at is None:
        return ()
    return (*item.earlier, Handing(supplied_at=item.supplied_at, acknowledged_at=item.acknowledged_at))


def handed_by(item: Item, at: datetime) -> Handing | None:
    """The newest one by then: what an acknowledgement of that instant speaks of."""
    known = _until(item, at)
    return known[-1] if known else None


def supplied(item: Item, at: datetime) -> dict[str, Any]:
    """What changes with one more: an acknowledgement made after it, and taken for the one before, is of this one."""
    before = _until(item, at)
    after = handings(item)[len(before) :]
    new = Handing(supplied_at=at)
    if before and before[-1].acknowledged_at is not None and before[-1].acknowledged_at > at:
        new = Handing(supplied_at=at, acknowledged_at=before[-1].acknowledged_at)
        before = (*before[:-1], Handing(supplied_at=before[-1].supplied_at))
    return _standing(item, (*before, new, *after))


def acknowledged(item: Item, at: datetime) -> dict[str, Any]:
    """What changes with an acknowledgement; nothing where there was nothing to acknowledge, or it was already."""
    known = _until(item, at)
    if not known or known[-1].acknowledged_at is not None:
        return {}
    new = known[-1].model_copy(update={"acknowledged_at": at})
    return _standing(item, (*known[:-1], new, *handings(item)[len(known) :]))


def refused_after(item: Item, at: datetime) -> bool:
    """Whether it is refused, and wasn't yet at this instant."""
    return item.state == "refused" and item.refused_at is not None and at < item.refused_at


def _until(item: Item, at: datetime) -> tuple[Handing, ...]:
    return tuple(each for each in handings(item) if each.supplied_at <= at)


def _standing(item: Item, known: tuple[Handing, ...]) -> dict[str, Any]:
    """Of what is kept no longer, only how often it was acknowledged is needed: each of those times was one owed."""
    newest, earlier = known[-1], known[:-1]
    forgotten = [each for each in earlier[:-RECENT] if each.acknowledged_at is not None]
    return {
        "earlier": earlier[-RECENT:],
        "acknowledged_before": item.acknowledged_before + len(forgotten),
        "supplied_at": newest.supplied_at,
        "acknowledged_at": newest.acknowledged_at,
    }
