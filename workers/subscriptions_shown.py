"""How subscriptions read at the terminal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table

from domain.patterns import ALL, event_name
from domain.subscriptions.delivery import WHY
from workers.wording import text

if TYPE_CHECKING:
    from activities.postgres.subscriptions import Listed, NotTaken


def table(found: "Sequence[Listed]") -> Table:
    shown = Table(title=f"{len(found)} subscriptions", box=box.SIMPLE_HEAD)
    for name in ("name", "events", "of", "owner", "how it stands"):
        shown.add_column(name, overflow="fold")
    for each in found:
        shown.add_row(
            text(each.name),
            text(", ".join(each.events)),
            text(", ".join(each.jurisdictions or [ALL])),
            text(each.owner),
            "; ".join(_standing(each)),
        )
    return shown


def details(of: "Listed", refused: "Sequence[NotTaken]") -> RenderableType:
    shown = Table(box=None, show_header=False)
    for name, value in (
        ("name", of.name),
        ("url", of.url),
        ("owner", of.owner),
        ("events", ", ".join(of.events)),
        ("of", ", ".join(of.jurisdictions or [ALL])),
        ("since", _minute(of.made_at)),
    ):
        shown.add_row(name, text(value))
    shown.add_row("stands", "\n".join(_standing(of)))
    if not refused:
        return shown
    events = Table(title="refused by the endpoint", box=box.SIMPLE_HEAD)
    for name in ("case", "position", "event", "answer", "tried again"):
        events.add_column(name, overflow="fold")
    for each in refused:
        again = "no" if each.set_aside_at else "yes"
        events.add_row(
            text(each.case), str(each.position), text(event_name(each.type)), text(each.reply), again
        )
    return Group(shown, events)


def _standing(of: "Listed") -> Iterator[str]:
    if of.removed_at:
        yield f"removed {_minute(of.removed_at)}"
        return
    yield _endpoint(of)
    if of.oldest:
        yield f"{of.waiting} waiting, the oldest since {_minute(of.oldest)}"
    if of.aside:
        yield f"[red]{of.aside} refused for good[/]: throughcare subscriptions show {text(of.name)}"
    if of.too_old:
        yield f"{of.too_old} not sent any more: they waited for ninety days"
    if of.former_until:
        yield f"signed by the former secret too until {_minute(of.former_until)}"


def _endpoint(of: "Listed") -> str:
    answered = f" ({text(of.reply)})" if of.reply else ""
    if of.paused_at and of.paused_because:
        return f"[red]paused[/] since {_minute(of.paused_at)}: {WHY[of.paused_because]}{answered}"
    if of.failing_since:
        next_one = f"next attempt {_minute(of.next_attempt)}"
        return f"[red]takes nothing[/] since {_minute(of.failing_since)}{answered}; {next_one}"
    return f"took an event {_minute(of.taken_at)}" if of.taken_at else "nothing sent yet"


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%MZ}"
