"""Who holds the seat of a permanent role where several were asked for it, and the fold of looking for them.

The seat is held by whoever accepted first. While nobody has, it is held by the first who may still answer. So it makes
no difference in which order answers arrive; who accepts second stays, as an ad hoc member (R52). Somebody who was
proposed beside the permanent member, and not in their place, has no claim to it.
"""

from datetime import datetime

from domain.case.folding import apply, put
from domain.case.state import CaseState
from domain.events import Envelope
from domain.network.events import NobodyFound, SubstituteProposed
from domain.network.sections import LEFT, NetworkMember, Search


@apply.register
def _substitute_proposed(event: SubstituteProposed, case: CaseState, of: Envelope) -> CaseState:
    known = case.member(event.member)
    new = known or NetworkMember(member=event.member, role=event.role, standing="ad-hoc")
    substitute = new.model_copy(update={"for_seat": True})
    case = case.model_copy(update={"network": put(case.network, known, substitute)})
    return seated(case, event.role, of.occurred_at)


@apply.register
def _nobody_found(event: NobodyFound, case: CaseState, of: Envelope) -> CaseState:
    known = case.search(event.role)
    if known is not None and known.filled_at is None:
        search = known.model_copy(update={"again": event.again, "instead_of": event.instead_of})
    else:
        search = Search(role=event.role, since=of.occurred_at, again=event.again, instead_of=event.instead_of)
    return case.model_copy(update={"searches": put(case.searches, known, search)})


def seated(case: CaseState, role: str, at: datetime) -> CaseState:
    """After an answer, or a proposal: who holds the seat of the role, and whether it is still sought."""
    if case.chosen is None:
        return case  # opened before there was a directory: its members stand as they stood then
    case = _found(case, role)
    asked = [each for each in case.network if each.role == role]
    claims = [each for each in asked if each.standing == "permanent" or each.for_seat]
    holder = _holder(claims)
    if holder is None or len(claims) == 1:
        return case
    seat = holder.model_copy(update={"standing": "permanent", "for_seat": True, "passed_over": None})
    others = [_beside(each, holder, at) if each in claims else each for each in asked if each is not holder]
    place = case.network.index(asked[0])
    rest = [each for each in case.network if each.role != role]
    changes: dict[str, object] = {"network": (*rest[:place], seat, *others, *rest[place:])}
    if role == "probation" and seat.member != case.case_holder:
        # The justice case holder is the probation officer, whoever that is (R76).
        changes |= {"case_holder": seat.member, "case_holder_since": at}
    return case.model_copy(update=changes)


def _holder(claims: list[NetworkMember]) -> NetworkMember | None:
    """None where everybody has left: the seat stays as it was until somebody else is found.

    Whoever keeps it for the area before gives way to the first who has accepted it for the new one.
    """
    here = [each for each in claims if each.stays_for is None]
    for asked in (here, claims):
        accepted = [each for each in asked if each.state == "accepted" and each.answered_at is not None]
        if accepted:
            return min(accepted, key=lambda each: (each.answered_at, each.member))
    return next((each for each in (*here, *claims) if each.state not in LEFT), None)


def _beside(member: NetworkMember, holder: NetworkMember, at: datetime) -> NetworkMember:
    """Nobody waits any longer for who didn't answer, once somebody else has accepted, or another area is to."""
    is_relieved = member.stays_for is not None and holder.stays_for is None
    is_taken = holder.state == "accepted" and holder.stays_for == member.stays_for
    silent = member.state in ("proposed", "invited") and (is_taken or is_relieved)
    changes: dict[str, object] = {
        "standing": "ad-hoc",
        "for_seat": not is_relieved,
        "passed_over": (member.passed_over or at) if silent else None,
    }
    if is_relieved:
        changes |= {"relieved_in": member.relieved_in or member.stays_for, "stays_for": None}
    return member.model_copy(update=changes)


def _found(case: CaseState, role: str) -> CaseState:
    search = case.search(role)
    of_role = (each for each in case.network if each.role == role and each.stays_for is None)
    here = [each for each in of_role if each.relieved_in in (None, case.jurisdiction)]
    accepted = [each.answered_at for each in here if each.state == "accepted"]
    if search is None or search.filled_at is not None or not accepted:
        return case
    new = search.model_copy(update={"filled_at": min(at for at in accepted if at is not None)})
    return case.model_copy(update={"searches": put(case.searches, search, new)})
