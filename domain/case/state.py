"""What is known of a case: the fold of its own stream, section by section as the case view shows it.

A section holds what *is*, with the time at which it came to be so: of two facts about the same thing the later
occurred one counts, then the later received.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.calendar import LocalCalendar
from domain.obligations.obligation import Obligation
from domain.policy import BreachOutcome
from domain.vocabulary import (
    RELEASED_PHASES,
    Activity,
    ClosedBecause,
    ConditionKind,
    Coordination,
    Entry,
    HandoverItem,
    Instant,
    Level,
    Phase,
    PrisonFactor,
    ReleaseKind,
    Urgency,
)


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Custody(Section):
    status: Literal["in-custody", "absent", "at-liberty", "dead"] = "in-custody"
    """``absent``: on leave, in hospital or at court, and expected back."""
    establishment: str | None = None
    moved_at: Instant | None = None
    """When the newest transfer between establishments occurred."""
    since: Instant | None = None


class Release(Section):
    """The release as the register has it, and the date that the preparation goes by."""

    day: date | None = None
    kind: ReleaseKind = "unknown"
    since: Instant | None = None
    """When the newest fact about it occurred."""
    settled: date | None = None
    """The date that due dates are counted from: a change counts after the hold time (policy)."""
    held: date | None = None
    """The changed date that is held."""
    settles_at: Instant | None = None
    """When a change that is still held will count."""
    passed: date | None = None
    """The release date that was the newest to pass without a release."""
    checked: date | None = None
    """The settled date before which it was last named what is missing."""


class NetworkMember(Section):
    member: str
    role: str
    standing: Literal["permanent", "ad-hoc"]
    state: Literal["proposed", "invited", "accepted", "declined", "withdrawn"] = "proposed"
    activity: Activity | None = None
    invited_at: Instant | None = None
    answered_at: Instant | None = None
    agreement_signed: Instant | None = None
    code_version: str | None = None

    @property
    def may_receive(self) -> bool:
        """Only who has accepted and signed receives anything or is heard in a decision (R71)."""
        return self.state == "accepted" and self.agreement_signed is not None


class Item(Section):
    """One thing that prison hands over, and where it stands."""

    item: HandoverItem
    state: Literal["requested", "supplied", "acknowledged", "refused"] = "requested"
    by: str | None = None
    requested_at: Instant | None = None
    supplied_at: Instant | None = None
    acknowledged_at: Instant | None = None
    refused_at: Instant | None = None
    since: Instant | None = None
    """When the newest supply or refusal occurred."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to supply or to acknowledge it."""
        return self.state in ("requested", "supplied")


class Handover(Section):
    state: Literal["open", "complete", "incomplete"] = "open"
    items: dict[HandoverItem, Item] = {}


class FactorFinding(Section):
    factor: PrisonFactor
    effect: Literal["stabilising", "destabilising"]


class Manager(Section):
    member: str
    role: str
    since: Instant
    interim: bool


class Absence(Section):
    """The manager can't act: from a day, and to another or for good."""

    member: str
    starts: date
    until: date | None = None
    since: Instant
    """When it was said."""


class Ballot(Section):
    member: str
    nominee: str
    vote: Literal["for", "against", "abstain"]
    at: Instant


class Appointment(Section):
    """A joint decision on the case manager, under way or come to its end."""

    opened_at: Instant
    due: Instant
    nominees: tuple[str, ...] = ()
    votes: dict[str, Ballot] = {}
    """By role: its last vote."""
    decided_at: Instant | None = None


class Round(Section):
    """One joint assessment. ``due`` is the earliest date that anything has called for."""

    round: int
    reason: str
    state: Literal["open", "concluded"] = "open"
    level: Level | None = None
    opened_at: Instant
    due: Instant
    concluded_at: Instant | None = None
    contributed: tuple[str, ...] = ()
    instrument: str | None = None


class Intervention(Section):
    activity: Activity
    status: Literal["planned", "referred", "started", "attended", "missed", "completed", "ended"] = "planned"
    provider: str | None = None
    starts: date | None = None
    since: Instant | None = None
    started_at: Instant | None = None
    consent: bool | None = None
    agreed_at: Instant | None = None
    """When a plan that holds it was first agreed."""


