"""How facts of the inbox read at the terminal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic_core import to_json
from rich import box
from rich.table import Table

from domain.dead_letters import WHY
from workers.wording import event_name, minute, text

if TYPE_CHECKING:
    from activities.postgres.inbox_desk import Kept, Listed, Undelivered
    from activities.postgres.retrying import LeftOut, Retried

TITLES: "dict[Listed, str]" = {
    "dead": "facts that couldn't be delivered",
    "all": "facts that couldn't be delivered, settled or not",
    "waiting": "facts still to be delivered",
    "unknown": "facts about cases that the register doesn't know",
}
LEFT_OUT: "dict[LeftOut, str]" = {
    "unknown-reference": "goes out by itself as soon as the register knows the case",
    "out-of-bounds": "goes out only where --reason out-of-bounds asks for it",
    "too-large": "is too large still",
    "unreadable": "can't be read still",
    "unknown-type": "is of a type that is unknown still",
    "set-aside": "was set aside: --case and --number name one that is to go out after all",
    "known": "is in the ledger of its case already",
    "settled": "was just settled by somebody else",
}
"""Why a retry doesn't try a fact again."""


def of_retry(done: "Retried") -> Iterator[str]:
    yield f"tried again: {done.again}"
    for reason, count in sorted(done.left_out.items()):
        yield f"left out: {count} {reason}: {LEFT_OUT[reason]}"


def table(found: "Sequence[Undelivered]", listed: "Listed") -> Table:
    from activities.postgres.inbox_desk import MOST_SHOWN

    newest = "the newest " if len(found) == MOST_SHOWN else ""
    shown = Table(title=f"{newest}{len(found)} {TITLES[listed]}", box=box.SIMPLE_HEAD)
    state = ("state",) if listed == "all" else ()
    for name in ("case", "number", "what", "from", "since", "why", *state):
        shown.add_column(name, overflow="fold")
    for each in found:
        shown.add_row(
            text(each.case),
            str(each.number),
            event_name(each.type),
            text(f"{each.source}#{each.id}"),
            f"{minute(each.stored_at.isoformat())}Z",
            _why(each),
            *([text(_state(each))] if state else ()),
        )
    return shown


def _state(each: "Undelivered") -> str:
    if each.settled and each.settled_at:
        return f"{each.settled} {_done(each.settled_at, each.settled_by)}"
    if each.set_aside_at:
        return f"set aside {_done(each.set_aside_at, each.set_aside_by)}"
    return "open"


def _done(at: datetime, by: str | None) -> str:
    return f"{minute(at.isoformat())}Z" + (f" by {by}" if by else "")


def _why(each: "Undelivered") -> str:
    if each.reason is not None:
        tried = f" (tried {each.attempts} times)" if each.attempts and each.given_up_at is None else ""
        return _because(each.reason, each.answer) + tried
    return f"the case opens on {each.opens_on}" if each.opens_on else ""


def _because(reason: str, answer: str | None) -> str:
    why = next((words for word, words in WHY.items() if word == reason), reason)
    return text(f"{reason}: {why}" + (f" ({answer})" if answer else ""))


def of_fact(fact: "Kept") -> Table:
    """Everything, also what was said."""
    shown = Table(title=f"fact {fact.number} of case {text(fact.case)}", box=box.SIMPLE, show_header=False)
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for name, value in _lines(fact):
        shown.add_row(name, text(value))
    return shown


def _lines(fact: "Kept") -> Iterator[tuple[str, str]]:
    yield "event", f"{fact.source}#{fact.id}"
    yield "type", fact.type
    for name in ("occurred_at", "received_at"):
        yield name.replace("_at", ""), f"{minute(getattr(fact, name).isoformat())}Z, case time"
    yield "stored", f"{minute(fact.stored_at.isoformat())}Z"
    if fact.delivered_at:
        yield "delivered", f"{minute(fact.delivered_at.isoformat())}Z" + (", without data" * fact.withdrawn)
    if fact.recorded:
        yield "recorded", f"at position {fact.recorded} of the ledger"
    yield from _hindrance(fact)
    yield "data", to_json(fact.data, indent=1).decode()


def _hindrance(fact: "Kept") -> Iterator[tuple[str, str]]:
    if fact.reason:
        yield "hindered", _because(fact.reason, fact.answer)
    if fact.given_up_at:
        yield "given up", f"{minute(fact.given_up_at.isoformat())}Z, after {fact.attempts} attempts"
    if fact.set_aside_at:
        yield "set aside", f"{_done(fact.set_aside_at, fact.set_aside_by)}: {fact.set_aside_because}"
    if fact.settled and fact.settled_at:
        why = f": {fact.settled_why}" if fact.settled_why else ""
        yield fact.settled, _done(fact.settled_at, fact.settled_by) + why
    if fact.next_case:
        yield "goes on as", f"fact {fact.next_number} of case {fact.next_case}"
    if fact.instead_of:
        yield "instead of", fact.instead_of
