"""The conditions of the release, and the reports to the court."""

from datetime import date
from typing import Literal

from domain.sections import Section
from domain.vocabulary import ConditionKind, Instant


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


class CourtReport(Section):
    due: Instant
    state: Literal["due", "filed"] = "due"
    filed_at: Instant | None = None

    @property
    def name(self) -> str:
        return self.due.date().isoformat()
