"""A breach, *alleged* until it is decided: from the report to the decision."""

from typing import Literal, Self

from pydantic import model_validator

from domain.court.facts import ImposedCondition
from domain.events import Fact
from domain.fields import SomeMembers, contradiction, named_twice
from domain.vocabulary import Member, Recommendation, Reference, Text, Urgency

Outcome = Literal["none", "warning", "terms-changed", "revoked"]


class BreachReported(Fact, name="breach.reported"):
    """Somebody says that a condition was not kept."""

    breach: Reference
    condition: Reference
    urgency: Urgency
    description: Text


class BreachTriaged(Fact, name="breach.triaged"):
    """A person has looked at the report and said how urgent it is."""

    breach: Reference
    urgency: Urgency


class BreachReviewed(Fact, name="breach.reviewed"):
    """The members have weighed the breach together and recommend something."""

    breach: Reference
    members: SomeMembers
    recommendation: Recommendation
    rationale: Text


class BreachReferred(Fact, name="breach.referred"):
    """A person has put the breach before the court: nothing goes there by itself."""

    breach: Reference
    to: Member | None = None


class BreachDecided(Fact, name="breach.decided"):
    """The breach is decided; the conditions named here are as now imposed, the others stay."""

    breach: Reference
    outcome: Outcome
    conditions: tuple[ImposedCondition, ...] = ()

    @model_validator(mode="after")
    def _each_condition_once(self) -> Self:
        named = [condition.condition for condition in self.conditions]
        if twice := named_twice(named):
            raise contradiction(
                "conditions", f"each condition may be named only once, {twice} is named again"
            )
        return self


class BreachWithdrawn(Fact, name="breach.withdrawn"):
    """The report is taken back."""

    breach: Reference
    reason: Text
