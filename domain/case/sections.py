"""The sections of a case, each with what *is* and the time at which it came to be so.

Of two facts about the same thing the later occurred one counts, then the later received.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.calendar import LocalCalendar
from domain.policy import BreachOutcome
from domain.vocabulary import (
    AbsenceReason,
    Activity,
    AgreementName,
    ConditionKind,
    HandoverItem,
    Instant,
    Level,
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


class Agreement(Section):
    """The sharing agreement and the code of conduct, as a member signed them last."""

    reference: str
    until: date | None = None
    """Its last day; None where it has no end."""
    names: tuple[AgreementName, ...] = ()
    expectations: int = 0
    """How many are on record (R84)."""
    expired: bool = False


class Renewal(Section):
    """To be signed anew: before it runs out, because its code of conduct is superseded, or after a return."""

    until: date | None = None
    """The last day of the agreement that runs out."""
    code_version: str | None = None
    """The version that supersedes the one they have signed."""
    called_at: Instant
    due: Instant
    signed_at: Instant | None = None

    @property
    def name(self) -> str:
        if self.until is not None:
            return self.until.isoformat()
        return f"code-{self.code_version}" if self.code_version else f"return-{self.called_at:%Y-%m-%d}"


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
    first_signed: Instant | None = None
    """When they signed for the first time; ``agreement_signed`` is the last."""
    agreement: Agreement | None = None
    renewals: tuple[Renewal, ...] = ()
    for_seat: bool = False
    """One of several who were asked for the seat of a permanent role, whether or not they hold it now."""
    passed_over: Instant | None = None
    """When somebody else took that seat while they hadn't answered: nobody waits for their answer any more."""
    stays_for: str | None = None
    """The area before, for which they keep a seat until somebody of the new area has accepted."""
    relieved_in: str | None = None
    """The area for which they were asked, once another area's service has become the justice case holder."""

    @property
    def is_awaited(self) -> bool:
        """Whether something is still to come from them before the network stands: an answer, or a signature."""
        return not self.is_gone and (not self.may_receive or self.is_to_renew)

    @property
    def is_gone(self) -> bool:
        """Whether nobody counts on them any more: they have left, or were passed over while they were silent."""
        silent = self.passed_over is not None and self.state in ("proposed", "invited")
        return self.state in LEFT or silent

    @property
    def may_receive(self) -> bool:
        """Only who has accepted and signed receives anything or is heard in a decision (R71)."""
        return self.state == "accepted" and self.agreement_signed is not None and not self.has_run_out

    @property
    def has_run_out(self) -> bool:
        """Whether what they signed no longer holds; what they did while it held stays done."""
        return self.agreement is not None and self.agreement.expired

    @property
    def is_to_renew(self) -> bool:
        return any(renewal.signed_at is None for renewal in self.renewals)


class Refusal(Section):
    """That an item isn't given, and on what ground. The reason's own words are content: the ledger has them."""

    ground: str | None = None
    legal_basis: str | None = None
    """Which law stands behind it, as a short reference: of what was said, the first line, 200 characters at most."""


class Handing(Section):
    """One time that an item was handed over, and when that was acknowledged."""

    supplied_at: Instant
    acknowledged_at: Instant | None = None


class Search(Section):
    """A permanent role that is vacant, and for which the agency directory had nobody."""

    role: str
    since: Instant
    again: Instant
    """When the directory is asked again; from then on with each escalation of what is owed."""
    instead_of: str | None = None
    """Whose place nobody was found for."""
    filled_at: Instant | None = None
    """When somebody in this role accepted."""


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
    """When the newest word on it occurred: that it was asked for anew, supplied or refused."""
    answered_at: Instant | None = None
    """When it was first supplied or refused since it was asked for last."""
    asked_anew: bool = False
    earlier: tuple[Handing, ...] = ()
    """The times that it was handed over before the newest one, in the order in which they occurred; the last few."""
    acknowledged_before: int = 0
    """How many acknowledged ones there were before those."""
    refusal: Refusal | None = None
    nature: Literal["fact", "opinion"] | None = None
    classification: Literal["open", "confidential", "classified"] | None = None
    abstracted: bool | None = None
    holder: str | None = None
    """Who keeps the file that it comes from."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to supply or to acknowledge it."""
        return self.state in ("requested", "supplied")


