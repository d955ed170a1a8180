"""What a procedure is told: the part of what is known that it needs, always as a whole.

A brief replaces the one before it, so that it does no harm when it comes late, twice or out of order.
"""

from domain.case.state import CaseState
from domain.network.coordination import authority_of
from domain.network.sections import LEFT, NetworkMember
from domain.policy import Policy
from domain.procedures.wanted import (
    ASSESSMENT,
    BREACH_HANDLING,
    CLOSING,
    COURT_REPORT,
    INFORMATION_HANDOVER,
    MANAGER_APPOINTMENT,
    NETWORK_BUILDING,
)

ALWAYS = frozenset(
    {
        "case",
        "jurisdiction",
        "policy",
        "phase",
        "phase_since",
        "closed_because",
        "phase_before_closing",
        "since_before_closing",
        "held",
        "short_notice",
        "opened_at",
        "preparation_since",
        "released_at",
        "supervision_start",
        "taken_in",
        "supervision_end",
        "calendar",
        "release",
        "case_holder",
        "case_manager",
        "coordination",
        "authority",
    }
)
NEEDS = {
    NETWORK_BUILDING: {"network"},
    INFORMATION_HANDOVER: {"handover"},
    MANAGER_APPOINTMENT: {"network", "appointment", "appointment_decided"},
    ASSESSMENT: {"assessments"},
    COURT_REPORT: {"court_reports"},
    BREACH_HANDLING: {"breaches"},
    CLOSING: {"network", "closing", "contacts", "meetings", "supervision_end_moved"},
}
"""The sections that each procedure works on, beside what all of them need."""
NOTHING = CaseState()
_OF_AN_ITEM: dict[str, object] = {
    "refusal": None,
    "nature": None,
    "classification": None,
    "abstracted": None,
    "holder": None,
}
_OF_A_ROUND: dict[str, object] = {
    "contributions": {},
    "members": (),
    "grounds": (),
    "grounds_not_stated": False,
    "needs": (),
    "protective": (),
}
"""What its procedure doesn't have to know, and isn't woken for."""


def brief_for(procedure: str, case: CaseState, policy: Policy) -> CaseState:
    """The case as this procedure is to know it: the sections that it doesn't need are left empty."""
    sections = ALWAYS | NEEDS[procedure]
    known = {name: getattr(case, name) for name in type(case).model_fields if name in sections}
    if "network" not in sections:
        decides = authority_of(case) if policy.network.authority_decides else None
        known["network"] = tuple(_by_role(each, decides) for each in case.network if each.state not in LEFT)
    if case.handover is not None and "handover" in sections:
        items = {name: each.model_copy(update=_OF_AN_ITEM) for name, each in case.handover.items.items()}
        known["handover"] = case.handover.model_copy(update={"items": items})
    if "assessments" in sections:
        known["assessments"] = tuple(each.model_copy(update=_OF_A_ROUND) for each in case.assessments)
    if case.before_closing().phase != "follow-up":
        # Until then contacts and meetings say nothing about the follow-up, and come every few days.
        known |= {name: () for name in ("contacts", "meetings") if name in known}
    if procedure in case.conducted:
        known["conducted"] = {procedure: case.conducted[procedure]}
    return NOTHING.model_copy(update=known)


def _by_role(member: NetworkMember, decides: str | None) -> NetworkMember:
    """Who is there in which role: without what changes every few days, and would call for a brief each time.

    Of the authority alone that it may decide.
    """
    there = NetworkMember(
        member=member.member, role=member.role, standing=member.standing, relieved_in=member.relieved_in
    )
    if member.member != decides:
        return there
    since = member.first_signed or member.agreement_signed
    return there.model_copy(update={"state": "accepted", "agreement_signed": since})
