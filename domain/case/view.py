"""The case view: what the outside sees of a case, computed from its folded states when it is read."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.assessment.showing import concern_shown, round_shown
from domain.breach.showing import breach_shown
from domain.briefing.arc import arc
from domain.briefing.changes import changes, last_meeting
from domain.calendar import LocalCalendar
from domain.case.shortening import given_up_shown
from domain.case.standing_still import stands_still_since
from domain.case.state import CaseState
from domain.case.warnings import warnings
from domain.closing.showing import closing_shown
from domain.court.showing import condition_shown, report_shown
from domain.custody.showing import release_held
from domain.handover.gaps import gaps
from domain.handover.showing import gaps_shown, handover_shown, release_check_shown
from domain.meetings.shown import next_meeting
from domain.network.agreements import agreement_shown
from domain.network.coordination import authority_of, in_effect
from domain.obligations.obligation import Obligation
from domain.plan.showing import plan_shown
from domain.procedure import ProcedureState
from domain.supervision.showing import attendance_shown
from domain.vocabulary import ClosedBecause, Coordination, Instant, Level, Phase

NEWS_SHOWN = 50
Entry = dict[str, Any]
"""An element of a section, with the fields that the contract names."""


class CaseView(BaseModel):
    """The view that the contract fixes, field by field."""

    model_config = ConfigDict(frozen=True)

    case: str
    person: str | None
    known_as: list[str]
    """Other references of the same person, merged with this one until they are unmerged."""
    merged_into: str | None
    """The case that goes on in the place of this one."""
    about: Entry
    jurisdiction: str | None
    office: str | None
    policy: str
    policy_since: Instant | None
    """When the case was moved to it; None while it is the one that it began with."""
    phase: Phase | None
    closed_because: ClosedBecause | None
    held: bool
    short_notice: bool
    given_up: list[Entry]
    """At short notice: each step with the days before release planned for it, and those it has (R17)."""
    level: Level | None
    level_provisional: bool
    now: Instant
    opened: Instant | None
    custody: Entry
    release: Entry
    release_held: Entry | None
    """Of a release date that has just changed: until when all is owed by the one before, and which that is."""
    released: date | None
    """The day on which the person left, whichever had been announced."""
    supervision_start: date | None
    """Of a sentence in the community, which nobody is released to."""
    supervision_end: date | None
    case_holder: str | None
    case_manager: Entry | None
    coordinator: str | None
    """The case manager, as coordinator of the programme: another role than the justice case holder's (R78)."""
    contact: Entry | None
    """The single point of contact (R75)."""
    appointment: Entry | None
    """The joint decision under way, or the last one: every role's vote is on record (R51)."""
    coordination: Coordination
    coordination_in_effect: Coordination
    """Horizontal too where nobody is there who could decide alone: an authority accepts, signs, and serves the area."""
    authority: str | None
    """Who decides where coordination is vertical: against equal weight, and so for everybody to see (R43, R50)."""
    network: list[Entry]
    handover: Entry | None
    transfer: Entry | None
    """The last handover from one area's probation service to another's, part by part (R14)."""
    factors: list[Entry]
    leader: Entry | None
    assessments: list[Entry]
    plan: Entry
    conditions: list[Entry]
    court_reports: list[Entry]
    meetings: list[Entry]
    next_meeting: Entry | None
    time_spent: int
    """Minutes, in all meetings (R91)."""
    attendance: Entry
    """Appointments kept and missed, over all and by condition; and misses that somebody is to look at."""
    concerns: list[Entry]
    breaches: list[Entry]
    disclosures: list[Entry]
    informed: Instant | None
    stands_still_since: Instant | None
    """When something was to happen by itself that hasn't, for longer than it may take."""
    warnings: list[str]
    """What was accepted and may be a slip of the pen."""
    gaps: list[str]
    gaps_owed: list[Entry]
    release_check: Entry | None
    refused: list[Entry]
    parked: list[Entry]
    obligations: list[Entry]
    since_last_meeting: Entry
    """When the network last met, and what has changed since, the newest first."""
    closing: Entry | None
    """The planned end of support, and what came of its evaluation."""
    arc: list[Entry]
    """What the case was, once it is closed."""
    version: int