class Handover(Section):
    state: Literal["open", "complete", "incomplete"] = "open"
    items: dict[HandoverItem, Item] = {}


class SubFinding(Section):
    sub_item: str
    effect: Literal["stabilising", "destabilising"]


class FactorFinding(Section):
    """What is known of one factor of the prison: the newest finding replaces the one before (R4-R6)."""

    factor: PrisonFactor
    effect: Literal["stabilising", "destabilising"]
    findings: tuple[SubFinding, ...] = ()
    since: Instant | None = None


class LeaderWord(Section):
    """One finding about a charismatic extremist: whether they weigh on the person, and all that R7 asks is said."""

    at: Instant
    effect: Literal["stabilising", "destabilising"]
    is_addressed: bool = False


class LeaderFound(Section):
    """A charismatic extremist weighs on the person, and is to be assessed and addressed (R7)."""

    since: Instant
    addressed_at: Instant | None = None


class ReleaseCheck(Section):
    """What was found missing before the release on ``day``, and what the manager has decided about it."""

    day: date
    since: Instant
    named: tuple[str, ...] = ()
    decision: Literal["accept", "close"] | None = None
    decided_at: Instant | None = None


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
    is_undone: bool = False
    """Whether a vote or a nomination that it was decided on has been withdrawn since."""


class CaseHandover(Section):
    """A manager has followed another for good: from whom to whom, and when the case was handed over."""

    outgoing: str
    to: str
    since: Instant
    done_at: Instant | None = None


class Contact(Section):
    """The one to whom the person, the family and the communities turn (R75)."""

    member: str
    since: Instant


class GivenUp(Section):
    """A step that is prepared later than planned: in days before the release, below zero after it."""

    step: str
    planned: int
    now: int


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
    """In the order in which they first did."""
    contributions: dict[str, Instant] = {}
    """When each member last did, never what they said."""
    instrument: str | None = None
    level_by: Literal["judgement", "instrument"] | None = None
    members: tuple[str, ...] = ()
    """Who has concluded it."""
    grounds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    protective: tuple[str, ...] = ()


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
    ends: date | None = None
    area: str | None = None
    rests_on: tuple[str, ...] = ()
    strengthens: tuple[str, ...] = ()
    goal: str | None = None

    @property
    def is_over(self) -> bool:
        return self.status in ("completed", "ended") or self.consent is False


class PlanReview(Section):
    """An assessment has changed what the plan rests on: the level, or the needs."""

    round: int
    since: Instant
    reviewed_at: Instant | None = None


class PlanWord(Section):
    """That a plan was drafted, with these activities; or, without any, that it was agreed."""

    at: Instant
    activities: tuple[Activity, ...] = ()


class Plan(Section):
    state: Literal["none", "drafted", "agreed"] = "none"
    since: Instant | None = None
    agreed_at: Instant | None = None
    """When one was first agreed; a newer draft doesn't take that back."""
    agreed_last: Instant | None = None
    interventions: tuple[Intervention, ...] = ()
    repeated: tuple[Intervention, ...] = ()
    """What the newest draft plans a second time: its last word on an activity is the one that counts."""
    formulated: tuple[str, ...] = ()
    """What the formulation speaks of, never what it says (R101)."""
    review: PlanReview | None = None
    words: tuple[PlanWord, ...] = ()
    """All drafts and agreements in the order in which they occurred: an agreement is on the draft before it."""


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
    absence_reasons: dict[str, AbsenceReason] = {}
    decisions: int = 0
    """How many were taken, never which."""
    minutes_spent: int | None = None
    informal: bool = False


class CalledMeeting(Section):
    """A meeting to which members are called, or were until it was cancelled."""

    meeting: str
    """Which of the owed meetings it is: named by the one before it."""
    day: date
    """The working day on which it is to be held at the latest."""
    at: Instant
    """When it begins: on that day, or soon after where that is past."""
    ends: Instant
    sequence: int
    invited: tuple[str, ...]
    cancelled: bool = False


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


LEFT = ("declined", "withdrawn")
"""Member states of those who are not, or no longer, in the network."""
