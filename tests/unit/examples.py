"""One good example of every inbound event type, fictional, its optional fields filled in."""

from typing import Any

CASE = "C-104"
PERSON = "P-77"
POLICE = "police:north"
PROBATION = "probation:ab12"
PRISON = "prison:eu"
PSYCHOLOGIST = "psychologist:k4"

_EXAMPLES: dict[str, dict[str, Any]] = {
    "custody.release-date": {
        "person": PERSON,
        "jurisdiction": "eu",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": "2027-03-01",
        "supervision_end": "2030-03-01",
        "office": "harbour",
        "establishment": "north",
        "birth_year": 1994,
        "gender": "male",
        "reported_level": "high",
        "policy": "mates@1",
        "at": "2026-08-31T08:15:00Z",
        "by": PRISON,
    },
    "custody.transferred": {"establishment": "south"},
    "custody.released": {"reason": "released", "at": "2027-03-01T09:30:00Z"},
    "custody.returned": {
        "reason": "recall",
        "release_date": "2028-06-01",
        "kind": "earliest",
        "supervision_end": "2030-03-01",
    },
    "person.died": {"person": PERSON, "at": "2027-05-02T00:00:00+02:00"},
    "person.merged": {"from": "P-78", "into": PERSON},
    "person.unmerged": {"from": "P-78", "into": PERSON},
    "case.merged": {"into": "C-105"},
    "case.transferred": {"jurisdiction": "eu-south", "office": "harbour", "out": False},
    "fact.withdrawn": {"source": "urn:prison:north", "id": "e-1", "reason": "Wrong file."},
    "network.member-proposed": {
        "member": "mentor:m7",
        "activity": "mentoring",
        "reason": "They know each other.",
    },
    "network.member-answered": {"member": POLICE, "answer": "accepted", "reason": "The area desk takes it."},
    "network.agreement-signed": {
        "member": POLICE,
        "agreement": "agreement-3",
        "code_version": "2026-1",
        "until": "2030-03-01",
        "expectations": ["Answers within a day.", "One contact only."],
        "names": ["protected-rights", "applicable-law"],
    },
    "network.coordination-set": {"mode": "vertical", "authority": PROBATION},
    "handover.item-requested": {"item": "risk-assessment", "reason": "The last one is two years old."},
    "handover.item-supplied": {
        "item": "prison-factors",
        "by": PRISON,
        "nature": "opinion",
        "classification": "classified",
        "abstracted": True,
        "holder": PRISON,
        "reference": "file 12",
        "summary": "Trusts two officers; keeps away from the group in wing B.",
        "factors": [
            {
                "factor": "trust",
                "effect": "stabilising",
                "findings": [{"sub_item": "reliance-on-staff", "effect": "stabilising"}],
            },
            {"factor": "charismatic-extremist", "effect": "destabilising"},
        ],
    },
    "handover.item-acknowledged": {"item": "risk-assessment", "by": PROBATION},
    "handover.item-refused": {
        "item": "health-summary",
        "by": PRISON,
        "reason": "No consent.",
        "ground": "no-consent",
        "legal_basis": "Medical confidentiality.",
    },
    "release.gaps-decided": {"decision": "accept", "rationale": "The flat comes first.", "by": PROBATION},
    "appointment.nominated": {"nominee": PSYCHOLOGIST, "rationale": "Has worked with him for a year."},
    "appointment.nomination-withdrawn": {"nominee": PSYCHOLOGIST, "reason": "Moves to another service."},
    "appointment.case-handed-over": {"from": PROBATION, "to": PSYCHOLOGIST},
    "transfer.handed-over": {"from": PROBATION, "to": "probation:south", "parts": ["case-file"]},
    "transfer.acknowledged": {"by": "probation:south", "parts": ["case-file"]},
    "appointment.vote-cast": {
        "member": POLICE,
        "nominee": PSYCHOLOGIST,
        "vote": "for",
        "rationale": "Good contact.",
    },
    "appointment.manager-unavailable": {
        "from": "2027-06-01",
        "until": "2027-09-01",
        "reason": "Parental leave.",
    },
    "assessment.contributed": {
        "round": "current",
        "member": PSYCHOLOGIST,
        "rationale": "Less rigid than in spring.",
        "ratings": {"grievance": 2, "identification": "moderate"},
        "needs": ["work", "housing"],
        "protective": ["sister"],
    },
    "assessment.concluded": {
        "round": 1,
        "level": "medium",
        "rationale": "The plan carries.",
        "members": [PROBATION, POLICE],
        "instrument": "structured judgement",
        "level_by": "judgement",
        "grounds": ["behaviour", "circumstances"],
        "needs": ["work"],
        "protective": ["sister", "football"],
    },
    "risk.concern-raised": {
        "concern": "k1",
        "kind": "radical-contact",
        "urgency": "urgent",
        "description": "Seen with a former companion.",
    },
    "risk.concern-acknowledged": {"concern": "k1", "member": POLICE},
    "risk.concern-reviewed": {
        "concern": "k1",
        "members": [POLICE, PROBATION],
        "rationale": "A chance meeting.",
    },
    "plan.drafted": {
        "interventions": [
            {
                "activity": "housing",
                "provider": "housing:x",
                "from": "2027-03-01",
                "until": "2029-03-01",
                "consent": True,
                "area": "reintegration",
                "rests_on": ["strengths"],
                "strengthens": ["agency"],
                "goal": "g1",
            },
            {"activity": "mentoring"},
        ],
        "formulation": "Looks for belonging; the sister offers it.",
        "formulation_parts": ["why", "protective-factors"],
    },
    "plan.agreed": {"members": [PROBATION, "social-services:eu"]},
    "intervention.reported": {"activity": "housing", "status": "started", "by": "housing:x"},
    "court.condition-imposed": {
        "condition": "c1",
        "kind": "conduct",
        "text": "Reports every Monday.",
        "until": "2029-03-01",
    },
    "court.condition-ended": {"condition": "c1"},
    "supervision.contact": {"kept": False, "condition": "c1"},
    "supervision.misses-considered": {
        "decision": "change-plan",
        "rationale": "Mondays collide with work.",
        "by": PROBATION,
    },
    "court.report-filed": {"due": "2027-05-31T22:00:00Z", "reference": "report 1"},
    "meeting.held": {
        "attendees": [PROBATION, POLICE],
        "absentees": ["local-government:eu"],
        "absence_reasons": {"local-government:eu": "illness"},
        "decisions": ["The flat is taken."],
        "minutes_spent": 50,
        "informal": False,
    },
    "breach.reported": {
        "breach": "b1",
        "condition": "c1",
        "urgency": "routine",
        "description": "Didn't report on Monday.",
    },
    "breach.triaged": {"breach": "b1", "urgency": "urgent"},
    "breach.reviewed": {
        "breach": "b1",
        "members": [PROBATION, POLICE],
        "recommendation": "change-terms",
        "rationale": "Mondays collide with work.",
    },
    "breach.referred": {"breach": "b1", "to": "court:district", "by": PROBATION},
    "breach.decided": {
        "breach": "b1",
        "outcome": "terms-changed",
        "conditions": [
            {"condition": "c1", "kind": "conduct", "text": "Reports every Friday.", "until": "2029-03-01"}
        ],
        "by": "court:district",
    },
    "breach.withdrawn": {"breach": "b1", "reason": "He was in hospital."},
    "sharing.requested": {
        "disclosure": "d1",
        "item": "security-information",
        "from": POLICE,
        "to": "mentor:m7",
        "purpose": "reintegration",
        "legal_basis": "Sharing agreement, section 4.",
        "abstracted": True,
    },
    "sharing.decided": {"disclosure": "d1", "decision": "allowed", "rationale": "Needed for the visit."},
    "sharing.legal-opinion": {"disclosure": "d1", "decision": "refused", "rationale": "Too broad."},
    "person.informed": {"disclosure": "outset", "by": PRISON},
    "person.informing-delayed": {
        "disclosure": "d1",
        "ground": "An inquiry would be endangered.",
        "review_on": "2027-02-01",
    },
    "closing.planned": {
        "relies_on": ["His sister", "The football club"],
        "members": [PROBATION],
        "relies_on_roles": ["family", "community"],
        "goes_on": [{"activity": "housing", "by": "housing"}],
    },
    "evaluation.submitted": {
        "by": PROBATION,
        "feedback": "The early meeting in prison made the difference.",
        "lessons": ["Meet before release."],
    },
}

EXAMPLES: dict[str, dict[str, Any]] = {f"throughcare.{name}.v1": data for name, data in _EXAMPLES.items()}
"""Data by full type name. Take a copy before you change one."""


def cloud_event(name: str, **changes: object) -> dict[str, Any]:
    """A structured CloudEvent around the example of that name; ``changes`` are envelope fields."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": f"{name}-1",
        "source": "urn:example:agency",
        "type": f"throughcare.{name}.v1",
        "subject": CASE,
        "time": "2026-09-01T08:00:00Z",
        "data": dict(_EXAMPLES[name]),
    }
    return event | changes
