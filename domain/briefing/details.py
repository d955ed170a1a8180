"""The briefing in the operators' desk: where a case stands, what is owed by whom by when, what has changed.

Markdown of at most 20 KB, Temporal's limit. Pseudonymous references and the field's words only, never content:
the engine keeps it in plain text.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.briefing.changes import changes, last_meeting
from domain.briefing.listing import open_ones
from domain.calendar import LocalCalendar
from domain.case.shortening import given_up_shown
from domain.case.state import CaseState
from domain.handover.gaps import gaps_owed
from domain.meetings.shown import coming_meeting
from domain.network.coordination import authority_of
from domain.obligations.obligation import Obligation
from domain.plan.conflicts import conflicts
from domain.procedure import ProcedureState

MOST_OWED, MOST_CHANGES, MOST_GAPS = 30, 20, 20


def details_of_case(case: CaseState, now: datetime) -> str:
    """Who, where it stands, what is missing or given up, what is owed, what has changed since the last meeting."""
    parts = [
        _head(case, now),
        _gaps(case),
        _given_up(case, now),
        _conflicts(case),
        _owed(open_ones(case.obligations), now, case.calendar),
        _changed(case),
    ]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part)


def details_of_procedure(procedure: ProcedureState, known: CaseState, now: datetime) -> str:
    """How the procedure stands, and the case that it belongs to."""
    about = f" {procedure.about}" if procedure.about else ""
    head = [
        f"**{procedure.procedure}{about}**: {procedure.outcome or 'under way'}",
        "",
        f"- case {known.case}: {_phase(known)}; {_release(known, now)}",
        f"- {_manager(known)}",
    ]
    owed = _owed(open_ones(procedure.obligations), now, known.calendar)
    return "\n".join([*head, "", *owed])


def _head(case: CaseState, now: datetime) -> Iterator[str]:
    yield f"**Case {case.case}**: {_phase(case)}"
    yield ""
    yield f"- {_release(case, now)}; supervision until {case.supervision_end or 'further notice'}"
    yield f"- {_manager(case)}; case holder {case.case_holder or 'none yet'}"
    if authority := authority_of(case):
        yield f"- coordinated vertically: {authority} decides"
    if case.contact is not None:
        yield f"- point of contact {case.contact.member} since {_day(case.contact.since, case.calendar)}"
    if called := coming_meeting(case, now):
        yield f"- next meeting {called.at:%Y-%m-%d %H:%M}Z, {len(called.invited)} invited"
    yield f"- level {case.level or 'not assessed'}{' (provisional)' if case.level_provisional else ''}"
    running = [f"{each.procedure} {each.about or ''}".strip() for each in case.running]
    yield f"- under way: {', '.join(running) or 'nothing'}"
    if case.refused or case.parked:
        yield f"- facts without effect: {len(case.parked)} parked, {len(case.refused)} refused"


def _given_up(case: CaseState, now: datetime) -> Iterator[str]:
    """Of a preparation at short notice: what has less time than planned."""
    if given_up := given_up_shown(case, now):
        yield "**Given up for want of time**"
        yield ""
        for each in given_up:
            when = "at once" if each["at_once"] else f"{each['now']} days before release"
            yield f"- {each['step']}: {when} instead of {each['planned']} days before release"


def _phase(case: CaseState) -> str:
    if case.phase is None:
        return "not open yet"
    because = f" ({case.closed_because})" if case.closed_because else ""
    since = f" since {_day(case.phase_since, case.calendar)}" if case.phase_since else ""
    flags = [", held"] * case.held + [", at short notice"] * case.short_notice
    return f"{case.phase}{because}{since}{''.join(flags)}"


def _release(case: CaseState, now: datetime) -> str:
    if case.released_at is not None:
        return f"released on {_day(case.released_at, case.calendar)}"
    day = case.release.day
    if day is None or case.calendar is None:
        return "no release date"
    left = (day - case.calendar.local_date(now)).days
    when = f"in {left} days" if left > 0 else "today" if left == 0 else f"{-left} days ago, not confirmed"
    return f"release on {day} ({case.release.kind}), {when}"


def _manager(case: CaseState) -> str:
    manager = case.case_manager
    if manager is None:
        return "no case manager yet"
    since = _day(manager.since, case.calendar)
    return f"case manager {manager.member}{' ad interim' if manager.interim else ''} since {since}"


def _gaps(case: CaseState) -> Iterator[str]:
    missing = gaps_owed(case)
    if missing:
        yield "**Missing**"
        yield ""
        yield from _shortened([f"- {each.gap} ({each.owner})" for each in missing], MOST_GAPS)


def _conflicts(case: CaseState) -> Iterator[str]:
    found = conflicts(case)
    if found:
        yield "**The plan's activities collide**"
        yield ""
        yield from _shortened([f"- {each}" for each in found], MOST_GAPS)


def _owed(owed: Sequence[Obligation], now: datetime, local: LocalCalendar | None) -> Iterator[str]:
    if not owed:
        yield "Nothing is owed here."
        return
    yield "| by | who | what | |"
    yield "|---|---|---|---|"
    rows = [
        f"| {_by(each.due, local)} | {each.owner} | {each.what} | {_overdue(each, now)} |" for each in owed
    ]
    yield from _shortened(rows, MOST_OWED)


def _overdue(owed: Obligation, now: datetime) -> str:
    if owed.due > now:
        return ""
    return f"**overdue**, {owed.escalate_to} told {owed.escalations} times"


def _changed(case: CaseState) -> Iterator[str]:
    met = last_meeting(case)
    news = changes(case, met)
    yield f"**Since the meeting of {_day(met, case.calendar)}**" if met else "**Since the opening**"
    yield ""
    if not news:
        yield "- nothing has changed"
    rows = [f"- {_day(each.at, case.calendar)}: {each.what}" for each in reversed(news)]
    yield from _shortened(rows, MOST_CHANGES)


def _shortened(rows: list[str], most: int) -> Iterator[str]:
    yield from rows[:most]
    if len(rows) > most:
        yield ""
        yield f"and {len(rows) - most} more"


def _by(due: datetime, local: LocalCalendar | None) -> str:
    """A date is due with its local day; what is due within hours has its time."""
    if local is None:
        return f"{due:%Y-%m-%d %H:%M}Z"
    day = local.day_due(due)
    return f"{day}" if day is not None else f"{due:%Y-%m-%d %H:%M}Z"


def _day(instant: datetime | None, local: LocalCalendar | None) -> str:
    if instant is None:
        return "an unknown day"
    return f"{local.local_date(instant) if local is not None else instant.date()}"
