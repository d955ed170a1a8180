"""The standard case: an uneventful one, from six months before release through a year of supervision to its end.

Everybody does what they owe, in time. Days count from the opening.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from domain.inbox import DeliveredFact
from domain.vocabulary import HANDOVER_ITEMS, PERMANENT_ROLES

RELEASE, ENDS, LAST_CONTACT = 184, 549, 725
LIFE = timedelta(days=735)
"""From the opening to the end of the follow-up, and a little."""
MEMBERS = [f"{role}:eu" for role in PERMANENT_ROLES]
PROBATION, POLICE, PSYCHOLOGIST = "probation:eu", "police:eu", "psychologist:eu"


def seconds_of(days_per_second: float) -> float:
    """How long a whole life takes at this pace."""
    return LIFE / timedelta(days=days_per_second)


class Step(NamedTuple):
    day: float
    name: str
    data: dict[str, Any]


def facts_of(opens_at: datetime) -> list[DeliveredFact]:
    """All facts of the case, numbered, in the order in which they occur."""
    steps = sorted(_steps(opens_at), key=lambda step: step.day)
    return [_fact(number, step, opens_at) for number, step in enumerate(steps, start=1)]


def _fact(number: int, step: Step, opens_at: datetime) -> DeliveredFact:
    occurred_at = opens_at + timedelta(days=step.day)
    return DeliveredFact(
        number=number,
        source="urn:benchmark",
        id=f"fact-{number}",
        type=f"throughcare.{step.name}.v1",
        occurred_at=occurred_at,
        received_at=occurred_at,
        data=step.data,
    )


def _steps(opens_at: datetime) -> Iterator[Step]:
    yield Step(0, "custody.release-date", _release_date(opens_at))
    yield from _network()
    yield from _handover()
    yield from _appointment()
    yield from _assessments_and_plan()
    yield from _supervision()
    yield from _ending()


def _release_date(opens_at: datetime) -> dict[str, Any]:
    return {
        "person": "P-1",
        "jurisdiction": "eu",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": (opens_at + timedelta(days=RELEASE)).date().isoformat(),
        "supervision_end": (opens_at + timedelta(days=ENDS)).date().isoformat(),
        "reported_level": "medium",
    }


def _network() -> Iterator[Step]:
    signed = {"agreement": "agreement-1", "code_version": "2026-1"}
    yield Step(6.5, "person.informed", {"disclosure": "outset", "by": "prison:eu"})
    for place, member in enumerate(MEMBERS):
        yield Step(8 + place / 2, "network.member-answered", {"member": member, "answer": "accepted"})
        yield Step(20 + place / 2, "network.agreement-signed", {"member": member, **signed})


def _handover() -> Iterator[Step]:
    for place, item in enumerate(HANDOVER_ITEMS):
        supplied = {"item": item, "by": "prison:eu", "nature": "fact", "classification": "open"}
        receiver = PSYCHOLOGIST if item == "health-summary" else PROBATION
        yield Step(38 + 2 * place, "handover.item-supplied", supplied | {"summary": "As agreed. " * 20})
        yield Step(58.5 + 2 * place, "handover.item-acknowledged", {"item": item, "by": receiver})


def _appointment() -> Iterator[Step]:
    yield Step(74.2, "appointment.nominated", {"nominee": PROBATION, "rationale": "Knows him."})
    for place, member in enumerate(MEMBERS[:5]):
        vote = {"member": member, "nominee": PROBATION, "vote": "for"}
        yield Step(75.2 + place / 4, "appointment.vote-cast", vote)
    yield Step(77.2, "person.informed", {"disclosure": "contact", "by": PROBATION})


def _assessments_and_plan() -> Iterator[Step]:
    for day in (95, 265, 435, 533):
        for place, member in enumerate((POLICE, PSYCHOLOGIST)):
            contributed = {"round": "current", "member": member, "rationale": "Holds. " * 20}
            yield Step(day - 5 + place, "assessment.contributed", contributed)
        concluded = {"round": "current", "rationale": "The plan carries.", "members": [POLICE, PROBATION]}
        yield Step(day + 0.3, "assessment.concluded", concluded | {"level": "low"})
    housing = {"activity": "housing", "provider": "housing:x"}
    yield Step(118.3, "network.member-proposed", {"member": "housing:x", "activity": "housing"})
    yield Step(120.3, "network.member-answered", {"member": "housing:x", "answer": "accepted"})
    signed = {"agreement": "agreement-1", "code_version": "2026-1"}
    yield Step(122.3, "network.agreement-signed", {"member": "housing:x", **signed})
    yield Step(125.3, "plan.drafted", {"interventions": [housing], "formulation": "Work first."})
    yield Step(130.3, "plan.agreed", {"members": [PROBATION, "social-services:eu"]})
    yield Step(138.3, "intervention.reported", {"activity": "housing", "status": "started"})


def _supervision() -> Iterator[Step]:
    condition = {"condition": "c1", "kind": "conduct", "text": "Reports every month."}
    yield Step(170.3, "court.condition-imposed", condition)
    yield Step(RELEASE + 0.1, "custody.released", {"reason": "released"})
    for day in (RELEASE + 0.5, 250, 380, 500):
        yield Step(day, "supervision.contact", {"kept": True, "condition": "c1"})
    for day in (*range(96, 280, 14), *range(306, ENDS, 28)):
        yield Step(day + 0.4, "meeting.held", {"attendees": [PROBATION, POLICE], "minutes_spent": 45})
    for due in (RELEASE + 91, RELEASE + 182, RELEASE + 273, RELEASE + 364):
        yield Step(due - 10.4, "court.report-filed", {})


def _ending() -> Iterator[Step]:
    yield Step(365.2, "closing.planned", {"relies_on": ["His sister", "Work"], "members": [PROBATION]})
    for place, member in enumerate((*MEMBERS, "person:p-1")):
        said = {"by": member, "feedback": "The early meeting helped."}
        yield Step(ENDS - 14 + place, "evaluation.submitted", said)
    yield Step(LAST_CONTACT, "meeting.held", {"attendees": [PROBATION]})
