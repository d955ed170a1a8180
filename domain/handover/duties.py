"""What is owed until every item has reached its receiver (R14, R16)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.owing import owed
from domain.case.sections import Item
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.handover.rules import receiver
from domain.obligations.duty import Duty
from domain.policy import Policy


def handover_duties(case: CaseState, policy: Policy) -> list[Duty]:
    if case.handover is None:
        return []
    return [duty for item in case.handover.items.values() for duty in _of_item(item, case, policy)]


def _of_item(item: Item, case: CaseState, policy: Policy) -> Iterator[Duty]:
    timetable = Timetable(case, policy)
    supplied = item.supplied_at if item.state in ("supplied", "acknowledged") else item.refused_at
    yield from owed(
        case,
        policy,
        "supply-item",
        f"supply {item.item}",
        owner=case.in_role("prison"),
        due=timetable.before_release(policy.preparation.items_supplied),
        since=item.requested_at,
        met_at=supplied if item.state != "requested" else None,
        about=item.item,
    )
    if item.state in ("supplied", "acknowledged"):
        yield from owed(
            case,
            policy,
            "acknowledge-item",
            f"acknowledge {item.item}",
            owner=receiver(case, item.item),
            due=_acknowledged_by(item, timetable, case, policy),
            since=item.supplied_at,
            met_at=item.acknowledged_at,
            about=item.item,
        )


def _acknowledged_by(item: Item, timetable: Timetable, case: CaseState, policy: Policy) -> datetime | None:
    """By the date of the policy; for an item that came late, a few days after it came."""
    planned = timetable.before_release(policy.preparation.items_acknowledged)
    if planned is None or item.supplied_at is None or case.calendar is None:
        return planned
    return max(planned, policy.preparation.acknowledge_late_item.after(item.supplied_at, case.calendar))
