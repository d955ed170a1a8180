"""What a policy says of the meetings of the network."""

from datetime import time
from typing import Annotated

from pydantic import Field

from domain.policy_parts import Rules
from domain.span import Span, SpanBefore


class CallingRules(Rules):
    """When and for when the network is called to the meeting that is owed."""

    ahead: SpanBefore
    """Counted back from the day of the meeting."""
    at: time
    """By local clocks."""
    lasts: Span
    again: Span | None = None
    """How long after a meeting to which nobody came the network is called anew; None: never."""


class MeetingRules(Rules):
    starts: SpanBefore
    every: SpanBefore
    eases: Span
    """After release, when the cadence eases."""
    then_every: Span
    agencies: Annotated[int, Field(ge=1)] | None = None
    """How many agencies that have accepted and signed make it a meeting of the network. None: whoever came."""
    informal_counts: bool = True
    """Whether an informal meeting is one of those that are owed."""
    calling: CallingRules | None = None
    """How meetings are called; None: nobody is invited."""
