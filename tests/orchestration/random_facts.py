"""Random facts about one case: early, late, twice, out of order, contradictory; a seed reproduces them."""

from copy import deepcopy
from datetime import datetime, timedelta
from random import Random
from typing import Any

from domain.vocabulary import HANDOVER_ITEMS, PERMANENT_ROLES
from tests.unit.examples import EXAMPLES

MEMBERS = [*(f"{role}:eu" for role in PERMANENT_ROLES), "police:east", "probation:east"]
NAMES = [name.removeprefix("throughcare.").removesuffix(".v1") for name in EXAMPLES]
RARE = ("person.died", "case.merged", "case.transferred", "person.merged", "person.unmerged")
"""They end the case, or send it elsewhere: once in a while is enough."""
CHOICES: dict[str, list[Any]] = {
    "member": MEMBERS,
    "nominee": MEMBERS,
    "item": list(HANDOVER_ITEMS),
    "by": MEMBERS,
    "breach": ["b1", "b2"],
    "condition": ["c1", "c2"],
    "concern": ["k1", "k2"],
    "round": [1, 2, "current"],
    "answer": ["accepted", "accepted", "declined", "withdrawn"],
    "vote": ["for", "against", "abstain"],
    "outcome": ["none", "warning", "terms-changed", "revoked"],
    "kept": [True, False, False],
    "status": ["referred", "started", "attended", "missed", "completed", "ended"],
    "urgency": ["routine", "urgent"],
    "level": ["low", "medium", "high"],
    "mode": ["horizontal", "vertical"],
    "out": [False],
    "grounds": [["ideology"], ["ideology", "contacts"], []],
    "level_by": ["judgement", "instrument"],
    "instrument": ["TRAP-18", "VERA-2R", "of our own"],
    "informal": [False, False, True],
    "members": [
        ["probation:eu", "police:eu"],
        ["prison:eu", "psychologist:eu"],
        ["mentor:m7", "police:east"],
    ],
    "attendees": [["probation:eu", "police:eu"], ["family:aunt"]],
}
OWN_CHOICES: dict[str, dict[str, list[Any]]] = {
    "appointment.case-handed-over": {"from": MEMBERS, "to": MEMBERS},
    "court.report-filed": {"due": ["2027-05-31T22:00:00Z", None], "reference": ["report 1", "report 2"]},
    "transfer.handed-over": {"from": MEMBERS, "to": ["probation:eu", "probation:south"]},
    "person.died": {"person": ["P-1", "P-77"]},
    "person.merged": {"from": ["P-1", "P-78"]},
    "person.unmerged": {"from": ["P-1", "P-78"]},
    "person.informed": {"disclosure": ["outset", "contact", "d1"]},
}
"""By name: fields that mean something else in other facts."""


def random_fact(random: Random, now: datetime, sent: list[tuple[str, str]]) -> tuple[str, dict[str, Any]]:
    """The name and data of a valid fact. ``sent``: names and ids of those before, that it may withdraw."""
    name = random.choice(NAMES)
    if name in RARE and random.random() < 0.8:
        name = "supervision.contact"
    data = deepcopy(EXAMPLES[f"throughcare.{name}.v1"])
    for field, choices in (CHOICES | OWN_CHOICES.get(name, {})).items():
        if field in data and not (field == "by" and name == "breach.decided"):
            data[field] = random.choice(choices)
    if name == "custody.release-date":
        release = now.date() + timedelta(days=random.randint(1, 200))
        end = release + timedelta(days=random.randint(30, 400))
        data |= {"release_date": release.isoformat(), "supervision_end": end.isoformat(), "person": "P-1"}
    if name == "custody.released":
        data["reason"] = random.choice(["released", "released", "temporary", "hospital"])
    if name == "custody.returned":
        again = now.date() + timedelta(days=random.randint(20, 300))
        data |= {"reason": random.choice(["recall", "end-of-leave"]), "release_date": again.isoformat()}
        data["supervision_end"] = (again + timedelta(days=200)).isoformat()
    if name == "fact.withdrawn":
        data["source"], data["id"] = random.choice(sent) if sent else ("/tests", "never-sent")
    data |= _until(name, random, now) | _without_authority(data)
    data["at"] = (now + timedelta(days=random.choice([-40, -3, 0, 0, 0, 0, 2, 30]))).isoformat()
    return name, data


def _without_authority(data: dict[str, Any]) -> dict[str, Any]:
    return {"authority": None} if data.get("mode") == "horizontal" else {}


def _until(name: str, random: Random, now: datetime) -> dict[str, Any]:
    """An agreement that runs out during the case, or has when it is heard of."""
    if name != "network.agreement-signed":
        return {}
    return {"until": (now.date() + timedelta(days=random.randint(-10, 150))).isoformat()}
