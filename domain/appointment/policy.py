"""What a policy says of the joint decision on a case manager."""

from typing import Literal

from domain.policy_parts import Rules, Share
from domain.span import Span


class AppointmentRules(Rules):
    decide: Span
    quorum: Share
    rules: Literal[1, 2] = 1
    """The edition of the rules of the decision: a case that runs goes on by the one that it began with."""
    hand_over: Span | None = None
    """To hand over the case where a manager follows another for good; the case holder changes with the area then."""
    introduce: Span | None = None
    """To tell the person who their point of contact is."""
    in_order: bool = False
    """Whether at short notice it is decided by when the manager is to acknowledge what was handed over."""
    reopens: bool = False
    """Whether it is decided anew where votes that were decided on are withdrawn."""
    moves: bool = False
    """Whether it is decided anew where the network has moved to another area, and the manager is of the one before."""
    only_present: bool = False
    """Whether who stands in, or is manager by default, is sought among those who are in the network; and somebody
    else stands in for them too when they are away."""
