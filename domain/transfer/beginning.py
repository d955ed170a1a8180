"""When a case is to be handed over to another area, and who hands over what (R14, R78)."""

from collections.abc import Iterator
from datetime import datetime

from domain.appointment.holder import holder_in
from domain.case.following import Follows
from domain.case.state import CaseState
from domain.policy import Policy
from domain.transfer.events import TransferBegun
from domain.transfer.facts import Part


def transfer_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """Before the new area's service becomes the justice case holder: by then the former one is still known as such."""
    former, area, known = case.case_holder_area, case.jurisdiction, case.area_handover
    if policy.transfer is None or case.transferred_at is None or former is None or area is None:
        return
    outgoing, to = _outgoing(case), holder_in(case, area)
    if former == area or outgoing in (None, to):
        return
    if known is None or (known.former, known.area) != (former, area):
        assert outgoing is not None
        begun = TransferBegun(former=former, area=area, outgoing=outgoing, to=to, parts=_held(case))
        yield Follows(now, begun)


def _outgoing(case: CaseState) -> str | None:
    """Who holds the case, unless they are still waiting for it themselves."""
    last = case.area_handover
    is_waiting = last is not None and last.to == case.case_holder and last.handed_at is None
    return last.outgoing if is_waiting and last is not None else case.case_holder


def _held(case: CaseState) -> tuple[Part, ...]:
    items = case.handover.items.values() if case.handover is not None else ()
    return ("case-file", *(each.item for each in items if each.supplied_at is not None))
