"""What happens in years of supervision: what is asked of the agencies, what they do, and what comes now and then."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from domain.vocabulary import PERMANENT_ROLES

Said = tuple[str, dict[str, Any]]
MEMBERS = tuple(f"{role}:eu" for role in PERMANENT_ROLES)
TOGETHER = ["probation:eu", "police:eu"]


def happenings(year: int, until: date) -> Iterator[Said]:
    """Once a year: a breach, a concern, an item that is handed over anew, and agreements that run out a year later."""
    breach, concern = {"breach": f"b{year}"}, {"concern": f"k{year}"}
    yield "breach.reported", breach | {"condition": "c1", "urgency": "routine", "description": "-"}
    yield "breach.decided", breach | {"outcome": "warning", "by": "court:c"}
    yield "risk.concern-raised", concern | {"kind": "wellbeing", "urgency": "routine", "description": "-"}
    for member in TOGETHER:
        yield "risk.concern-acknowledged", concern | {"member": member}
    yield "risk.concern-reviewed", concern | {"members": TOGETHER, "rationale": "-"}
    for member in MEMBERS:
        signed = {"member": member, "agreement": "a-1", "code_version": "2026-1"}
        yield "network.agreement-signed", signed | {"until": until.isoformat()}


def handed_over_anew() -> Iterator[Said]:
    yield "handover.item-supplied", {"item": "risk-assessment", "by": "prison:eu"}
    yield "handover.item-acknowledged", {"item": "risk-assessment", "by": "probation:eu"}


def answers(kind: str, turn: int) -> Iterator[Said]:
    """What the agencies do about what is asked of them; the rest of the handover stays open for all the years."""
    match kind:
        case "hold-meeting":
            yield "meeting.held", {"attendees": TOGETHER, "minutes_spent": 60}
        case "file-court-report":
            yield "court.report-filed", {}
        case "conclude-assessment":
            level = "medium" if turn % 2 else "high"
            concluded = {"round": "current", "level": level, "rationale": "-", "members": TOGETHER}
            yield "assessment.concluded", concluded
        case "review-plan" | "agree-plan":
            yield "plan.drafted", {"interventions": [{"activity": "counselling", "provider": TOGETHER[0]}]}
            yield "plan.agreed", {"members": TOGETHER}
        case _:
            pass
