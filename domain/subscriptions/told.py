"""Which recorded events other systems are told of, and how little of each.

What isn't named here never leaves: references, dates of what is owed and words of the field, no text that anybody
wrote, no level, no person reference, nothing of breaches and concerns, not even that there are any (R82). Who may know
more reads the case view.
"""

from typing import Any

from domain.appointment.events import CaseHolderChanged, ManagerAppointed
from domain.assessment.facts import AssessmentConcluded
from domain.case.events import CaseClosed, CaseOpened, CaseReopened, PhaseEntered
from domain.case.facts import CaseMerged, CaseTransferred, FactWithdrawn
from domain.court.events import ConditionExpired, CourtReportCalledOff, CourtReportDue
from domain.court.facts import ConditionEnded, ConditionImposed, CourtReportFiled
from domain.custody.facts import ReleaseDateSet
from domain.events import Envelope, Event, StreamRewound
from domain.handover.events import HandoverEnded
from domain.handover.facts import ItemAcknowledged, ItemRefused, ItemSupplied
from domain.meetings.events import MeetingCalled, MeetingCancelled
from domain.network.agreement_events import AgreementEnded, AgreementExpired
from domain.network.events import MemberInvited
from domain.network.facts import AgreementSigned, MemberAnswered
from domain.obligations.naming import named
from domain.obligations.obligation import (
    ObligationEscalated,
    ObligationLapsed,
    ObligationMet,
    ObligationMoved,
    ObligationRaised,
    ObligationWaived,
)
from domain.plan.facts import PlanAgreed
from domain.vocabulary import ObligationKind

_FIELDS: dict[type[Event], tuple[str, ...]] = {
    CaseOpened: ("policy", "case_holder", "short_notice"),
    PhaseEntered: ("phase", "since"),
    CaseClosed: ("because",),
    CaseReopened: ("phase",),
    CaseMerged: ("into",),
    CaseTransferred: ("jurisdiction", "office", "out"),
    ReleaseDateSet: (),
    ManagerAppointed: ("member", "interim"),
    CaseHolderChanged: ("holder", "jurisdiction"),
    MemberInvited: ("member",),
    MemberAnswered: ("member", "answer"),
    AgreementSigned: ("member", "agreement"),
    AgreementEnded: ("member",),
    AgreementExpired: ("member", "until"),
    ItemSupplied: ("item",),
    ItemAcknowledged: ("item",),
    ItemRefused: ("item",),
    HandoverEnded: ("state",),
    AssessmentConcluded: ("round",),
    PlanAgreed: (),
    MeetingCalled: ("meeting", "at", "ends"),
    MeetingCancelled: ("meeting", "at"),
    ConditionImposed: ("condition",),
    ConditionEnded: ("condition",),
    ConditionExpired: ("condition",),
    CourtReportDue: ("due", "final"),
    CourtReportCalledOff: ("due",),
    CourtReportFiled: (),
    ObligationRaised: ("obligation", "kind", "owner", "due"),
    ObligationMoved: ("obligation", "owner", "due"),
    ObligationEscalated: ("obligation", "to", "step"),
    ObligationMet: ("obligation", "met_at", "late"),
    ObligationWaived: ("obligation",),
    ObligationLapsed: ("obligation",),
    FactWithdrawn: (),
    StreamRewound: (),
}
"""Where somebody was taken to and why, and how a breach was decided, is told by the phase alone. The last two say that
what was told before may not hold any more: the case is to be read anew."""

TOLD: dict[str, tuple[type[Event], tuple[str, ...]]] = {
    event.TYPE: (event, fields) for event, fields in _FIELDS.items()
}
"""The types that systems can subscribe to, each with the fields that go out."""

WITHHELD: tuple[ObligationKind, ...] = (
    "triage-breach",
    "review-breach",
    "refer-breach",
    "decide-breach",
    "report-breach",
    "consider-misses",
    "acknowledge-concern",
    "review-concern",
    "assess-leader",
    "conclude-assessment",
)
"""Obligations that no system hears of: they would tell that somebody alleges a breach, or is worried. An assessment
that is due at once tells so too."""


def is_told(recorded: Envelope) -> bool:
    kind, _, _ = str(recorded.data.get("obligation", "")).partition(":")
    return recorded.type in TOLD and kind not in WITHHELD


def told_of(recorded: Envelope) -> dict[str, Any]:
    """What goes out of an event that is told. An obligation is named as in the case view."""
    event = recorded.event()
    _, fields = TOLD[recorded.type]
    data = event.model_dump(mode="json", by_alias=True, include=set(fields), exclude_none=True)
    if "obligation" in data:
        data["obligation"] = named(data["obligation"], recorded.stream)
    return data
