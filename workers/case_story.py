"""The first lines of a case told at the terminal: who, where it stands, who answers for it, what is missing."""

from collections.abc import Iterator
from datetime import date

from domain.briefing.days import until_release
from workers.wording import View, day, level, manager, minute, phase, release, text

SETTLED = ("acknowledged", "refused")


def story(view: View) -> Iterator[str]:
    yield " · ".join(_who(view))
    left = "Released" if view.get("released") else "Release"
    yield f"{left} {release(view)}{_left(view)}; supervision until {day(view['supervision_end']) or 'further notice'}."
    if held := view.get("release_held"):
        before = day(held["prepared_for"]) or "no date"
        yield f"[yellow]announced:[/] until {minute(held['until'])}Z what is due goes by {before}"
    yield f"Case manager {manager(view)}, {', '.join(_others(view))}."
    if authority := view.get("authority"):
        yield f"Coordinated vertically: {text(authority)} decides."
    yield " ".join(_work(view))
    if meeting := view.get("next_meeting"):
        yield f"Next meeting {minute(meeting['at'])}Z, {len(meeting['invited'])} invited."
    if view["held"]:
        yield "[yellow]held: nobody is reminded, nothing is escalated[/]"
    yield from _to_be_looked_at(view)
    yield from _given_up(view)
    yield from _afterwards(view.get("closing") or {})


def _to_be_looked_at(view: View) -> Iterator[str]:
    if since := view.get("stands_still_since"):
        why = "worker or engine are away, or can't keep up"
        yield f"[red]stands still:[/] what was due at {minute(since)}Z hasn't happened: {why}"
    for warning in view.get("warnings", ()):
        yield f"[yellow]to be checked:[/] {text(warning)}"
    for each in view["gaps_owed"]:
        yield f"[red]missing:[/] {text(each['gap'])} ({text(each['owner'])})"
    for conflict in view["plan"].get("conflicts", ()):
        yield f"[yellow]conflict:[/] {text(conflict)}"


def _who(view: View) -> Iterator[str]:
    yield f"[bold]{text(view['case'])}[/]"
    if view.get("person"):
        yield f"person {text(view['person'])}"
    yield text(", ".join(filter(None, (view["jurisdiction"], view.get("office")))))
    yield phase(view) + (", [yellow]short notice[/]" if view["short_notice"] and _prepares(view) else "")
    yield f"risk {level(view)}"


def _left(view: View) -> str:
    """How many days there are before a release that lies ahead."""
    announced = day(view["release"]["date"])
    if not announced or not _prepares(view):
        return ""
    left = (date.fromisoformat(announced) - date.fromisoformat(day(view["now"]))).days
    return f", {until_release(left)}"


def _others(view: View) -> Iterator[str]:
    yield f"case holder {text(view['case_holder'])}"
    if contact := view.get("contact"):
        yield f"point of contact {text(contact['member'])}"


def _work(view: View) -> Iterator[str]:
    permanent = [each for each in view["network"] if each["standing"] == "permanent"]
    roles = {each["role"] for each in permanent}
    seated = {each["role"] for each in permanent if each["may_receive"]}
    yield f"Network: {len(seated)} of {len(roles)} permanent roles accepted and signed."
    if handover := view["handover"]:
        items = handover["items"]
        settled = sum(each["state"] in SETTLED for each in items)
        yield f"Handover {handover['state']}: {settled} of {len(items)} items acknowledged or refused."
    else:
        yield "Handover none."
    yield f"Plan {view['plan']['state']}."


def _given_up(view: View) -> Iterator[str]:
    """Of interest while there is something to prepare."""
    for step in view.get("given_up", ()) if _prepares(view) else ():
        when = "at once" if step.get("at_once") else f"{step['now']} days before release"
        yield f"[yellow]given up:[/] {text(step['step'])} {when}, not {step['planned']} days before release"


def _afterwards(closing: View) -> Iterator[str]:
    """What the person will rely on when support has ended."""
    if closing.get("planned"):
        roles = ", ".join(map(text, closing["relies_on_roles"])) or f"{closing['relies_on']} things"
        yield f"End of support planned on {day(closing['planned'])}: relies on {roles}."
    for each in closing.get("goes_on", ()):
        yield f"{text(each['activity'])} goes on with {text(each['by'])}."
    for activity in closing.get("unsettled", ()) if closing.get("planned") else ():
        yield f"[yellow]open:[/] who goes on with {text(activity)}"


def _prepares(view: View) -> bool:
    return bool(view["phase"] == "preparation")
