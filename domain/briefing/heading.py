"""The head of a briefing: who it is about, where the case stands, who answers for it."""

from collections.abc import Iterator
from datetime import datetime

from domain.briefing.days import day_of, until_release
from domain.case.state import CaseState
from domain.custody.showing import is_held
from domain.meetings.shown import coming_meeting
from domain.network.coordination import authority_of


def head(case: CaseState, now: datetime) -> Iterator[str]:
    yield f"**Case {case.case}**: {phase(case)}"
    yield ""
    yield f"- {_who(case)}"
    yield f"- {release(case, now)}; supervision until {case.supervision_end or 'further notice'}"
    yield f"- {_responsible(case)}"
    if authority := authority_of(case):
        yield f"- coordinated vertically: {authority} decides"
    elif case.coordination == "vertical":
        yield "- to be coordinated vertically: until there is an authority, all decide together"
    yield f"- {_network(case)}"
    yield f"- {'; '.join(_work(case))}"
    if called := coming_meeting(case, now):
        yield f"- next meeting {called.at:%Y-%m-%d %H:%M}Z, {len(called.invited)} invited"
    if running := [f"{each.procedure} {each.about or ''}".strip() for each in case.running]:
        yield f"- under way: {', '.join(running)}"


def phase(case: CaseState) -> str:
    if case.phase is None:
        return "not open yet"
    because = f" ({case.closed_because})" if case.closed_because else ""
    since = f" since {day_of(case.phase_since, case.calendar)}" if case.phase_since else ""
    short = case.short_notice and case.phase == "preparation"
    flags = [", held: nobody is reminded"] * case.held + [", at short notice"] * short
    return f"{case.phase}{because}{since}{''.join(flags)}"


def release(case: CaseState, now: datetime) -> str:
    if case.released_at is not None:
        return f"released on {day_of(case.released_at, case.calendar)}"
    if case.is_community:
        return f"sentence in the community from {case.supervision_start}"
    day = case.release.day
    if day is None or case.calendar is None:
        return f"no release date{_held(case)}"
    left = (day - case.calendar.local_date(now)).days
    return f"release on {day} ({case.release.kind}), {until_release(left)}{_held(case)}"


def _held(case: CaseState) -> str:
    """A date that has just changed may change back: what is due goes by the one before for some hours."""
    if not is_held(case):
        return ""
    until, before = case.release.settles_at, case.release.settled
    return f", announced: until {until:%Y-%m-%d %H:%M}Z what is due goes by {before or 'no date'}"


def manager(case: CaseState) -> str:
    known = case.case_manager
    if known is None:
        return "no case manager yet"
    since = day_of(known.since, case.calendar)
    return f"case manager {known.member}{' ad interim' if known.interim else ''} since {since}"


def _who(case: CaseState) -> str:
    where = ", ".join(each for each in (case.jurisdiction, case.office) if each)
    provisional = " (provisional)" if case.level_provisional else ""
    level = f"level {case.level}{provisional}{_without_grounds(case)}" if case.level else "not assessed yet"
    return f"person {case.person or 'unknown'}, {where or 'area unknown'}; {level}"


def _without_grounds(case: CaseState) -> str:
    """Of the conclusion that the level comes from: that it doesn't say what it rests on (R23)."""
    concluded = [each for each in case.assessments if each.state == "concluded"]
    return ", grounds not stated" if concluded and concluded[-1].grounds_not_stated else ""


def _responsible(case: CaseState) -> str:
    """The point of contact is the manager, or the case holder until there is one (R75, R76)."""
    told = f"; point of contact {case.contact.member}" if case.contact else ""
    return f"{manager(case)}; case holder {case.case_holder or 'none yet'}{told}"


def _network(case: CaseState) -> str:
    roles = case.permanent_roles
    seated = {each.role for each in case.network if each.may_receive and each.role in roles}
    awaited = [each.member for each in case.network if each.is_awaited]
    waiting = f"; awaited: {', '.join(awaited)}" if awaited and not case.closed else ""
    return f"network: {len(seated)} of {len(roles)} permanent roles accepted and signed{waiting}"


def _work(case: CaseState) -> Iterator[str]:
    if case.handover is not None:
        items = case.handover.items.values()
        settled = sum(not each.is_open for each in items)
        yield f"handover {case.handover.state}: {settled} of {len(items)} items acknowledged or refused"
    yield f"plan {case.plan.state}"
    if open_breaches := [each.breach for each in case.breaches if each.is_open]:
        yield f"alleged breaches open: {', '.join(open_breaches)}"
    if concerns := [each.concern for each in case.concerns if each.state != "reviewed"]:
        yield f"concerns not reviewed: {', '.join(concerns)}"
