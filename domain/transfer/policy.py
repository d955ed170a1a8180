"""What a policy says of a case that goes to another area."""

from domain.policy_parts import Rules
from domain.span import Span


class TransferRules(Rules):
    """The handover of a case from one area's probation service to another's (R14)."""

    hand_over: Span
    """From the transfer."""
    acknowledge: Span
    """From the day on which everything was there."""
