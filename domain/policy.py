"""The rules a case goes by: every duration, role, cadence, quorum and ladder, as data.

A pack is a TOML file in which each rule stands with its source: ``opens = { value = "6 months", source = "R15" }``.
``Policy`` holds its values, inherited ones too; it is pinned in each case as ``name@version``. See ``domain.pack``.
"""

from datetime import time
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from domain.kept import kept_once
from domain.span import Span, SpanBefore
from domain.vocabulary import (
    Activity,
    AdHocRole,
    ConcernKind,
    HandoverItem,
    Level,
    OutsideRole,
    PermanentRole,
    ReportSection,
    Urgency,
    Word,
)

BreachOutcome = Literal["none", "warning", "terms-changed", "revoked"]
Recommendation = Literal["none", "warning", "change-terms", "revoke"]


def _fraction(value: object) -> object:
    return Fraction(value) if isinstance(value, str) else value


Share = Annotated[Fraction, BeforeValidator(_fraction), PlainSerializer(str, return_type=str)]
"""An exact part of a whole, written "2/3"."""


class Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Preparation(Rules):
    """From opening to release. Spans count back from the release date unless they say otherwise."""

    opens: SpanBefore
    hold: Span
    """A release date that changes back within this time changes nothing."""
    person_informed: SpanBefore
    network_complete: SpanBefore
    items_supplied: SpanBefore
    items_acknowledged: SpanBefore
    acknowledge_late_item: Span
    """To acknowledge an item that came late; counted from its supply."""
    nominations: SpanBefore
    assessment_concluded: SpanBefore
    plan_agreed: SpanBefore
    release_check: SpanBefore
    release_check_counts: SpanBefore
    """How long before its date a meeting already counts as the release check."""
    confirm_release: Span
    """After the release date has passed without a word from prison."""
    supply_requested_item: Span | None = None
    """To supply an item that is asked for anew; counted from the request. None: by the date of all items."""
    acknowledge_newer_item: Span | None = None
    """To acknowledge an item that replaces an acknowledged one, each time anew; counted from its supply."""
    assess_leader: Span | None = None
    """To assess and address a charismatic extremist; counted from the finding (R7)."""
    decide_gaps: SpanBefore | None = None
    """By when the manager decides about what the release check found missing."""
    plan_begins: Literal["reception", "preparation"] | None = None
    """Whether a plan that was agreed before the case was opened counts: it does, unless ``preparation`` (R20)."""
    catch_up: Span | None = None
    """At short notice: how long after release all is made good where there was hardly a working day before it."""
    keeps_items: SpanBefore | None = None
    """How old what was handed over may be when another release is prepared: what is older is asked for anew. None:
    it all stays."""


class SubstituteRules(Rules):
    """What happens to a permanent role that is vacant."""

    after_escalations: Annotated[int, Field(ge=1)]
    """How often an invitation is escalated before somebody else is asked."""
    find: Span
    """For the case manager to find somebody, where the agency directory has nobody."""
    told_once: bool = False
    """Whether that it has nobody is recorded once for each vacancy; else every time that it is asked."""


class NetworkRules(Rules):
    permanent_roles: tuple[PermanentRole, ...]
    answer: Span
    sign: Span
    renew: SpanBefore | None = None
    """How long before its last day an agreement is to be renewed; None: nobody asks, and none runs out."""
    code_version: Word | None = None
    """The code of conduct in force; who has signed an older version signs anew. None: any version will do."""
    moves: bool = False
    """Whether agencies of another area are asked for the seats of the network when the case has gone there."""
    moves_office: bool = False
    """Whether they are asked too where another office of the same area serves the case, in the place of local ones."""
    leaving_ends: bool = False
    """Whether who leaves and comes back signs anew."""
    authority_decides: bool = False
    """Whether in a vertical network the authority really decides: see ``domain.network.coordination``."""
    standing_counts: bool = False
    """Whether role and standing decide who may say what; a case that runs goes on as it began."""
    hears_signed: bool = False
    """Whether only who has accepted and signed is heard when an assessment is concluded or a plan agreed (R71)."""
    substitutes: SubstituteRules | None = None
    shrinks: bool = False
    """Whether at short notice there is less time to answer and to sign too: see ``domain.network.times``."""


