"""A case whose network gets thinner while much is told of it: members leave, reports are filed, the person returns."""

from collections.abc import Iterator
from datetime import datetime

from domain.inbox import DeliveredFact
from tests.benchmarks.standard_case import MEMBERS, RELEASE, Step
from tests.unit.lives import facts_of_life
from tests.unit.one_case import OPENED

PRISON, PROBATION, POLICE, SOCIAL, LOCAL, PSYCHOLOGIST = MEMBERS
TOGETHER = [PROBATION, POLICE]
RETURNS = RELEASE + 100


def facts_of(opens_at: datetime = OPENED) -> list[DeliveredFact]:
    """In the order in which they occur; the standard case until shortly before the return is among them."""
    return facts_of_life("urn:thinned", _steps(), opens_at, RETURNS - 1)


def _steps() -> Iterator[Step]:
    """A condition and its breach lie further apart than a report waits for the condition that it names."""
    imposed = {"kind": "programme", "text": "Attends."}
    yield Step(RELEASE + 20.2, "court.condition-imposed", {"condition": "c2", **imposed})
    alleged = {"urgency": "routine", "description": "No show."}
    yield Step(RELEASE + 58.2, "breach.reported", {"breach": "b1", "condition": "c2", **alleged})
    yield Step(RELEASE + 59.2, "breach.triaged", {"breach": "b1", "urgency": "urgent", "by": PROBATION})
    weighed = {"members": [SOCIAL, POLICE], "recommendation": "warning", "rationale": "Once."}
    yield Step(RELEASE + 62.2, "breach.reviewed", {"breach": "b1", **weighed})
    yield Step(RELEASE + 64.2, "breach.referred", {"breach": "b1", "by": PROBATION})
    yield from _concern("k1", "radical-contact", (PROBATION, POLICE), RELEASE + 66)
    yield from _concern("k2", "wellbeing", (PROBATION, PSYCHOLOGIST, SOCIAL), RELEASE + 70)
    yield Step(RELEASE + 85.2, "meeting.held", {"attendees": [SOCIAL, POLICE], "minutes_spent": 30})
    for place, member in enumerate((POLICE, SOCIAL)):
        left = {"member": member, "answer": "withdrawn"}
        yield Step(RELEASE + 90.2 + place, "network.member-answered", left)
    yield Step(RELEASE + 93.2, "court.report-filed", {"reference": "r-1b", "by": PROBATION})
    yield Step(RELEASE + 94.2, "supervision.contact", {"kept": True, "condition": "c2"})
    yield Step(RETURNS, "custody.returned", {"reason": "recall"})


def _concern(name: str, kind: str, members: tuple[str, ...], day: float) -> Iterator[Step]:
    worry = {"kind": kind, "urgency": "urgent", "description": "Seen."}
    yield Step(day, "risk.concern-raised", {"concern": name, **worry})
    for place, member in enumerate(members, start=1):
        yield Step(day + place / 10, "risk.concern-acknowledged", {"concern": name, "member": member})
    looked = {"members": [*members[-2:]], "rationale": "Nothing new."}
    yield Step(day + 1.2, "risk.concern-reviewed", {"concern": name, **looked})
