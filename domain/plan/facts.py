"""The plan and how its interventions go."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.events import Fact
from domain.fields import Day, SomeMembers
from domain.vocabulary import Activity, Member, Text

InterventionStatus = Literal["referred", "started", "attended", "missed", "completed", "ended"]


class PlannedIntervention(BaseModel):
    """One activity of the plan: who provides it, from when, and whether the person has agreed to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)
    activity: Activity
    provider: Member | None = None
    from_: Day | None = Field(default=None, alias="from")
    consent: bool | None = None


class PlanDrafted(Fact, name="plan.drafted"):
    """A plan is proposed; the latest draft replaces the ones before."""

    interventions: Annotated[tuple[PlannedIntervention, ...], Field(min_length=1)]
    formulation: Text | None = None
    """How the members explain what led here, and what the plan builds on."""


class PlanAgreed(Fact, name="plan.agreed"):
    """The members stand behind the latest draft."""

    members: SomeMembers


class InterventionReported(Fact, name="intervention.reported"):
    """A provider says how an activity goes."""

    activity: Activity
    status: InterventionStatus
