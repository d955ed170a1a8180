"""How a case's values read at the terminal."""

from collections.abc import Mapping
from typing import Any

from rich.markup import escape

from domain.notices.delivery import WHY

View = Mapping[str, Any]


def phase(case: View) -> str:
    because = case.get("closed_because")
    return f"{case['phase']} ({because})" if because else str(case["phase"])


def level(case: View) -> str:
    return text(case.get("level") or "unknown") + (" (provisional)" if case.get("level_provisional") else "")


def release(case: View) -> str:
    known = case.get("release") or {}
    if released := day(case.get("released")):
        return f"on {released}"
    if start := day(case.get("supervision_start")):
        return f"none, in the community from {start}"
    return f"{day(known.get('date')) or 'on an unknown day'} {text(known.get('kind'))}".strip()


def manager(case: View) -> str:
    known = case.get("case_manager")
    if not known:
        return "nobody yet"
    return text(known["member"]) + (" (interim)" if known.get("interim") else "")


def event_name(type_: str) -> str:
    """``throughcare.network.member-answered.v1`` is ``network: member answered``."""
    words = type_.removeprefix("throughcare.").rsplit(".", 1)[0].replace("-", " ")
    return text(words.replace(".", ": "))


ABOUT = (
    "obligation",
    "member",
    "item",
    "nominee",
    "breach",
    "condition",
    "concern",
    "disclosure",
    "activity",
    "role",
    "round",
    "procedure",
    "phase",
    "answer",
    "vote",
    "outcome",
    "status",
    "release_date",
    "jurisdiction",
)
"""Fields that say what an event is about: references and the field's words, no content."""


def about(event: View) -> list[str]:
    """Which obligation, which member, which item: told in the order of ``ABOUT``."""
    data = event.get("data") or {}
    return [text(data[name]) for name in ABOUT if isinstance(data.get(name), str | int)]


def actor(event: View) -> str:
    """Whose act it was; nobody's, where the case or one of its procedures recorded it by itself."""
    by = event["actor"] or ""
    return "" if by.startswith("case/") else by


def sending(notice: View) -> str:
    """When a notice went out, by the clock on the wall; or why it didn't."""
    if notice["sent"]:
        return f"sent {minute(notice['sent'])}Z"
    answered = f" ({text(notice['reply'])})" if notice["reply"] else ""
    if reason := notice["undeliverable"]:
        return f"[red]undeliverable:[/] {text(WHY.get(reason, reason))}{answered}"
    return f"not yet sent{answered}"


def minute(instant: str) -> str:
    return instant[:16].replace("T", " ")


def day(value: str | None) -> str:
    return (value or "")[:10]


def text(value: object) -> str:
    # What others wrote must not be taken for rich's markup.
    return "" if value is None else escape(str(value))