class Plan(Section):
    state: Literal["none", "drafted", "agreed"] = "none"
    since: Instant | None = None
    agreed_at: Instant | None = None
    """When one was first agreed; a newer draft doesn't take that back."""
    interventions: tuple[Intervention, ...] = ()


class Condition(Section):
    condition: str
    kind: ConditionKind
    state: Literal["in-force", "ended"] = "in-force"
    since: Instant
    until: date | None = None

    def was_in_force(self, at: datetime, local: LocalCalendar | None) -> bool:
        """Whether it held at this instant: it may have ended since, or have run out."""
        if self.state == "ended" and at >= self.since:
            return False
        return self.until is None or local is None or at < local.end_of_day(self.until)


class CourtReport(Section):
    due: Instant
    state: Literal["due", "filed"] = "due"
    filed_at: Instant | None = None

    @property
    def name(self) -> str:
        return self.due.date().isoformat()


class Meeting(Section):
    at: Instant
    attendees: tuple[str, ...]
    absentees: tuple[str, ...] = ()
    minutes_spent: int | None = None
    informal: bool = False


class Concern(Section):
    concern: str
    kind: str
    urgency: Urgency
    state: Literal["raised", "acknowledged", "reviewed"] = "raised"
    raised_at: Instant
    raised_by: str | None = None
    acknowledged: dict[str, Instant] = {}
    reviewed_at: Instant | None = None


class Breach(Section):
    """An alleged breach of a condition, until it is decided."""

    breach: str
    condition: str
    urgency: Urgency
    state: Literal["reported", "triaged", "reviewed", "before-court", "decided", "withdrawn"] = "reported"
    outcome: BreachOutcome | None = None
    decided_by: str | None = None
    """The role that has decided it."""
    reported_at: Instant
    triaged_at: Instant | None = None
    reviewed_at: Instant | None = None
    referred_at: Instant | None = None
    settled_at: Instant | None = None
    """When it was decided or withdrawn."""

    @property
    def is_open(self) -> bool:
        return self.state not in ("decided", "withdrawn")


class Disclosure(Section):
    disclosure: str
    state: Literal["requested", "in-doubt", "allowed", "refused", "made"] = "requested"
    informed: Instant | None = None
    since: Instant


class Closing(Section):
    """The planned end of support."""

    end: date | None = None
    """The end of supervision towards which the closing has begun."""
    since: Instant | None = None
    evaluated_before: date | None = None
    """The end of supervision before which everybody is asked how it went."""
    planned_at: Instant | None = None
    evaluations: dict[str, Instant] = {}
    """By whom and when, never what they said."""


class Unused(Section):
    """A fact that changed nothing: refused for good, or parked until it can."""

    number: int
    type: str
    reason: str
    cause: str | None = None
    until: Instant | None = None
    """When a parked fact is looked at again in any case."""


class Running(Section):
    """A procedure of this case that hasn't reported its end."""

    procedure: str
    number: int
    about: str | None = None
    """What it is about, where a case may have several: a round, a report, a breach."""


