"""The fold of what concerns the case as a whole: how it opens, goes on, closes and is taken up again."""

from domain.case.events import (
    CalendarRenewed,
    CaseClosed,
    CaseHeld,
    CaseOpened,
    CaseReopened,
    CaseResumed,
    PhaseEntered,
    PolicyChanged,
    PreparationShortened,
)
from domain.case.facts import CaseMerged, CaseTransferred
from domain.case.folding import apply
from domain.case.judging import CLOSED
from domain.case.sections import Stay
from domain.case.state import CaseState
from domain.events import Envelope
from domain.handover.sections import Handover, Item
from domain.network.sections import NetworkMember
from domain.vocabulary import role_of

PHASES_KEPT = 40
"""Phases that the state still shows: nobody is recalled so often."""


def _way(case: CaseState, stay: Stay) -> tuple[Stay, ...]:
    return (*case.phases, stay)[-PHASES_KEPT:]


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
            "phases": _way(case, Stay(phase="preparation", since=of.recorded_at)),
            "opened_at": of.recorded_at,
            "short_notice": event.short_notice,
            "calendar": event.calendar,
            "case_holder": event.case_holder,
            "case_holder_since": of.recorded_at,
            "case_holder_area": case.jurisdiction,
            "network": members,
            "network_area": case.jurisdiction,
            "network_office": case.office,
            "chosen": event.chosen,
            "handover": Handover.model_validate({"items": items}) if items else None,
            "release": case.release.model_copy(update={"settled": case.release.day}),
        }
    )


@apply.register
def _calendar_renewed(event: CalendarRenewed, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"calendar": event.calendar, "calendar_outdated": False})


@apply.register
def _policy_changed(event: PolicyChanged, case: CaseState, of: Envelope) -> CaseState:
    changes = {"policy": event.to, "policy_since": of.recorded_at, "calendar_outdated": True}
    return case.model_copy(update=changes)


@apply.register
def _phase_entered(event: PhaseEntered, case: CaseState, of: Envelope) -> CaseState:
    changes: dict[str, object] = {"phase": event.phase, "phase_since": event.since}
    changes["phases"] = _way(case, Stay(phase=event.phase, since=event.since, reason=event.reason))
    if event.phase == "recalled":
        changes |= {"recall": None, "recall_since": None, "released_at": None}
    if event.phase == "supervision" and case.released_at is None and case.custody.status == "at-liberty":
        # What had called them back no longer stands, and nobody had taken them in: released as they were.
        changes["released_at"] = case.last_released
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
            "phases": _way(case, Stay(phase="closed", since=of.recorded_at, reason=event.because)),
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
            "phases": _way(case, Stay(phase=event.phase, since=of.recorded_at, reason=event.reason)),
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
def _shortened(event: PreparationShortened, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"given_up": event.given_up, "given_up_at": of.occurred_at})


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
