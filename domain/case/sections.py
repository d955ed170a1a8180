"""The sections of a case, each with what *is* and the time at which it came to be so.

Of two facts about the same thing the later occurred one counts, then the later received.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.calendar import LocalCalendar
from domain.policy import BreachOutcome
from domain.vocabulary import (
    Activity,
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
    for_seat: bool = False
    """One of several who were asked for the seat of a permanent role, whether or not they hold it now."""
    passed_over: Instant | None = None
    """When somebody else took that seat while they hadn't answered: nobody waits for their answer any more."""

    @property
    def is_awaited(self) -> bool:
        """Whether something is still to come from them before the network stands: an answer, or a signature."""
        silent = self.passed_over is not None and self.state in ("proposed", "invited")
        return self.state not in LEFT and not self.may_receive and not silent

    @property
    def may_receive(self) -> bool:
        """Only who has accepted and signed receives anything or is heard in a decision (R71)."""
        return self.state == "accepted" and self.agreement_signed is not None


class Search(Section):
    """A permanent role that is vacant, and for which the agency directory had nobody."""

    role: str
    since: Instant
    again: Instant
    """When the directory is asked again."""
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


LEFT = ("declined", "withdrawn")
"""Member states of those who are not, or no longer, in the network."""
