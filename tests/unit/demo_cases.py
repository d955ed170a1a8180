"""A case view as the gateway answers it, and a ledger, for tests of the demo."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.case.state import CaseState
from domain.case.view import case_view
from domain.custody.sections import Custody, Release
from domain.network.sections import NetworkMember
from domain.obligations.obligation import Obligation
from domain.vocabulary import PERMANENT_ROLES
from workers.demo.story import Story

START = datetime(2027, 1, 1, 12, tzinfo=UTC)
STORY = Story(case="C-1", title="A story", told="Told.", happenings=(), expects={})


def on(day: float) -> datetime:
    """So many days after the start."""
    return START + timedelta(days=day)


def owing(kind: str, owner: str, due: float, about: str = "") -> Obligation:
    return Obligation.model_validate(
        {
            "id": f"{kind}:{about}" if about else kind,
            "kind": kind,
            "what": kind.replace("-", " "),
            "owner": owner,
            "due": on(due),
            "escalate_to": "probation:eu",
        }
    )


def view_of(*owed: Obligation, now: float = 0, **known: object) -> dict[str, Any]:
    """The view of a case in preparation whose members have all signed, and that owes what is given."""
    members = tuple(
        NetworkMember.model_validate(
            {
                "member": f"{role}:eu",
                "role": role,
                "standing": "permanent",
                "state": "accepted",
                "agreement_signed": START,
            }
        )
        for role in PERMANENT_ROLES
    )
    case = CaseState(
        case="C-1",
        jurisdiction="eu",
        phase="preparation",
        network=members,
        custody=Custody(),
        release=Release(),
        obligations={each.id: each for each in owed},
    )
    view = case_view(case.model_copy(update=known), [], on(now), version=1)
    return view.model_dump(mode="json")


def recorded(name: str, day: float, stream: str = "case/C-1", **data: object) -> dict[str, Any]:
    """An event of the ledger, with the fields that a picture reads."""
    return {
        "type": f"throughcare.{name}.v1",
        "stream": stream,
        "occurred_at": on(day).isoformat(),
        "data": {key.removesuffix("_"): value for key, value in data.items()},
    }


def raised(obligation: str, day: float, due: float, stream: str = "case/C-1") -> dict[str, Any]:
    kind = obligation.partition(":")[0]
    return recorded(
        "obligation.raised",
        day,
        stream,
        obligation=obligation,
        kind=kind,
        what=kind.replace("-", " "),
        owner="probation:eu",
        due=on(due).isoformat(),
    )
