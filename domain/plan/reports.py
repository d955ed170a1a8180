"""How an activity goes, from the reports of its provider, in the order in which things occurred.

The newest report says where it stands. One that is heard of late still counts for its own day: when it began, and how
often the person came or didn't. Of two reports of the same instant the later received corrects the one before.
"""

from datetime import datetime

from domain.plan.sections import Intervention, Report
from domain.vocabulary import InterventionStatus

KEPT = 30
"""Reports that the state still holds; the ledger has them all."""
_BEFORE_OR_AFTER: tuple[InterventionStatus, ...] = ("referred", "ended")
"""What says nothing of the activity having begun."""


def reported(known: Intervention, new: Report) -> Intervention:
    same = next((each for each in known.reports if each.at == new.at), None)
    if same is not None:
        known = _without(known, same)
    in_order = sorted((*known.reports, new), key=lambda each: each.at)
    known = _counted(known, new, +1).model_copy(update={"reports": tuple(in_order[-KEPT:])})
    if known.since is None or new.at >= known.since:
        known = known.model_copy(update={"status": new.status, "since": new.at})
    began = min(filter(None, (known.started_at, under_way(known))), default=None)
    return known.model_copy(
        update={
            "started_at": began,
            "referred_at": _first(known.referred_at, new, "referred"),
            "completed_at": _first(known.completed_at, new, "completed"),
            "ended_at": _first(known.ended_at, new, "ended"),
        }
    )


def under_way(known: Intervention, since: datetime | None = None) -> datetime | None:
    """The first sign since then that the activity is provided."""
    signs = (each.at for each in known.reports if each.status not in _BEFORE_OR_AFTER)
    return min((at for at in signs if since is None or at >= since), default=None)


def _without(known: Intervention, wrong: Report) -> Intervention:
    dates = ("started_at", "referred_at", "completed_at", "ended_at")
    mistaken: dict[str, None] = {date: None for date in dates if getattr(known, date) == wrong.at}
    others = tuple(each for each in known.reports if each is not wrong)
    return _counted(known, wrong, -1).model_copy(update={"reports": others, **mistaken})


def _first(at: datetime | None, new: Report, status: InterventionStatus) -> datetime | None:
    if new.status != status:
        return at
    return new.at if at is None else min(at, new.at)


def _counted(known: Intervention, report: Report, one: int) -> Intervention:
    match report.status:
        case "attended":
            return known.model_copy(update={"attended": known.attended + one})
        case "missed":
            return known.model_copy(update={"missed": known.missed + one})
        case _:
            return known
