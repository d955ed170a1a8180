"""What the case records of itself beside the facts it takes: its phases, its calendar, its procedures."""

from datetime import date

from pydantic import ConfigDict, Field

from domain.calendar import SharedCalendar
from domain.case.sections import GivenUp
from domain.events import Event
from domain.vocabulary import ClosedBecause, Instant, Phase


class CaseOpened(Event, name="case.opened"):
    """The case begins, with the rules and the members it begins with."""

    policy: str
    members: tuple[str, ...]
    """One named member for each permanent role."""
    case_holder: str
    """The justice case holder: the probation officer (R76, R78)."""
    items: tuple[str, ...]
    """What prison is asked to hand over; nothing in a community sentence."""
    short_notice: bool
    calendar: SharedCalendar
    chosen: tuple[str, ...] | None = None
    """Those of the members whom the agency directory named; None where it wasn't asked."""


class CalendarRenewed(Event, name="case.calendar-renewed"):
    """Days off and changes of the clocks are known for further years."""

    calendar: SharedCalendar


class PhaseEntered(Event, name="case.phase-entered"):
    phase: Phase
    since: Instant
    reason: str


class CaseClosed(Event, name="case.closed"):
    because: ClosedBecause


class CaseReopened(Event, name="case.reopened"):
    """What had closed the case was withdrawn: it goes on in the phase it was in."""

    phase: Phase
    reason: str


class CaseHeld(Event, name="case.held"):
    """A person has stopped reminders and escalations for the time being."""

    by: str
    reason: str


class CaseResumed(Event, name="case.resumed"):
    by: str


class PolicyChanged(Event, name="case.policy-changed"):
    """From now on the case goes by another policy: what is owed is counted anew, what was met stays so."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    from_: str = Field(alias="from")
    to: str
    by: str
    reason: str


class FactRefused(Event, name="case.fact-refused"):
    """A fact that doesn't fit: kept with its data and the reason, without effect."""

    type: str
    reason: str
    data: dict[str, object]


class FactParked(Event, name="case.fact-parked"):
    """A fact that doesn't fit yet. It takes effect when it can, or is refused in the end."""

    type: str
    reason: str
    until: Instant | None = None


class FactSkipped(Event, name="case.fact-skipped"):
    """The number of a fact that was withdrawn before it was delivered."""


class PreparationShortened(Event, name="case.preparation-shortened"):
    """Time is short: what was given up, step by step, counted from this release date (R17)."""

    release_day: date
    given_up: tuple[GivenUp, ...]


class ProcedureStarted(Event, name="case.procedure-started"):
    procedure: str
    number: int
    about: str | None = None


class ProcedureEnded(Event, name="case.procedure-ended"):
    """The procedure has reported its end, or was found ended by hand (``outcome`` says so)."""

    procedure: str
    number: int
    outcome: str


class ProcedureInterrupted(Event, name="case.procedure-interrupted"):
    """It was ended by hand, or has failed; it is started again and goes on from its stream."""

    procedure: str
    number: int
    how: str
