"""The case view: what the outside sees of a case, computed from its folded states when it is read."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.case.state import CaseState
from domain.handover.gaps import gaps
from domain.handover.rules import receiver
from domain.meetings.shown import next_meeting
from domain.network.agreements import agreement_shown
from domain.network.coordination import authority_of
from domain.obligations.obligation import Obligation
from domain.procedure import ProcedureState
from domain.vocabulary import ClosedBecause, Coordination, Instant, Level, Phase

Entry = dict[str, Any]
"""An element of a section, with the fields that the contract names."""


class CaseView(BaseModel):
    """The view that the contract fixes, field by field."""

    model_config = ConfigDict(frozen=True)

    case: str
    person: str | None
    jurisdiction: str | None
    office: str | None
    policy: str
    phase: Phase | None
    closed_because: ClosedBecause | None
    held: bool
    short_notice: bool
    level: Level | None
    level_provisional: bool
    now: Instant
    opened: Instant | None
    custody: Entry
    release: Entry
    supervision_end: date | None
    case_holder: str | None
    case_manager: Entry | None
    coordination: Coordination
    authority: str | None
    """Who decides where coordination is vertical: against equal weight, and so for everybody to see (R43, R50)."""
    network: list[Entry]
    handover: Entry | None
    factors: list[Entry]
    assessments: list[Entry]
    plan: Entry
    conditions: list[Entry]
    court_reports: list[Entry]
    meetings: list[Entry]
    next_meeting: Entry | None
    time_spent: int
    """Minutes, in all meetings (R91)."""
    concerns: list[Entry]
    breaches: list[Entry]
    disclosures: list[Entry]
    informed: Instant | None
    gaps: list[str]
    refused: list[Entry]
    parked: list[Entry]
    obligations: list[Entry]
    version: int


def case_view(case: CaseState, procedures: Sequence[ProcedureState], now: datetime, version: int) -> CaseView:
    """The view at ``now``; ``version`` is the case-wide position of the newest event."""
    return CaseView(
        case=case.case,
        person=case.person,
        jurisdiction=case.jurisdiction,
        office=case.office,
        policy=case.policy,
        phase=case.phase,
        closed_because=case.closed_because,
        held=case.held,
        short_notice=case.short_notice,
        level=case.level,
        level_provisional=case.level_provisional,
        now=now,
        opened=case.opened_at,
        custody=_of(case.custody, "status", "establishment"),
        release={"date": case.release.day, "kind": case.release.kind},
        supervision_end=case.supervision_end,
        case_holder=case.case_holder,
        case_manager=case.case_manager.model_dump() if case.case_manager else None,
        coordination=case.coordination,
        authority=authority_of(case),
        network=[
            _of(each, "member", "role", "standing", "state", "agreement_signed")
            | {"agreement": agreement_shown(each)}
            for each in case.network
        ],
        handover=_handover(case),
        factors=[each.model_dump() for each in case.factors],
        assessments=[_of(each, "round", "reason", "state", "level", "due") for each in case.assessments],
        plan=_plan(case),
        conditions=[_of(each, "condition", "kind", "state", "until") for each in case.conditions],
        court_reports=[_of(each, "due", "state") for each in case.court_reports],
        meetings=[each.model_dump() for each in case.meetings],
        next_meeting=next_meeting(case, procedures, now),
        time_spent=case.minutes_spent,
        concerns=[_of(each, "concern", "kind", "urgency", "state") for each in case.concerns],
        breaches=[_of(each, "breach", "condition", "urgency", "state", "outcome") for each in case.breaches],
        disclosures=[_of(each, "disclosure", "state", "informed") for each in case.disclosures],
        informed=case.informed,
        gaps=gaps(case),
        refused=[_of(each, "type", "reason", "number") for each in case.refused],
        parked=[_of(each, "type", "reason", "number") for each in case.parked],
        obligations=[
            *(_owed(each) for each in case.obligations.values()),
            *(
                _owed(each, f"{of.procedure}/{of.number}/")
                for of in procedures
                for each in of.obligations.values()
            ),
        ],
        version=version,
    )


def _of(section: BaseModel, *fields: str) -> Entry:
    return {field: getattr(section, field) for field in fields}


def _handover(case: CaseState) -> Entry | None:
    if case.handover is None:
        return None
    items = [
        _of(item, "item", "state", "by") | {"receiver": receiver(case, item.item)}
        for item in case.handover.items.values()
    ]
    return {"state": case.handover.state, "items": items}


def _plan(case: CaseState) -> Entry:
    interventions = [_of(each, "activity", "status", "provider") for each in case.plan.interventions]
    return {"state": case.plan.state, "interventions": interventions}


def _owed(obligation: Obligation, where: str = "") -> Entry:
    """``where``: the procedure it is owed in. The same may be owed again in a later one."""
    shown = _of(obligation, "kind", "what", "owner", "due", "state", "escalations")
    return {"id": where + obligation.id} | shown
