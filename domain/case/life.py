"""The fold of what concerns the case as a whole: its phases, its unused facts, its procedures."""

from domain.case.events import (
    CalendarRenewed,
    CaseClosed,
    CaseHeld,
    CaseOpened,
    CaseReopened,
    CaseResumed,
    FactParked,
    FactRefused,
    FactSkipped,
    PhaseEntered,
    PreparationShortened,
    ProcedureEnded,
    ProcedureInterrupted,
    ProcedureStarted,
    ReleaseChangeHeld,
    ReleaseSettled,
)
from domain.case.facts import CaseMerged, CaseTransferred, FactWithdrawn
from domain.case.folding import apply
from domain.case.judging import CLOSED
from domain.case.sections import Running, Unused
from domain.case.state import CaseState
from domain.events import Envelope
from domain.handover.sections import Handover, Item
from domain.network.sections import NetworkMember
from domain.vocabulary import role_of

UNUSED_KEPT = 100
"""Refused facts that the state still shows; the ledger has them all."""


@apply.register
def _opened(event: CaseOpened, case: CaseState, of: Envelope) -> CaseState:
    members = tuple(
        NetworkMember(member=member, role=role_of(member), standing="permanent") for member in event.members
    )
    items = {
        item: Item.model_validate({"item": item, "requested_at": of.recorded_at}) for item in event.items
    }
    return case.model_copy(
        update={
            "case": of.case,
            "policy": event.policy,
            "phase": "preparation",
            "phase_since": of.recorded_at,
            "opened_at": of.recorded_at,
            "short_notice": event.short_notice,
            "calendar": event.calendar,
            "case_holder": event.case_holder,
            "case_holder_since": of.recorded_at,
            "case_holder_area": case.jurisdiction,
            "network": members,
            "chosen": event.chosen,
            "handover": Handover.model_validate({"items": items}) if items else None,
            "release": case.release.model_copy(update={"settled": case.release.day}),
        }
    )


@apply.register
def _calendar_renewed(event: CalendarRenewed, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"calendar": event.calendar})


@apply.register
def _phase_entered(event: PhaseEntered, case: CaseState, of: Envelope) -> CaseState:
    changes: dict[str, object] = {"phase": event.phase, "phase_since": event.since}
    if event.phase == "recalled":
        changes |= {"recall": None, "released_at": None}
    if event.phase == "preparation":
        # Another preparation: nothing that was held from the one before concerns it.
        day = case.release.day
        changes["release"] = case.release.model_copy(
            update={"settled": day, "held": None, "settles_at": None}
        )
    return case.model_copy(update=changes)


@apply.register
def _closed(event: CaseClosed, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(
        update={
            "phase": "closed",
            "phase_since": of.recorded_at,
            "phase_before_closing": case.phase,
            "since_before_closing": case.phase_since,
            "closed_because": event.because,
        }
    )


@apply.register
def _reopened(event: CaseReopened, case: CaseState, of: Envelope) -> CaseState:
    # What was refused only because the case was closed is judged again.
    waiting = [each for each in case.refused if each.reason.startswith(CLOSED)]
    parked = sorted((*case.parked, *waiting), key=lambda each: each.number)
    return case.model_copy(
        update={
            "phase": event.phase,
            "phase_since": case.since_before_closing,
            "closed_because": None,
            "refused": tuple(each for each in case.refused if not each.reason.startswith(CLOSED)),
            "parked": tuple(parked),
        }
    )


@apply.register
def _held(event: CaseHeld, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"held": True})


@apply.register
def _resumed(event: CaseResumed, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"held": False})


@apply.register
def _release_change_held(event: ReleaseChangeHeld, case: CaseState, of: Envelope) -> CaseState:
    release = case.release.model_copy(update={"held": event.day, "settles_at": event.until})
    return case.model_copy(update={"release": release})


@apply.register
def _release_settled(event: ReleaseSettled, case: CaseState, of: Envelope) -> CaseState:
    release = case.release.model_copy(update={"settled": event.day, "held": None, "settles_at": None})
    return case.model_copy(update={"release": release})


@apply.register
def _shortened(event: PreparationShortened, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"given_up": event.given_up})


@apply.register
def _refused(event: FactRefused, case: CaseState, of: Envelope) -> CaseState:
    unused = Unused(number=of.number or 0, type=event.type, reason=event.reason, cause=of.cause)
    parked = tuple(each for each in case.parked if each.number != of.number)
    return case.model_copy(update={"refused": (*case.refused, unused)[-UNUSED_KEPT:], "parked": parked})


@apply.register
def _parked(event: FactParked, case: CaseState, of: Envelope) -> CaseState:
    unused = Unused(
        number=of.number or 0, type=event.type, reason=event.reason, cause=of.cause, until=event.until
    )
    others = (each for each in case.parked if each.number != of.number)
    return case.model_copy(update={"parked": tuple(sorted((*others, unused), key=lambda each: each.number))})


@apply.register
def _skipped(event: FactSkipped, case: CaseState, of: Envelope) -> CaseState:
    return case


@apply.register
def _procedure_started(event: ProcedureStarted, case: CaseState, of: Envelope) -> CaseState:
    running = Running(procedure=event.procedure, number=event.number, about=event.about)
    return case.model_copy(update={"running": (*case.running, running), "procedures": event.number})


@apply.register
def _procedure_ended(event: ProcedureEnded, case: CaseState, of: Envelope) -> CaseState:
    running = tuple(each for each in case.running if each.number != event.number)
    conducted = case.conducted | {event.procedure: of.recorded_at}
    return case.model_copy(update={"running": running, "conducted": conducted})


@apply.register
def _procedure_interrupted(event: ProcedureInterrupted, case: CaseState, of: Envelope) -> CaseState:
    return case


@apply.register
def _merged(event: CaseMerged, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"ended_by": "merged", "merged_into": event.into})


@apply.register
def _transferred(event: CaseTransferred, case: CaseState, of: Envelope) -> CaseState:
    ended_by = "transferred-out" if event.out else case.ended_by
    return case.model_copy(
        update={
            "jurisdiction": event.jurisdiction,
            "office": event.office,
            "transferred_at": of.occurred_at,
            "ended_by": ended_by,
        }
    )


@apply.register
def _withdrawn(event: FactWithdrawn, case: CaseState, of: Envelope) -> CaseState:
    return case
