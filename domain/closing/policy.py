"""What a policy says of the end of support."""

from domain.policy_parts import Rules
from domain.span import Span, SpanBefore


class ClosingRules(Rules):
    starts: SpanBefore
    plan_ending: SpanBefore
    evaluation: SpanBefore
    follow_up: Span
    """After the end of support."""
    grace: Span
    """How long a case stays open for a follow-up that is late."""
    plan_keeps: SpanBefore | None = None
    """What was planned or said for another end counts where it was at most so long before the new one; None: always."""
    all_evaluate: bool = False
    """Whether every member says how it went, or only the permanent ones."""
    evaluate_late: Span | None = None
    """To say it, where the end came before anybody could be asked; None: nobody is asked then."""
    results: Span | None = None
    """After the end of support: until those who said how it went hear what came of it; None: they don't."""
