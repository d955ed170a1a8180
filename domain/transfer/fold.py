"""The fold of a case's way from one area to another."""

from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.transfer.events import TransferBegun
from domain.transfer.facts import CasePassedOn, CaseReceived, Part
from domain.transfer.sections import AreaHandover, PassedPart


@apply.register
def _begun(event: TransferBegun, case: CaseState, of: Envelope) -> CaseState:
    handover = AreaHandover(
        former=event.former,
        area=event.area,
        outgoing=event.outgoing,
        to=event.to,
        since=of.occurred_at,
        parts={part: PassedPart() for part in event.parts},
    )
    return case.model_copy(update={"area_handover": handover})


def _with(case: CaseState, parts: dict[Part, PassedPart]) -> CaseState:
    known = case.area_handover
    if known is None:
        return case
    # In the order in which they were named first, whichever of them is heard of first.
    passed = {part: parts.get(part, before) for part, before in known.parts.items()}
    return case.model_copy(update={"area_handover": known.model_copy(update={"parts": passed})})


@apply.register
def _passed_on(event: CasePassedOn, case: CaseState, of: Envelope) -> CaseState:
    """What was handed over twice was handed over the first time."""
    known, at = case.area_handover, of.occurred_at
    named = event.parts or (tuple(known.parts) if known is not None else ())
    passed = {part: known.parts[part] for part in named if part in known.parts} if known is not None else {}
    return _with(
        case,
        {
            part: each.model_copy(update={"handed_at": min(each.handed_at or at, at)})
            for part, each in passed.items()
        },
    )


@apply.register
def _received(event: CaseReceived, case: CaseState, of: Envelope) -> CaseState:
    """Of what hadn't been handed over by then, an acknowledgement means nothing."""
    known, at = case.area_handover, of.occurred_at
    if known is None:
        return case
    arrived = {part: each for part, each in known.parts.items() if each.handed_at and each.handed_at <= at}
    return _with(
        case,
        {
            part: each.model_copy(update={"acknowledged_at": min(each.acknowledged_at or at, at)})
            for part, each in arrived.items()
            if part in (event.parts or arrived)
        },
    )