class CaseState(Section):
    """The whole of what is known. Empty until the case's first event."""

    case: str = ""
    person: str | None = None
    known_as: tuple[str, ...] = ()
    """References of the same person that were merged into this one."""
    jurisdiction: str | None = None
    office: str | None = None
    transferred_at: Instant | None = None
    entry: Entry | None = None
    policy: str = ""
    phase: Phase | None = None
    """None until the case has been opened."""
    phase_since: Instant | None = None
    closed_because: ClosedBecause | None = None
    phase_before_closing: Phase | None = None
    since_before_closing: Instant | None = None
    held: bool = False
    short_notice: bool = False
    opened_at: Instant | None = None
    calendar: LocalCalendar | None = None

    level: Level | None = None
    level_provisional: bool = True
    custody: Custody = Custody()
    release: Release = Release()
    released_at: Instant | None = None
    """When the person was last released for good; None again once they are recalled."""
    last_released: Instant | None = None
    """The same, and kept when they are recalled: a release date from before then is that of a release gone by."""
    preparation_since: Instant | None = None
    """When the preparation of a second release, or a later one, began."""
    recall: str | None = None
    """What calls the person back, until the case has entered ``recalled``: a revocation, or a return to custody."""
    ended_by: ClosedBecause | None = None
    """What ends the case whatever its phase: a death, a merger, a transfer out."""
    supervision_start: date | None = None
    supervision_end: date | None = None
    supervision_end_since: Instant | None = None
    """When the newest fact about it occurred, while the person is released."""

    case_holder: str | None = None
    case_manager: Manager | None = None
    coordination: Coordination = "horizontal"
    authority: str | None = None
    coordination_since: Instant | None = None
    network: tuple[NetworkMember, ...] = ()
    handover: Handover | None = None
    factors: tuple[FactorFinding, ...] = ()
    appointment: Appointment | None = None
    """The one under way."""
    appointment_decided: Appointment | None = None
    """The last one that came to a decision."""
    decided_manager: str | None = None
    """Whom the network last decided on; somebody else may stand in."""
    absence: Absence | None = None
    manager_changed_at: Instant | None = None
    """When the network last decided on another manager than the one before."""
    assessments: tuple[Round, ...] = ()
    plan: Plan = Plan()
    conditions: tuple[Condition, ...] = ()
    court_reports: tuple[CourtReport, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    contacts: tuple[Instant, ...] = ()
    concerns: tuple[Concern, ...] = ()
    breaches: tuple[Breach, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    informed: Instant | None = None
    closing: Closing = Closing()

    refused: tuple[Unused, ...] = ()
    parked: tuple[Unused, ...] = ()
    obligations: dict[str, Obligation] = {}
    running: tuple[Running, ...] = ()
    conducted: dict[str, Instant] = {}
    """When a procedure of each kind has last ended."""
    procedures: int = 0
    """How many procedures the case has ever started: the number of the last one."""
    last_fact: int = 0
    """The number of the last fact taken from the inbox."""

    @property
    def manager(self) -> str | None:
        return self.case_manager.member if self.case_manager else None

    @property
    def closed(self) -> bool:
        return self.phase == "closed"

    @property
    def responsible(self) -> str:
        """Who answers for the case: its manager, or the justice case holder until there is one (R76)."""
        return self.manager or self.case_holder or "probation"

    @property
    def begun_at(self) -> Instant | None:
        """When the preparation of the release began that the case is about now."""
        return self.preparation_since or self.opened_at

    @property
    def is_community(self) -> bool:
        """A sentence served in the community: nobody is released from anywhere, unless they are taken in later."""
        return self.supervision_start is not None and self.release.day is None

    def member(self, member: str) -> NetworkMember | None:
        return next((each for each in self.network if each.member == member), None)

    def in_role(self, role: str) -> str:
        """The member who has this role and hasn't left; the bare role where there is none."""
        present = [each for each in self.network if each.role == role and each.state not in LEFT]
        return present[0].member if present else f"{role}:{self.jurisdiction}"

    @property
    def permanent_roles(self) -> tuple[str, ...]:
        """The core of this case's network, whether or not somebody is there: no prison in a community sentence."""
        return tuple(dict.fromkeys(each.role for each in self.network if each.standing == "permanent"))

    @property
    def open_round(self) -> Round | None:
        return next((each for each in self.assessments if each.state == "open"), None)

    @property
    def reports_owed(self) -> tuple[CourtReport, ...]:
        """Those of this supervision that aren't filed; what was due before a return to custody no longer counts."""
        if self.phase not in RELEASED_PHASES:
            return ()
        since = self.released_at
        return tuple(
            each for each in self.court_reports if each.state == "due" and (since is None or each.due > since)
        )

    def breach(self, reference: str) -> Breach | None:
        return next((each for each in self.breaches if each.breach == reference), None)

    def concern(self, reference: str) -> Concern | None:
        return next((each for each in self.concerns if each.concern == reference), None)

    def condition(self, reference: str) -> Condition | None:
        return next((each for each in self.conditions if each.condition == reference), None)


LEFT = ("declined", "withdrawn")
"""Member states of those who are not, or no longer, in the network."""
