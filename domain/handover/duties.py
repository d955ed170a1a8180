"""What is owed until every item has reached its receiver (R14, R16)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.handover.rules import receiver
from domain.handover.sections import Item
from domain.network.answering import owner_in_role
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.span import PlainSpan


def handover_duties(case: CaseState, policy: Policy) -> list[Duty]:
    if case.handover is None:
        return []
    return [
        duty
        for item in case.handover.items.values()
        for duty in (*_supplied(item, case, policy), *_acknowledged(item, case, policy))
    ]


def _supplied(item: Item, case: CaseState, policy: Policy) -> list[Duty]:
    """What was asked for anew has some days from then on, however late it was asked for."""
    rules = policy.preparation
    supplied = item.supplied_at if item.state in ("supplied", "acknowledged") else item.refused_at
    if rules.supply_requested_item is not None:
        # What is supplied anew without being asked for is no late answer to the request.
        supplied = item.answered_at or supplied
    return owed(
        case,
        policy,
        "supply-item",
        f"supply {item.item}",
        owner=owner_in_role(case, "prison", policy),
        due=_due(
            case,
            policy,
            rules.items_supplied,
            rules.supply_requested_item if item.asked_anew else None,
            item.requested_at,
        ),
        since=item.requested_at,
        met_at=supplied if item.state != "requested" else None,
        about=item.item,
    )


def _acknowledged(item: Item, case: CaseState, policy: Policy) -> Iterator[Duty]:
    """Each time that it was handed over is acknowledged by itself: the first one doesn't stand for a newer one.

    An item that came late has a few days after it came.
    """
    rules = policy.preparation
    newer = rules.acknowledge_newer_item
    times: list[tuple[datetime | None, datetime | None]] = []
    if newer is not None:
        times += [(each.supplied_at, each.acknowledged_at) for each in item.earlier if each.acknowledged_at]
    if item.state in ("supplied", "acknowledged"):
        times.append((item.supplied_at, item.acknowledged_at))
    first = 1 + item.acknowledged_before if newer is not None else 1
    for time, (supplied_at, acknowledged_at) in enumerate(times, start=first):
        within = newer if time > 1 and newer is not None else rules.acknowledge_late_item
        yield from owed(
            case,
            policy,
            "acknowledge-item",
            f"acknowledge {item.item}",
            owner=receiver(case, item.item),
            due=_due(case, policy, rules.items_acknowledged, within, supplied_at),
            since=supplied_at,
            met_at=acknowledged_at,
            about=item.item if time == 1 else f"{item.item}:{time}",
        )


def _due(
    case: CaseState, policy: Policy, before: PlainSpan, within: PlainSpan | None, since: datetime | None
) -> datetime | None:
    """So long before release; or, where that is later, so long after ``since``."""
    planned = Timetable(case, policy).before_release(before)
    if planned is None or within is None or since is None or case.calendar is None:
        return planned
    return max(planned, within.after(since, case.calendar))