def case_view(
    case: CaseState,
    procedures: Sequence[ProcedureState],
    now: datetime,
    version: int,
    patience: timedelta = timedelta.max,
) -> CaseView:
    """The view at ``now``; ``version`` is the case-wide position of the newest event.

    ``patience``: how late a step of the case may be before it counts as standing still.
    """
    return CaseView(
        case=case.case,
        person=case.person,
        known_as=[*case.known_as, *case.same_as],
        merged_into=case.merged_into,
        about=_of(case, "birth_year", "gender"),
        jurisdiction=case.jurisdiction,
        office=case.office,
        policy=case.policy,
        policy_since=case.policy_since,
        phase=case.phase,
        closed_because=case.closed_because,
        held=case.held,
        short_notice=case.short_notice,
        given_up=given_up_shown(case, now),
        level=case.level,
        level_provisional=case.level_provisional,
        now=now,
        opened=case.opened_at,
        custody=_of(case.custody, "status", "establishment"),
        release={"date": case.release.day, "kind": case.release.kind},
        release_held=release_held(case),
        released=_released(case),
        supervision_start=case.supervision_start if case.is_community else None,
        supervision_end=case.supervision_end,
        case_holder=case.case_holder,
        case_manager=case.case_manager.model_dump() if case.case_manager else None,
        coordinator=case.manager,
        contact=case.contact.model_dump() if case.contact else None,
        appointment=_appointment(case),
        coordination=case.coordination,
        coordination_in_effect=in_effect(case),
        authority=authority_of(case),
        network=[
            _of(each, "member", "role", "standing", "state", "agreement_signed", "may_receive")
            | {"agreement": agreement_shown(each)}
            for each in case.network
        ],
        handover=handover_shown(case),
        transfer=case.area_handover.model_dump() if case.area_handover else None,
        factors=[each.model_dump() for each in case.factors],
        leader=case.leader.model_dump() if case.leader else None,
        assessments=[round_shown(each) for each in case.assessments],
        plan=plan_shown(case),
        conditions=[condition_shown(each) for each in case.conditions],
        court_reports=[report_shown(case, each) for each in case.court_reports],
        meetings=[each.model_dump() for each in case.meetings],
        next_meeting=next_meeting(case, procedures, now),
        time_spent=case.minutes_spent,
        attendance=attendance_shown(case.attendance),
        concerns=[concern_shown(case, each) for each in case.concerns],
        breaches=[breach_shown(case, each) for each in case.breaches],
        disclosures=[_of(each, "disclosure", "state", "informed") for each in case.disclosures],
        informed=case.informed,
        stands_still_since=stands_still_since(case, procedures, now, patience),
        warnings=list(warnings(case)),
        gaps=gaps(case),
        gaps_owed=gaps_shown(case),
        release_check=release_check_shown(case),
        refused=[_of(each, "type", "reason", "number") for each in case.refused],
        parked=[_of(each, "type", "reason", "number", "until") for each in case.parked],
        obligations=[*_owed_in(case, procedures)],
        since_last_meeting=_news(case),
        closing=closing_shown(case),
        arc=[each._asdict() for each in arc(case)],
        version=version,
    )


def _of(section: BaseModel, *fields: str) -> Entry:
    return {field: getattr(section, field) for field in fields}


def _released(case: CaseState) -> date | None:
    if case.released_at is None or case.calendar is None:
        return None
    return case.calendar.local_date(case.released_at)


def _news(case: CaseState) -> Entry:
    met = last_meeting(case)
    news = reversed(changes(case, met))
    return {"meeting": met, "changes": [each._asdict() for each in islice(news, NEWS_SHOWN)]}


def _appointment(case: CaseState) -> Entry | None:
    known = case.appointment or case.appointment_decided
    if known is None:
        return None
    cast = sorted(known.votes.values(), key=lambda ballot: ballot.at)
    votes = [_of(ballot, "member", "nominee", "vote", "at") for ballot in cast]
    return _of(known, "opened_at", "due", "nominees", "decided_at") | {"votes": votes}


def _owed_in(case: CaseState, procedures: Sequence[ProcedureState]) -> Iterator[Entry]:
    """In the case itself, then in each of its procedures."""
    yield from (_owed(each, case.calendar) for each in case.obligations.values())
    for of in procedures:
        where = f"{of.procedure}/{of.number}/"
        yield from (_owed(each, case.calendar, where) for each in of.obligations.values())


def _owed(obligation: Obligation, local: LocalCalendar | None, where: str = "") -> Entry:
    """``where``: the procedure it is owed in. The same may be owed again in a later one.

    ``day`` is the local day at whose end it is due; None for what is due within hours.
    """
    shown = _of(obligation, "kind", "what", "owner", "due", "state", "escalations")
    day = local.day_due(obligation.due) if local is not None else None
    return {"id": where + obligation.id, "day": day} | shown
