"""The handover as the case view shows it: who holds what, what kind of thing it is, never what it says."""

from typing import Any

from domain.case.state import CaseState
from domain.handover.gaps import gaps_owed
from domain.handover.rules import receiver
from domain.handover.sections import Item

_SHOWN = {
    "item",
    "state",
    "by",
    "holder",
    "nature",
    "classification",
    "abstracted",
    "supplied_at",
    "acknowledged_at",
    "refused_at",
}


def handover_shown(case: CaseState) -> dict[str, Any] | None:
    """``withheld`` is named from the day of the refusal on, long before the release check (R58)."""
    if case.handover is None:
        return None
    items = case.handover.items.values()
    return {
        "state": case.handover.state,
        "items": [_item(case, each) for each in items],
        "withheld": [each.item for each in items if each.state == "refused"],
    }


def _item(case: CaseState, item: Item) -> dict[str, Any]:
    """A refusal always has its reason, whose words stay in the ledger; the law that it names is no content (R66).

    Who said something before it was asked for anew isn't who is asked now.
    """
    refused = item.state == "refused"
    return item.model_dump(include=_SHOWN) | {
        "by": item.by if item.state != "requested" else None,
        "refused_at": item.refused_at if refused else None,
        "receiver": receiver(case, item.item),
        "refusal": item.refusal.model_dump() if refused and item.refusal else None,
    }


def gaps_shown(case: CaseState) -> list[dict[str, Any]]:
    return [each.model_dump() for each in gaps_owed(case)]


def release_check_shown(case: CaseState) -> dict[str, Any] | None:
    return case.release_check.model_dump() if case.release_check else None
