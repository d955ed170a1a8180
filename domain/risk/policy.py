"""What a policy says of concerns."""

from typing import Literal

from domain.policy_parts import Rules
from domain.span import Span
from domain.vocabulary import ConcernKind, PermanentRole, Urgency


class ConcernRules(Rules):
    acknowledge: dict[Literal["routine", "urgent"], Span]
    acknowledged_by: int
    review: Span
    addressees: dict[ConcernKind, dict[Urgency, tuple[PermanentRole | Literal["manager"], ...]]] | None = None
    """Who is told of each kind, and acknowledges it each for themselves (R88). None: the manager sees to it that
    enough members do."""
