"""What a policy says of the reports to the court."""

from typing import Annotated

from domain.policy_parts import AtLeastOne, Rules
from domain.span import Span
from domain.vocabulary import Activity, ReportSection


class CourtReportRules(Rules):
    """What a report to the court contains, and how its filing is judged (R11)."""

    contains: Annotated[tuple[ReportSection, ...], AtLeastOne]
    withheld: tuple[Activity, ...] = ()
    """Activities that a court isn't told of."""
    final: Span | None = None
    """When the final report is due, counted from the last day of supervision; None: there is none."""
    kept: Span
    """How long the filing of a report that we don't know of is kept, counted from when it was due."""
