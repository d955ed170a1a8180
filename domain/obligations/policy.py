"""What a policy says of what is owed and not met."""

from typing import Annotated

from pydantic import Field

from domain.policy_parts import Rules, Share
from domain.span import Span


class Ladder(Rules):
    """What happens to an obligation that isn't met: a reminder, then an escalation when it is due, then again."""

    remind_at: Share
    """The part of the time allowed after which the owner is reminded."""
    escalate_every: Span
    escalate_to: str
    """A role, or ``manager``: the case manager, or probation until there is one."""
    above_manager: str
    """Where an obligation of the manager's own is escalated to."""
    patience: Annotated[int, Field(ge=1)] | None = None
    """How often the same rung is told; then whoever stands above the manager is. None: for ever."""
    escalate_rarely: Span | None = None
    """How often after that; None: as often as before."""
    remind_all: bool | None = None
    """Whether everything owed is reminded of; a case that began before this was said reminds of what it did then."""
