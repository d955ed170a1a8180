"""The plan and how its interventions go."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.events import Fact
from domain.fields import Day, SomeMembers, contradiction
from domain.vocabulary import Activity, Member, Reference, Text

InterventionStatus = Literal["referred", "started", "attended", "missed", "completed", "ended"]
BEGUN: tuple[InterventionStatus, ...] = ("started", "attended", "missed", "completed")
"""What shows that an activity has begun."""


Area = Literal["risk-assessment", "treatment", "reintegration"]
"""What the case manager answers for (R95, R96)."""
Basis = Literal["profile", "ideology", "strengths"]
"""What a plan rests on: the psychological profile and how they were recruited; the message and how they came to it;
what they are committed to, want, and can do (R100)."""
Support = Literal["agency", "social-network"]
"""The person's own agency, and the network of relations that they go on in (R29)."""
FormulationPart = Literal["why", "how", "internal-factors", "external-factors", "protective-factors"]
"""What a formulation speaks of (R101)."""


class PlannedIntervention(BaseModel):
    """One activity of the plan: who provides it, from when, and whether the person has agreed to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
    activity: Activity
    provider: Member | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    consent: bool | None = None
    area: Area | None = None
    """Absent: the area that the activity usually belongs to."""
    rests_on: tuple[Basis, ...] = ()
    strengthens: tuple[Support, ...] = ()
    goal: Reference | None = None
    """Of several interventions that are to reach the same: what they have in common, by a reference."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.from_ is not None and self.until < self.from_:
            raise contradiction("until", f"lies before from, {self.from_}")
        return self


class PlanDrafted(Fact, name="plan.drafted"):
    """A plan is proposed; the latest draft replaces the ones before."""

    interventions: Annotated[tuple[PlannedIntervention, ...], Field(min_length=1)]
    formulation: Text | None = None
    """How the members explain what led here, and what the plan builds on."""
    formulation_parts: tuple[FormulationPart, ...] = ()
    """What the formulation speaks of: its words are content, this isn't."""


class PlanAgreed(Fact, name="plan.agreed"):
    """The members stand behind the latest draft."""

    members: SomeMembers


class InterventionReported(Fact, name="intervention.reported"):
    """A provider says how an activity goes."""

    activity: Activity
    status: InterventionStatus
