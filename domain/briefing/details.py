"""The briefing in the operators' desk: where a case stands, what is owed by whom by when, what has changed.

Markdown of at most 20 KB, Temporal's limit. Pseudonymous references and the field's words only, never content:
the engine keeps it in plain text.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.briefing.changes import changes, last_meeting
from domain.briefing.days import day_of
from domain.briefing.heading import head, manager, phase, release
from domain.briefing.listed import listed
from domain.briefing.owed import Elsewhere, owed_in, owed_list
from domain.case.sections import Unused
from domain.case.shortening import given_up_shown
from domain.case.state import CaseState
from domain.case.warnings import warnings
from domain.events import PREFIX, SUFFIX
from domain.handover.gaps import gaps_owed
from domain.plan.conflicts import conflicts
from domain.procedure import ProcedureState

MOST_REFUSED = 3
"""The newest: older ones are in the case view."""


def details_of_case(case: CaseState, now: datetime, elsewhere: Elsewhere | None = None) -> str:
    """Who, where it stands, what is missing or given up, what is owed, what has changed since the last meeting."""
    parts = [
        head(case, now),
        listed("To be checked", list(warnings(case))),
        listed("Missing", [f"{each.gap} ({each.owner})" for each in gaps_owed(case)]),
        owed_list(owed_in(case.obligations, elsewhere), now, case.calendar),
        _changed(case),
        listed("The plan's activities collide", conflicts(case)),
        _given_up(case, now),
        _without_effect(case),
    ]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part)


def details_of_procedure(procedure: ProcedureState, known: CaseState, now: datetime) -> str:
    """How the procedure stands, and the case that it belongs to."""
    about = f" {procedure.about}" if procedure.about else ""
    lines = [
        f"**{procedure.procedure}{about}**: {procedure.outcome or 'under way'}",
        "",
        f"- case {known.case}: {phase(known)}; {release(known, now)}",
        f"- {manager(known)}",
        "",
        *owed_list(owed_in(procedure.obligations), now, known.calendar),
    ]
    return "\n".join(lines)


def _given_up(case: CaseState, now: datetime) -> Iterator[str]:
    """Of a preparation at short notice, while it lasts: what has less time than planned."""
    rows = []
    for each in given_up_shown(case, now) if case.phase == "preparation" else ():
        when = "at once" if each["at_once"] else each["now"]
        rows.append(f"{each['step']}: {when} instead of {each['planned']} days before release")
    return listed("Given up for want of time", rows)


def _changed(case: CaseState) -> Iterator[str]:
    met = last_meeting(case)
    news = [f"{day_of(each.at, case.calendar)}: {each.what}" for each in reversed(changes(case, met))]
    since = f"the meeting of {day_of(met, case.calendar)}" if met else "the opening"
    return listed(f"Since {since}", news or ["nothing has changed"])


def _without_effect(case: CaseState) -> Iterator[str]:
    waiting = [f"parked: {_unused(each)}" for each in case.parked]
    refused = [f"refused: {_unused(each)}" for each in reversed(case.refused[-MOST_REFUSED:])]
    more = len(case.refused) - len(refused)
    earlier = [f"{more} refused earlier"] if more else []
    return listed("Facts without effect", [*waiting, *refused, *earlier])


def _unused(fact: Unused) -> str:
    name = fact.type.removeprefix(PREFIX).removesuffix(SUFFIX)
    until = f", until {fact.until:%Y-%m-%d %H:%M}Z" if fact.until else ""
    return f"{name} (fact {fact.number}): {fact.reason}{until}"
