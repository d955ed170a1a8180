"""The rules a case goes by: every duration, role, cadence, quorum and ladder, as data.

A pack is a TOML file in which each rule stands with its source: ``opens = { value = "6 months", source = "R15" }``.
``Policy`` holds its values, inherited ones too; it is pinned in each case as ``name@version``. See ``domain.pack``.
What it says of a business word stands with that word, in its ``policy.py``.
"""

from typing import Annotated

from domain.appointment.policy import AppointmentRules
from domain.assessment.policy import AssessmentRules
from domain.breach.policy import BreachRules
from domain.case.policy import Preparation, ReceiptRules
from domain.closing.policy import ClosingRules
from domain.custody.policy import CommunityRules
from domain.kept import kept_once
from domain.meetings.policy import MeetingRules
from domain.network.policy import NetworkRules
from domain.obligations.policy import Ladder
from domain.plan.policy import PlanRules, ProviderRules
from domain.policy_parts import Rules
from domain.risk.policy import ConcernRules
from domain.span import Span
from domain.supervision.policy import SupervisionRules
from domain.transfer.policy import TransferRules
from domain.vocabulary import HandoverItem


class Jurisdiction(Rules):
    timezone: str
    holidays: str | None = None
    """A country or market of the ``holidays`` library, for example ``IT`` or ``GB-ENG``; none: weekends only."""
    mentoring: bool = True
    """Whether there is mentoring at all (R103)."""


class Policy(Rules):
    """A pack's values, as pinned in a case."""

    name: str
    version: int
    preparation: Preparation
    network: NetworkRules
    handover_items: dict[HandoverItem, str]
    """The items to hand over, and the role that receives each; ``manager`` is the case manager."""
    appointment: AppointmentRules
    assessment: AssessmentRules
    meetings: MeetingRules
    supervision: SupervisionRules
    concerns: ConcernRules
    breach: BreachRules
    closing: ClosingRules
    plan: PlanRules | None = None
    transfer: TransferRules | None = None
    """None: a case that goes to another area is handed over between the services as they see fit."""
    providers: ProviderRules | None = None
    community: CommunityRules | None = None
    ladder: Ladder
    receipt: ReceiptRules | None = None
    jurisdictions: dict[str, Jurisdiction]

    @property
    def reference(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def earlier_counts(self) -> bool:
        return self.receipt is not None and self.receipt.earlier_counts

    @property
    def judged_then(self) -> bool:
        return self.receipt is not None and self.receipt.judged_then

    @property
    def refuses_contradictions(self) -> bool:
        return self.receipt is not None and self.receipt.contradictions == "refused"

    @property
    def opens(self) -> Span:
        return self.preparation.opens


SharedPolicy = Annotated[Policy, kept_once()]
"""As workflows are given it."""
