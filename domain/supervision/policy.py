"""What a policy says of supervision."""

from typing import Annotated, Literal

from pydantic import Field

from domain.court.policy import CourtReportRules
from domain.policy_parts import AtLeastOne, Rules
from domain.span import Span, SpanBefore
from domain.vocabulary import AdHocRole, OutsideRole, PermanentRole


class MissRules(Rules):
    """When missed appointments are looked at by a person. They never are a breach by themselves (R12)."""

    count: Annotated[int, Field(ge=2)]
    within: SpanBefore
    """So many misses in a stretch of time no longer than this."""
    consider: Span
    """For the case manager to decide what comes of them; counted from the miss that made them so many."""
    report: Span | None = None
    """To report the breach, where that was decided; None: nobody owes it."""
    decided_by: Literal["manager"] | None = None
    """Whose decision it is; None: anybody's in the network."""


class SupervisionRules(Rules):
    first_contact: Span
    court_report: Span
    court_report_opens: Span
    provide_activity: Span
    imposed_by: Annotated[tuple[PermanentRole | AdHocRole | OutsideRole, ...], AtLeastOne] | None = None
    """Whose word it is that a condition is imposed, varied or lifted (R8). None: anybody's."""
    misses: MissRules | None = None
    late_reports: Literal["count"] | None = None
    """Whether what is reported late of an activity still counts for its own day; None: it is refused."""
    reports: CourtReportRules | None = None
    """None: periodic reports alone, which contain everything, and of which the last filing counts."""
