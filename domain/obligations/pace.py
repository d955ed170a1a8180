"""How often an obligation that isn't met is escalated, and to whom once the first rung has been told often enough."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from domain.obligations.duty import Duty
from domain.obligations.obligation import Obligation
from domain.obligations.policy import Ladder

NOBODY: Mapping[str, str] = {}
CHASED = "decide-breach"
"""The court is chased at the same pace until it has decided (R12)."""


class Pace(NamedTuple):
    every: timedelta
    patience: int | None = None
    """After so many escalations it goes up the ladder, and on at ``rarely``."""
    rarely: timedelta | None = None
    beyond: Mapping[str, str] = NOBODY
    """By obligation: who is told then."""

    def after(self, obligation: Obligation, step: int) -> timedelta:
        """From this escalation to the next."""
        return self.rarely if self.rarely is not None and self._is_spent(obligation, step) else self.every

    def told(self, obligation: Obligation, step: int) -> str:
        spent = self._is_spent(obligation, step - 1)
        return self.beyond.get(obligation.id, obligation.escalate_to) if spent else obligation.escalate_to

    def _is_spent(self, obligation: Obligation, steps: int) -> bool:
        return self.patience is not None and steps >= self.patience and obligation.kind != CHASED


def pace_of(ladder: Ladder, duties: Sequence[Duty]) -> Pace:
    rarely = ladder.escalate_rarely.length() if ladder.escalate_rarely is not None else None
    beyond = {duty.id: duty.beyond for duty in duties if duty.beyond is not None}
    return Pace(ladder.escalate_every.length(), ladder.patience, rarely, beyond)
