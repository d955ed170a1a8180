"""A caller: as whom they speak, what they may say and see, and of which jurisdictions."""

from dataclasses import dataclass

from activities.bounds import Bounds
from domain.patterns import patterns_of
from domain.reconciliation.facts import SOURCE

CASES_READ = "cases:read"
LEDGER_READ = "ledger:read"
NOTICES_READ = "notices:read"
COURT_REPORTS_READ = "court-reports:read"
LESSONS_READ = "lessons:read"
AGENCIES_READ = "agencies:read"
AGENCIES_WRITE = "agencies:write"

SCOPES = {
    CASES_READ: "list cases, and see where each stands",
    LEDGER_READ: "read everything that was recorded of a case",
    NOTICES_READ: "read what the members of a case were told",
    COURT_REPORTS_READ: "draw a report to the court",
    LESSONS_READ: "read what cases have taught",
    AGENCIES_READ: "see the directory of agencies, and how they are reached",
    AGENCIES_WRITE: "bring agencies into the directory",
}
"""What may be done, but for sending events: their scopes are ``events:`` and a name."""

EVENTS = "events:"


@dataclass(frozen=True)
class Caller:
    """What isn't named isn't allowed; None stands for everything."""

    sources: tuple[str, ...] | None
    """As which CloudEvents sources they may speak: exactly these, or all below one that ends in ``/``."""
    scopes: frozenset[str] | None
    jurisdictions: Bounds

    def may(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes

    def may_send(self, name: str) -> bool:
        """``name`` of an event type: ``custody.released``."""
        return any(self.may(EVENTS + pattern) for pattern in patterns_of(name))

    @property
    def may_send_something(self) -> bool:
        return self.scopes is None or any(scope.startswith(EVENTS) for scope in self.scopes)

    def speaks_as(self, source: str) -> bool:
        """As our reconciliation nobody does: what it tells doesn't come through the gateway."""
        if source == SOURCE:
            return False
        return self.sources is None or any(
            source.startswith(own) if own.endswith("/") else source == own for own in self.sources
        )


OPERATOR = Caller(sources=None, scopes=None, jurisdictions=None)
"""Whoever bears the deployment's own token."""