class AppointmentRules(Rules):
    decide: Span
    quorum: Share
    rules: Literal[1, 2] = 1
    """The edition of the rules of the decision: a case that runs goes on by the one that it began with."""
    hand_over: Span | None = None
    """To hand over the case where a manager follows another for good; the case holder changes with the area then."""
    introduce: Span | None = None
    """To tell the person who their point of contact is."""
    in_order: bool = False
    """Whether at short notice it is decided by when the manager is to acknowledge what was handed over."""
    reopens: bool = False
    """Whether it is decided anew where votes that were decided on are withdrawn."""
    moves: bool = False
    """Whether it is decided anew where the network has moved to another area, and the manager is of the one before."""
    only_present: bool = False
    """Whether who stands in, or is manager by default, is sought among those who are in the network; and somebody
    else stands in for them too when they are away."""


class AssessmentRules(Rules):
    every: dict[Level, Span]
    unassessed: Level
    """The cadence that holds while no level is known."""
    opens: Span
    """How long before it is due a scheduled round is opened."""
    triggered: Span
    """To conclude a round that an event has called for."""
    triggers: Literal[1, 2] = 1
    """The edition of what calls for one at once: in the second terms that the court has varied do too, and a breach
    that has come to nothing doesn't any more."""


class CallingRules(Rules):
    """When and for when the network is called to the meeting that is owed."""

    ahead: SpanBefore
    """Counted back from the day of the meeting."""
    at: time
    """By local clocks."""
    lasts: Span
    again: Span | None = None
    """How long after a meeting to which nobody came the network is called anew; None: never."""


class MeetingRules(Rules):
    starts: SpanBefore
    every: SpanBefore
    eases: Span
    """After release, when the cadence eases."""
    then_every: Span
    agencies: Annotated[int, Field(ge=1)] | None = None
    """How many agencies that have accepted and signed make it a meeting of the network. None: whoever came."""
    informal_counts: bool = True
    """Whether an informal meeting is one of those that are owed."""
    calling: CallingRules | None = None
    """How meetings are called; None: nobody is invited."""


class MissRules(Rules):
    """When missed appointments are looked at by a person. They never are a breach by themselves (R12)."""

    count: Annotated[int, Field(ge=2)]
    within: SpanBefore
    """So many misses in a stretch of time no longer than this."""
    consider: Span
    """For the case manager to decide what comes of them; counted from the miss that made them so many."""


class CourtReportRules(Rules):
    """What a report to the court contains, and how its filing is judged (R11)."""

    contains: tuple[ReportSection, ...]
    withheld: tuple[Activity, ...] = ()
    """Activities that a court isn't told of."""
    final: Span | None = None
    """When the final report is due, counted from the last day of supervision; None: there is none."""
    kept: Span
    """How long the filing of a report that we don't know of is kept, counted from when it was due."""


class SupervisionRules(Rules):
    first_contact: Span
    court_report: Span
    court_report_opens: Span
    provide_activity: Span
    imposed_by: tuple[PermanentRole | AdHocRole | OutsideRole, ...] | None = None
    """Whose word it is that a condition is imposed, varied or lifted (R8). None: anybody's."""
    misses: MissRules | None = None
    late_reports: Literal["count"] | None = None
    """Whether what is reported late of an activity still counts for its own day; None: it is refused."""
    reports: CourtReportRules | None = None
    """None: periodic reports alone, which contain everything, and of which the last filing counts."""


class ProviderRules(Rules):
    """Who has to be in the network for the activities of the plan (R32, R93)."""

    find: Span
    """For the case manager to find them, from the plan in which the activity is new."""
    roles: dict[Activity, tuple[PermanentRole | AdHocRole, ...]]
    """The roles that can provide each activity."""
    signed: bool = False
    """Whether who is named in a plan owes nothing before they have accepted and signed (R71)."""
    replace: Span | None = None
    """To find another where the provider whom the plan names has left; counted from then. None: nobody asks."""


