"""Another area has become responsible: who sits there for the roles of the network (R31, R34, R46, R78).

For each role an agency of the new area is asked; who sat there stays until the first of them has accepted, and as an
ad hoc member after it. National agencies work in every area, and stay. The service that holds the case has been put in
its place with the transfer; prison goes with the person, and not with the area.
"""

from collections.abc import Collection, Mapping

from domain.case.folding import apply, put
from domain.case.state import CaseState
from domain.events import Envelope
from domain.network.events import NetworkMoved
from domain.network.seats import seated
from domain.network.sections import NetworkMember
from domain.policy import Policy
from domain.vocabulary import role_of

PRISON = "prison"
GO_THEIR_OWN_WAY = (PRISON, "probation")


def seats_to_move(case: CaseState, policy: Policy) -> list[NetworkMember]:
    """Who sits for the area before; nobody once its successors have been asked."""
    if not policy.network.moves or case.chosen is None or case.phase not in ("preparation", "supervision"):
        return []
    if case.network_area not in (None, case.jurisdiction):
        return _seats(case)
    is_elsewhere = case.office is not None and case.network_office != case.office
    return _core(case, without=(PRISON,)) if is_elsewhere and policy.network.moves_office else []


def moved(case: CaseState, chosen: Mapping[str, str], national: Collection[str]) -> NetworkMoved:
    """Whom the directory names in the new area, by role; or, as at the opening, the area's own by its name."""
    assert case.jurisdiction is not None
    seats = [each for each in _seats(case) if each.member not in national]
    successors = tuple(_successor(each, case, chosen, case.jurisdiction) for each in seats)
    return NetworkMoved(jurisdiction=case.jurisdiction, office=case.office, successors=successors)


def moved_within(case: CaseState, chosen: Mapping[str, str], elsewhere: Collection[str]) -> NetworkMoved:
    """To another office of the same area: whom the directory names instead of local agencies of another place.

    Where it has nobody the one of the place before goes on; regional and national agencies serve every office.
    """
    assert case.jurisdiction is not None
    local = [each for each in _core(case, without=(PRISON,)) if each.member in elsewhere]
    successors = tuple(chosen[each.role] for each in local if each.role in chosen)
    return NetworkMoved(jurisdiction=case.jurisdiction, office=case.office, successors=successors)


def _seats(case: CaseState) -> list[NetworkMember]:
    return _core(case, without=GO_THEIR_OWN_WAY)


def _core(case: CaseState, without: Collection[str]) -> list[NetworkMember]:
    return [each for each in case.network if each.standing == "permanent" and each.role not in without]


def _successor(seat: NetworkMember, case: CaseState, chosen: Mapping[str, str], area: str) -> str:
    """In an area where the case has been before, whoever sat there and is still in the network."""
    there = [
        each for each in case.network if each.role == seat.role and area in (each.stays_for, each.relieved_in)
    ]
    back = next((each.member for each in there if each.state == "accepted"), None)
    return back or chosen.get(seat.role) or f"{seat.role}:{area}"


@apply.register
def _moved(event: NetworkMoved, case: CaseState, of: Envelope) -> CaseState:
    for successor in event.successors:
        role = role_of(successor)
        network = tuple(_of_before(each, role, case.network_area) for each in case.network)
        case = case.model_copy(update={"network": _with(network, successor)})
        case = seated(case, role, of.occurred_at)
    now_for = {"network_area": event.jurisdiction, "network_office": event.office}
    return case.model_copy(update=now_for | {"network_moved_at": of.occurred_at})


def _of_before(member: NetworkMember, role: str, area: str | None) -> NetworkMember:
    """Everybody who was asked for the seat; they keep the area for which they were first."""
    if member.role != role or not (member.standing == "permanent" or member.for_seat):
        return member
    return member.model_copy(update={"stays_for": member.stays_for or area})


def _with(network: tuple[NetworkMember, ...], successor: str) -> tuple[NetworkMember, ...]:
    """Who has left the network is asked anew."""
    known = next((each for each in network if each.member == successor), None)
    if known is None or known.is_gone:
        new = NetworkMember(member=successor, role=role_of(successor), standing="ad-hoc", for_seat=True)
    else:
        new = known.model_copy(update={"for_seat": True, "relieved_in": None, "stays_for": None})
    return put(network, known, new)
