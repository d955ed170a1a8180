"""The fold of a case's stream. Importing it registers every folder's part."""

import domain.appointment.fold
import domain.appointment.reopening
import domain.appointment.succession
import domain.assessment.fold
import domain.breach.fold
import domain.case.life
import domain.case.unused
import domain.closing.fold
import domain.court.fold
import domain.custody.fold
import domain.handover.fold
import domain.meetings.fold
import domain.network.fold
import domain.network.moving
import domain.network.seats
import domain.person.fold
import domain.plan.fold
import domain.procedures.fold
import domain.reconciliation.fold
import domain.risk.fold
import domain.sharing.fold
import domain.supervision.fold
import domain.transfer.fold  # noqa: F401  (each registers its events with ``folding.apply``)
from domain.case.folding import apply
from domain.case.hearing import with_what_was_late
from domain.case.state import CaseState
from domain.events import Envelope, Fact
from domain.obligations.obligation import ObligationEvent, fold_obligation


def fold_case(case: CaseState, envelope: Envelope) -> CaseState:
    """The case after one more event of its stream."""
    event = envelope.event()
    if isinstance(event, ObligationEvent):
        obligations = fold_obligation(case.obligations, event, envelope.recorded_at)
        return case.model_copy(update={"obligations": obligations})
    case = apply(event, case, envelope)
    if isinstance(event, Fact):
        case = case.model_copy(update={"parked": _without(case, envelope.number)})
        case = with_what_was_late(case, envelope)
    return case.model_copy(update={"last_fact": max(case.last_fact, envelope.number or 0)})


def _without(case: CaseState, number: int | None) -> tuple[object, ...]:
    return tuple(each for each in case.parked if each.number != number)
