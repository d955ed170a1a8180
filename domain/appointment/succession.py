"""The fold of what comes with another manager, or another area: the case handed over, and its new holder (R78)."""

from domain.appointment.events import CaseHolderChanged
from domain.appointment.facts import CaseHandedOver
from domain.case.folding import apply
from domain.case.state import CaseState
from domain.events import Envelope
from domain.network.sections import NetworkMember
from domain.vocabulary import role_of


@apply.register
def _handed_over(event: CaseHandedOver, case: CaseState, of: Envelope) -> CaseState:
    if case.case_handover is None:
        return case
    return case.model_copy(
        update={"case_handover": case.case_handover.model_copy(update={"done_at": of.occurred_at})}
    )


@apply.register
def _holder_changed(event: CaseHolderChanged, case: CaseState, of: Envelope) -> CaseState:
    """The new holder is of the core; who was before stays for an activity, and to hand over what they know."""
    role, known = role_of(event.holder), case.member(event.holder)
    if known is None or known.is_gone:
        known = NetworkMember(member=event.holder, role=role, standing="permanent")
    others = [each for each in case.network if each.member != event.holder]
    area = case.case_holder_area
    relieved = (_relieved(each, area, case, of) if each.role == role else each for each in others)
    holder = known.model_copy(update={"standing": "permanent", "relieved_in": None})
    return case.model_copy(
        update={
            "network": (holder, *relieved),
            "case_holder": event.holder,
            "case_holder_since": of.occurred_at,
            "case_holder_area": event.jurisdiction,
        }
    )


def _relieved(member: NetworkMember, area: str | None, case: CaseState, of: Envelope) -> NetworkMember:
    """They keep the area that they were relieved in first, however often the case goes on to another. Nobody waits for
    the answer of who never had the case and hasn't it to hand over."""
    relieved_in = member.relieved_in or area
    handover = case.area_handover
    has_nothing = handover is not None and handover.outgoing != member.member
    is_silent = member.state in ("proposed", "invited")
    passed_over = (member.passed_over or of.occurred_at) if is_silent and has_nothing else member.passed_over
    changes = {
        "standing": "ad-hoc",
        "for_seat": False,
        "relieved_in": relieved_in,
        "passed_over": passed_over,
    }
    return member.model_copy(update=changes)
