"""A case in which much goes otherwise than planned: doubts, breaches, moved dates, a leave, another area, a recall."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.inbox import DeliveredFact
from domain.vocabulary import HANDOVER_ITEMS
from tests.benchmarks.standard_case import MEMBERS, RELEASE, Step
from tests.unit.lives import facts_of_life
from tests.unit.one_case import OPENED

PRISON, PROBATION, POLICE, SOCIAL, LOCAL, PSYCHOLOGIST = MEMBERS
TOGETHER = [PROBATION, POLICE]


def facts_of(opens_at: datetime = OPENED) -> list[DeliveredFact]:
    """In the order in which they occur; the standard case's first half year is among them."""
    return facts_of_life("urn:eventful", _steps(), opens_at, RELEASE + 60)


def _steps() -> Iterator[Step]:
    yield from _in_prison()
    yield from _people()
    yield from _under_supervision()
    yield from _back_and_forth()


def _release_date(day: str, end: str, person: str = "P-1") -> dict[str, Any]:
    known = {"person": person, "jurisdiction": "eu", "entry": "sentence", "kind": "confirmed"}
    return known | {"release_date": day, "supervision_end": end}


def _in_prison() -> Iterator[Step]:
    yield Step(12.1, "custody.transferred", {"establishment": "north"})
    yield Step(33.1, "custody.transferred", {"establishment": "south"})
    yield Step(43.1, "custody.release-date", _release_date("2027-03-20", "2028-03-20"))
    yield Step(51.1, "custody.release-date", _release_date("2027-03-04", "2028-03-03"))
    yield Step(62.1, "custody.released", {"reason": "temporary"})
    yield Step(64.1, "custody.returned", {"reason": "end-of-leave"})
    refused = {"item": HANDOVER_ITEMS[4], "by": PSYCHOLOGIST, "reason": "No consent.", "ground": "no-consent"}
    yield Step(49.9, "handover.item-refused", refused)
    yield Step(66.2, "handover.item-requested", {"item": HANDOVER_ITEMS[0], "reason": "A newer one."})
    yield Step(70.2, "handover.item-supplied", {"item": HANDOVER_ITEMS[0], "by": PRISON})
    yield Step(71.4, "handover.item-acknowledged", {"item": HANDOVER_ITEMS[0], "by": PROBATION})


def _people() -> Iterator[Step]:
    yield Step(80.2, "network.member-proposed", {"member": "mentor:m7", "activity": "mentoring"})
    yield Step(83.2, "network.member-answered", {"member": "mentor:m7", "answer": "accepted"})
    signed = {"member": "mentor:m7", "agreement": "a-7", "code_version": "2026-1", "until": "2027-06-30"}
    yield Step(84.2, "network.agreement-signed", signed)
    yield Step(90.2, "network.coordination-set", {"mode": "vertical", "authority": PROBATION})
    yield Step(110.2, "network.coordination-set", {"mode": "horizontal"})
    yield Step(140.2, "network.member-answered", {"member": "mentor:m7", "answer": "withdrawn"})
    yield Step(144.2, "person.merged", {"from": "P-1", "into": "P-9"})
    worry = {"kind": "radical-contact", "urgency": "urgent", "description": "Seen."}
    yield Step(150.2, "risk.concern-raised", {"concern": "k1", **worry})
    for place, member in enumerate((PROBATION, POLICE)):
        yield Step(150.3 + place / 10, "risk.concern-acknowledged", {"concern": "k1", "member": member})
    yield Step(152.2, "risk.concern-reviewed", {"concern": "k1", "members": TOGETHER, "rationale": "No."})


def _under_supervision() -> Iterator[Step]:
    varied = {"condition": "c1", "kind": "conduct", "text": "Reports every week."}
    yield Step(RELEASE + 6.2, "court.condition-imposed", varied)
    yield Step(RELEASE + 8.2, "court.condition-imposed", varied | {"condition": "c2", "until": "2027-12-31"})
    for place, breach in enumerate(("b1", "b2")):
        day = RELEASE + 10 + 3 * place
        alleged = {"condition": f"c{place + 1}", "urgency": "routine", "description": "No show."}
        yield Step(day + 0.2, "breach.reported", {"breach": breach, **alleged})
        yield Step(day + 0.9, "breach.triaged", {"breach": breach, "urgency": "urgent"})
        reviewed = {"members": TOGETHER, "recommendation": "warning", "rationale": "Once."}
        yield Step(day + 4.2, "breach.reviewed", {"breach": breach, **reviewed})
        yield Step(day + 5.2, "breach.referred", {"breach": breach, "by": PROBATION})
    yield Step(RELEASE + 22.2, "breach.decided", {"breach": "b1", "outcome": "warning", "by": "court:x"})
    yield Step(RELEASE + 24.2, "breach.withdrawn", {"breach": "b2", "reason": "He was there."})
    yield Step(RELEASE + 26.2, "court.condition-ended", {"condition": "c2"})
    yield Step(RELEASE + 30.2, "intervention.reported", {"activity": "housing", "status": "attended"})
    yield Step(RELEASE + 31.2, "intervention.reported", {"activity": "housing", "status": "missed"})


def _back_and_forth() -> Iterator[Step]:
    yield Step(RELEASE + 40.2, "case.transferred", {"jurisdiction": "south"})
    passed = {"from": PROBATION, "to": "probation:south"}
    yield Step(RELEASE + 42.2, "transfer.handed-over", passed)
    yield Step(RELEASE + 44.2, "transfer.acknowledged", {"by": "probation:south"})
    yield Step(
        RELEASE + 48.2, "custody.release-date", _release_date("2027-09-20", "2028-09-20", person="P-9")
    )
    yield Step(RELEASE + 50.2, "custody.returned", {"reason": "recall"})
