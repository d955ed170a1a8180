"""What is planned with the person, and how the plan came about."""

from datetime import date
from typing import Literal

from domain.sections import Section
from domain.vocabulary import Activity, Instant, InterventionStatus


class Report(Section):
    """What was said of an activity at one instant."""

    at: Instant
    status: InterventionStatus


def name_of(activity: Activity, number: int) -> str:
    """Of an intervention: its activity, and which it is where there have been several of its kind."""
    return activity if number == 1 else f"{activity}:{number}"


class Intervention(Section):
    activity: Activity
    number: int = 1
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
    referred_at: Instant | None = None
    completed_at: Instant | None = None
    ended_at: Instant | None = None
    attended: int = 0
    """How often the person came, as far as that was said."""
    missed: int = 0
    reports: tuple[Report, ...] = ()
    """The newest, in order of time."""

    @property
    def name(self) -> str:
        return name_of(self.activity, self.number)

    @property
    def is_over(self) -> bool:
        return self.status in ("completed", "ended") or self.consent is False


class PlanReview(Section):
    """An assessment has changed what the plan rests on: the level, or the needs."""

    round: int
    since: Instant
    reviewed_at: Instant | None = None


class PlanWord(Section):
    """That a plan was drafted, with these interventions by name; or, without any, that it was agreed."""

    at: Instant
    activities: tuple[str, ...] = ()


class Plan(Section):
    state: Literal["none", "drafted", "agreed"] = "none"
    since: Instant | None = None
    agreed_at: Instant | None = None
    """When one was first agreed; a newer draft doesn't take that back."""
    agreed_last: Instant | None = None
    interventions: tuple[Intervention, ...] = ()
    repeated: tuple[Intervention, ...] = ()
    """Of a plan that was stored while an activity stood in it only once: what was planned a second time."""
    formulated: tuple[str, ...] = ()
    """What the formulation speaks of, never what it says (R101)."""
    review: PlanReview | None = None
    words: tuple[PlanWord, ...] = ()
    """All drafts and agreements in the order in which they occurred: an agreement is on the draft before it."""
