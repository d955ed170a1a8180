"""What a policy says of concerns."""

from typing import Annotated, Literal

from domain.policy_parts import AtLeastOne, Rules, each_of
from domain.span import Span
from domain.vocabulary import ConcernKind, PermanentRole, Urgency

Addressees = Annotated[tuple[PermanentRole | Literal["manager"], ...], AtLeastOne]
ByUrgency = Annotated[dict[Urgency, Addressees], each_of(Urgency)]


class ConcernRules(Rules):
    acknowledge: Annotated[dict[Urgency, Span], each_of(Urgency)]
    acknowledged_by: int
    review: Span
    addressees: Annotated[dict[ConcernKind, ByUrgency], each_of(ConcernKind)] | None = None
    """Who is told of each kind, and acknowledges it each for themselves (R88). None: the manager sees to it that
    enough members do."""
