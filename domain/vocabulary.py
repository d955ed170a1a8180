"""The field's words, as the contract fixes them."""

import re
from collections.abc import Sequence
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, BeforeValidator, StringConstraints, WithJsonSchema

REFERENCE_PATTERN = r"^[A-Za-z0-9._:-]{1,64}$"
WRITTEN_REFERENCE = "a reference has 1 to 64 letters, digits and ._:-"
Reference = Annotated[str, StringConstraints(pattern=REFERENCE_PATTERN)]
"""A pseudonymous reference: of a case, a person, a breach, a condition, a concern or a disclosure."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=8_000, strip_whitespace=True)]
"""Content in a person's own words. Never leaves the ledger for a log, an id or a summary."""

Word = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]

Instant = AwareDatetime

PermanentRole = Literal[
    "prison", "probation", "police", "social-services", "local-government", "psychologist"
]
AdHocRole = Literal[
    "mentor",
    "family",
    "community",
    "immigrant-association",
    "mediator",
    "religious",
    "victims",
    "former",
    "school",
    "mental-health",
    "health",
    "housing",
    "employment",
    "youth-work",
    "legal",
]
OutsideRole = Literal["court", "person"]

PERMANENT_ROLES: tuple[str, ...] = get_args(PermanentRole)
"""Core members of every network (R31, R35)."""
AD_HOC_ROLES: tuple[str, ...] = get_args(AdHocRole)
"""Members per intervention (R32, R94)."""
OUTSIDE_ROLES: tuple[str, ...] = get_args(OutsideRole)
ROLES = PERMANENT_ROLES + AD_HOC_ROLES + OUTSIDE_ROLES
VOICELESS_ROLES = ("family", "victims", "former")
"""Have a place in the network but no vote."""


def role_of(member: str) -> str:
    return member.split(":", 1)[0]


def _member(value: object) -> object:
    # Before the reference is judged: who has written a member wrongly is told how a member is written.
    if not isinstance(value, str):
        return value
    role, colon, name = value.partition(":")
    if not colon or not name or not re.fullmatch(REFERENCE_PATTERN, value):
        raise ValueError(WRITTEN_MEMBER)
    if role not in ROLES:
        raise ValueError(f"{role!r} is not a role; roles are {', '.join(ROLES)}")
    return value


WRITTEN_MEMBER = (
    "a member is written <role>:<name>, for example police:north, in at most 64 letters, digits and ._:-"
)


def described_member(roles: Sequence[str]) -> WithJsonSchema:
    """How other systems are told to write it; that both parts together have a length, a pattern doesn't say."""
    return WithJsonSchema({"type": "string", "pattern": rf"^({'|'.join(roles)}):[A-Za-z0-9._:-]{{1,58}}$"})


Member = Annotated[Reference, BeforeValidator(_member), described_member(ROLES)]
"""An agency or a person with a role in the case, ``<role>:<name>``."""

ReportSection = Literal[
    "contacts", "attendance", "interventions", "conditions", "breaches", "level", "open-obligations"
]
"""What a report to the court may have to contain (R11)."""

Activity = Literal[
    "risk-assessment",
    "counselling",
    "mentoring",
    "education-employment",
    "housing",
    "psychology",
    "network-resources",
    "faith-conviction",
    "medical",
]
"""The nine activities of an exit programme (R93)."""

InterventionStatus = Literal["referred", "started", "attended", "missed", "completed", "ended"]

HandoverItem = Literal[
    "treatment-record",
    "risk-assessment",
    "plan-and-learning",
    "prison-factors",
    "health-summary",
    "education-work",
    "family-contacts",
    "security-information",
]
HANDOVER_ITEMS: tuple[HandoverItem, ...] = get_args(HandoverItem)

PrisonFactor = Literal[
    "physical-environment",
    "trust",
    "humanity",
    "staff-relationship",
    "personal-safety",
    "fair-conditions",
    "legitimacy",
    "charismatic-extremist",
]
"""The eight factors of the prison that weigh on what comes after (R4)."""

ConditionKind = Literal["conduct", "programme", "restriction", "family", "repair", "victims"]
"""Kinds of measures a court may impose (R9)."""

ConcernKind = Literal["radical-contact", "threat-to-person", "threat-to-others", "wellbeing", "other"]
"""Kinds of signs that a member may be worried about (R61)."""

BreachOutcome = Literal["none", "warning", "terms-changed", "revoked"]
Recommendation = Literal["none", "warning", "change-terms", "revoke"]
"""Of those who review an alleged breach, to whoever decides it (R12)."""
BreachEnd = BreachOutcome | Literal["withdrawn"]
"""How an alleged breach ends: by a decision, or because it was taken back."""

Level = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = get_args(Level)
Entry = Literal["sentence", "suspension", "alternative", "parole", "security-measure"]
ReleaseKind = Literal["earliest", "conditional", "confirmed", "unknown"]
Urgency = Literal["routine", "urgent"]
Phase = Literal["preparation", "supervision", "recalled", "follow-up", "closed"]
RELEASED_PHASES: tuple[Phase, ...] = ("supervision", "follow-up")
"""Phases in which the person is at liberty for good: a release date says nothing any more about release."""
ClosedBecause = Literal["completed", "died", "revoked", "transferred-out", "merged"]
Coordination = Literal["horizontal", "vertical"]
AgreementName = Literal["protected-rights", "investigation-secrecy", "applicable-law"]
"""What an agreement has to name (R72, R73)."""
AGREEMENT_NAMES: tuple[AgreementName, ...] = get_args(AgreementName)

AbsenceReason = Literal["other-duty", "illness", "leave", "not-reached", "declined", "other"]
"""Why a member wasn't at a meeting."""

ObligationKind = Literal[
    "answer-invitation",
    "sign-agreement",
    "find-substitute",
    "supply-item",
    "acknowledge-item",
    "decide-manager",
    "conclude-assessment",
    "agree-plan",
    "hold-meeting",
    "release-check",
    "confirm-release",
    "first-contact",
    "file-court-report",
    "triage-breach",
    "review-breach",
    "refer-breach",
    "decide-breach",
    "acknowledge-concern",
    "review-concern",
    "inform-person",
    "find-provider",
    "provide-activity",
    "assess-leader",
    "decide-gaps",
    "review-plan",
    "plan-ending",
    "evaluate",
    "follow-up",
    "hand-over-case",
    "consider-misses",
    "report-breach",
    "pass-on-case",
    "acknowledge-case",
]
