"""A report to the court as data: facts and opinions apart, each with when it occurred and when it became known.

References and the field's words, and of content only the terms that the court itself has imposed. What members
wrote about the person, their reasons and their concerns, stays where it is. Nothing here is scored or predicted.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.calendar import SharedCalendar
from domain.vocabulary import (
    Activity,
    BreachOutcome,
    ConditionKind,
    Instant,
    Level,
    ObligationKind,
    ReportSection,
)


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Told(Part):
    """That something was said to have happened."""

    occurred_at: Instant
    recorded_at: Instant
    """When the case came to know of it."""
    by: str | None = None
    """Who says so, or who did it."""
    belated: bool = False
    """It happened before the former report, and only became known after it."""


class ContactTold(Told):
    kept: bool
    condition: str | None = None


class InterventionStep(Told):
    status: str


class InterventionTold(Part):
    activity: Activity
    provider: str | None = None
    status: str
    """Where it stands."""
    steps: tuple[InterventionStep, ...] = ()
    """What was said of it in the period."""


class ActivityAttendance(Part):
    activity: Activity
    attended: int
    missed: int


class Attendance(Part):
    """Counted from what was told, and nothing made of it."""

    contacts_kept: int
    contacts_missed: int
    activities: tuple[ActivityAttendance, ...] = ()


class ConditionStep(Told):
    what: Literal["imposed", "varied", "ended", "ran out"]


class ConditionTold(Part):
    """A condition that was in force on any day of the period, in the court's own words."""

    condition: str
    kind: ConditionKind
    text: str
    until: date | None = None
    in_force: bool
    steps: tuple[ConditionStep, ...] = ()
    """What became of it in the period."""


BreachStepName = Literal["reported", "reviewed", "referred to the court", "decided", "withdrawn"]


class BreachStep(Told):
    what: BreachStepName


class BreachTold(Part):
    """*Alleged* until it is decided."""

    breach: str
    condition: str
    standing: Literal["alleged", "decided", "withdrawn"] = "alleged"
    before_court: bool = False
    outcome: BreachOutcome | None = None
    decided_by: str | None = None
    """The role that has decided it."""
    steps: tuple[BreachStep, ...] = ()
    """From its report on, also those before the period."""


class OpenObligation(Part):
    kind: ObligationKind
    what: str
    owner: str
    due: Instant
    overdue: bool


class AssessmentTold(Told):
    """A view that several agencies have come to together."""

    round: int
    level: Level | None = None
    members: tuple[str, ...]
    instrument: str | None = None
    level_by: Literal["judgement", "instrument"] | None = None


class LevelTold(Part):
    level: Level | None = None
    provisional: bool
    assessments: tuple[AssessmentTold, ...] = ()


class RecommendationTold(Told):
    """What the members recommend about an alleged breach that was referred to the court."""

    breach: str
    recommendation: str
    members: tuple[str, ...]


class Facts(Part):
    """None: the report needn't contain it."""

    contacts: tuple[ContactTold, ...] | None = None
    attendance: Attendance | None = None
    interventions: tuple[InterventionTold, ...] | None = None
    conditions: tuple[ConditionTold, ...] | None = None
    breaches: tuple[BreachTold, ...] | None = None
    open_obligations: tuple[OpenObligation, ...] | None = None


class Opinions(Part):
    level: LevelTold | None = None
    recommendations: tuple[RecommendationTold, ...] | None = None


class Missing(Part):
    """What the report ought to say and the case doesn't know."""

    section: ReportSection
    what: str


class Correction(Part):
    """What the former report may have said, and was taken back since."""

    what: str
    occurred_at: Instant
    withdrawn_at: Instant


class Period(Part):
    since: Instant
    until: Instant
    since_what: Literal["the former report", "the beginning of supervision"]


class ReportDraft(Part):
    """What there is to report at ``known_at``: now, or when the report was filed."""

    case: str
    person: str | None
    jurisdiction: str | None
    due: Instant
    day: date
    """The local day at whose end it is due."""
    final: bool
    state: Literal["due", "filed"]
    filed_at: Instant | None = None
    reference: str | None = None
    known_at: Instant
    period: Period
    supervision_began: Instant
    supervision_end: date | None
    case_holder: str | None
    case_manager: str | None
    contains: tuple[ReportSection, ...]
    withheld: tuple[Activity, ...]
    """Activities of which a court isn't told."""
    facts: Facts
    opinions: Opinions
    missing: tuple[Missing, ...]
    corrections: tuple[Correction, ...]
    calendar: SharedCalendar = Field(exclude=True)
    """By which the days of a readable draft are counted."""
