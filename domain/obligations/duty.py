"""Duties: what *ought* to be owed, as the rules derive it from what is known."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from domain.vocabulary import ObligationKind


class Duty(BaseModel):
    """One thing somebody owes, by the rules and by what is known at this moment.

    Rules return the whole list of duties each time; comparing it with the obligations on record says what to
    raise, move, settle or lapse (``domain.obligations.reconcile``). So a fact that comes early, late, twice or is
    withdrawn needs no rule of its own.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    """Stable while it is the same duty: kind and what it is about."""
    kind: ObligationKind
    what: str
    """In words, without content: shown to operators."""
    owner: str
    due: datetime
    warn: datetime | None = None
    """When the owner is reminded; never where None."""
    escalate_to: str
    beyond: str | None = None
    """Who is told instead once they have been told often enough (the ladder's ``patience``)."""
    met_at: datetime | None = None
    """When what was owed occurred, if it did."""
