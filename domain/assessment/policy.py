"""What a policy says of the rounds of assessment."""

from typing import Annotated, Literal

from domain.policy_parts import Rules, each_of
from domain.span import Span
from domain.vocabulary import Level


class AssessmentRules(Rules):
    every: Annotated[dict[Level, Span], each_of(Level)]
    unassessed: Level
    """The cadence that holds while no level is known."""
    opens: Span
    """How long before it is due a scheduled round is opened."""
    triggered: Span
    """To conclude a round that an event has called for."""
    triggers: Literal[1, 2] = 1
    """The edition of what calls for one at once: in the second terms that the court has varied do too, and a breach
    that has come to nothing doesn't any more."""
