"""The conditions of the release, and the reports to the court."""

from datetime import date
from typing import Literal

from domain.sections import Section
from domain.vocabulary import Activity, ConditionKind, Instant, ReportSection


class CourtWord(Section):
    """That the court imposed a condition in these terms; or, without a kind, that it lifted it.

    What the terms say is content: only the ledger has it.
    """

    at: Instant
    kind: ConditionKind | None = None
    until: date | None = None

    @property
    def lifts(self) -> bool:
        return self.kind is None


class Condition(Section):
    condition: str
    kind: ConditionKind
    state: Literal["in-force", "ended"] = "in-force"
    since: Instant
    until: date | None = None
    words: tuple[CourtWord, ...] = ()
    """All that the court has said of it, in order of time."""


class Filing(Section):
    """One time that a report went to the court."""

    at: Instant
    reference: str | None = None


class CourtReport(Section):
    due: Instant
    state: Literal["due", "filed"] = "due"
    filed_at: Instant | None = None
    """When it was first filed: whether it was late is judged by that."""
    filings: tuple[Filing, ...] = ()
    """In the order in which they occurred: each replaces the one before."""
    final: bool = False
    contains: tuple[ReportSection, ...] | None = None
    """None: everything."""
    withheld: tuple[Activity, ...] = ()
    called_off: bool = False

    @property
    def late(self) -> bool | None:
        """None until it is filed."""
        return self.filed_at > self.due if self.filed_at is not None else None

    @property
    def filing(self) -> Filing | None:
        """The one that counts."""
        return self.filings[-1] if self.filings else None

    @property
    def name(self) -> str:
        return self.due.date().isoformat()