class ConcernRules(Rules):
    acknowledge: dict[Literal["routine", "urgent"], Span]
    acknowledged_by: int
    review: Span
    addressees: dict[ConcernKind, dict[Urgency, tuple[PermanentRole | Literal["manager"], ...]]] | None = None
    """Who is told of each kind, and acknowledges it each for themselves (R88). None: the manager sees to it that
    enough members do."""


class BreachRules(Rules):
    triage: dict[Literal["routine", "urgent"], Span]
    review: Span
    refer: Span
    decide: Span
    """From referral to the first chasing of the court."""
    referred_by: Literal["manager", "case-holder"] = "manager"
    """Who owes it that a breach goes to the court."""
    kept_for_condition: Span
    """How long a breach of a condition we don't know yet is kept."""
    deciders: dict[BreachOutcome, tuple[str, ...]]
    """The roles that may decide each outcome."""
    rules: Literal[1, 2] = 1
    """The edition of what counts where facts about one breach contradict each other: see ``domain.breach.rules``."""
    told_if_urgent: tuple[PermanentRole | Literal["court"], ...] = ()
    """Who is told at once of an alleged breach that was triaged as urgent (R55)."""


class PlanRules(Rules):
    review: Span
    """To look at the plan again; counted from the assessment that changed the level or the needs (R20)."""
    review_terms: Span | None = None
    """The same after a breach that has changed the terms; None: nobody asks."""
    in_sequence: bool = False
    """Whether an activity that is planned several times is owed each time; else the last word on it counts."""
    agencies: Annotated[int, Field(ge=1)] | None = None
    """How many agencies agree a plan (R22). None: anybody in the network does."""
    recall: Literal["anew"] | None = None
    """Whether what was provided before a return to custody is owed anew after the next release (R14)."""


class TransferRules(Rules):
    """The handover of a case from one area's probation service to another's (R14)."""

    hand_over: Span
    """From the transfer."""
    acknowledge: Span
    """From the day on which everything was there."""


class ClosingRules(Rules):
    starts: SpanBefore
    plan_ending: SpanBefore
    evaluation: SpanBefore
    follow_up: Span
    """After the end of support."""
    grace: Span
    """How long a case stays open for a follow-up that is late."""
    plan_keeps: SpanBefore | None = None
    """What was planned or said for another end counts where it was at most so long before the new one; None: always."""
    all_evaluate: bool = False
    """Whether every member says how it went, or only the permanent ones."""
    evaluate_late: Span | None = None
    """To say it, where the end came before anybody could be asked; None: nobody is asked then."""
    results: Span | None = None
    """After the end of support: until those who said how it went hear what came of it; None: they don't."""


class CommunityRules(Rules):
    """A sentence served in the community (R1)."""

    handover: bool
    """Whether, once the person is taken into custody, prison joins the network and hands over before the release."""


class Ladder(Rules):
    """What happens to an obligation that isn't met: a reminder, then an escalation when it is due, then again."""

    remind_at: Share
    """The part of the time allowed after which the owner is reminded."""
    escalate_every: Span
    escalate_to: str
    """A role, or ``manager``: the case manager, or probation until there is one."""
    above_manager: str
    """Where an obligation of the manager's own is escalated to."""
    patience: Annotated[int, Field(ge=1)] | None = None
    """How often the same rung is told; then whoever stands above the manager is. None: for ever."""
    escalate_rarely: Span | None = None
    """How often after that; None: as often as before."""
    remind_all: bool | None = None
    """Whether everything owed is reminded of; a case that began before this was said reminds of what it did then."""


class ReceiptRules(Rules):
    """What it means that facts are received late, or in another order than they occurred in."""

    earlier_counts: bool
    """Whether what is heard of late counts where it belongs, although something later was heard of before."""


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
    def opens(self) -> Span:
        return self.preparation.opens


SharedPolicy = Annotated[Policy, kept_once()]
"""As workflows are given it."""
