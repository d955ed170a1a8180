"""The fold of facts that change nothing: refused, parked, skipped, or withdrawn."""

from domain.case.events import FactParked, FactRefused, FactSkipped
from domain.case.facts import FactWithdrawn
from domain.case.folding import apply
from domain.case.sections import Unused
from domain.case.state import CaseState
from domain.events import Envelope

UNUSED_KEPT = 100
"""Refused facts that the state still shows; the ledger has them all."""


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
def _withdrawn(event: FactWithdrawn, case: CaseState, of: Envelope) -> CaseState:
    return case.model_copy(update={"withdrawn": (*case.withdrawn, event.cause)})
