"""What a policy says of alleged breaches."""

from typing import Annotated, Literal

from domain.policy_parts import AtLeastOne, Rules, each_of
from domain.span import Span
from domain.vocabulary import BreachOutcome, PermanentRole, Urgency


class BreachRules(Rules):
    triage: Annotated[dict[Urgency, Span], each_of(Urgency)]
    review: Span
    refer: Span
    decide: Span
    """From referral to the first chasing of the court."""
    referred_by: Literal["manager", "case-holder"] = "manager"
    """Who owes it that a breach goes to the court."""
    kept_for_condition: Span
    """How long a breach of a condition we don't know yet is kept."""
    deciders: Annotated[dict[BreachOutcome, Annotated[tuple[str, ...], AtLeastOne]], each_of(BreachOutcome)]
    """The roles that may decide each outcome."""
    deciders_in_community: dict[BreachOutcome, Annotated[tuple[str, ...], AtLeastOne]] | None = None
    """Where a sentence is served in the community and others decide than after a release."""
    rules: Literal[1, 2] = 1
    """The edition of what counts where facts about one breach contradict each other: see ``domain.breach.rules``."""
    told_if_urgent: tuple[PermanentRole | Literal["court"], ...] = ()
    """Who is told at once of an alleged breach that was triaged as urgent (R55)."""

    def may_decide(self, outcome: BreachOutcome, *, in_community: bool) -> tuple[str, ...]:
        others = self.deciders_in_community if in_community else None
        return (others or {}).get(outcome, self.deciders[outcome])
