"""What the court has said of a condition, in the order in which it occurred: imposed, varied, lifted (R8, R9).

The court's newest word counts, whichever is heard of first. That the last day of a condition is over is no word of
the court: a longer one that is heard of late puts it in force again.
"""

from datetime import datetime

from domain.calendar import LocalCalendar
from domain.court.sections import Condition, CourtWord


def words(condition: Condition) -> tuple[CourtWord, ...]:
    """Of a condition that was stored without them: the one that its state speaks of."""
    if condition.words:
        return condition.words
    imposed = CourtWord(at=condition.since, kind=condition.kind, until=condition.until)
    lifted = (CourtWord(at=condition.since),) if condition.state == "ended" else ()
    return (imposed, *lifted)


def terms(condition: Condition) -> tuple[CourtWord, ...]:
    """Each time that it was imposed, or imposed anew in other terms."""
    return tuple(word for word in words(condition) if not word.lifts)


def with_word(known: Condition | None, name: str, new: CourtWord) -> Condition:
    """The condition after one more word, in its place; of two at the same instant the later received comes later."""
    said = words(known) if known is not None else ()
    before = tuple(word for word in said if word.at <= new.at)
    after = said[len(before) :]
    told = (*before, new, *after)
    kind, until = [(word.kind, word.until) for word in told if word.kind is not None][-1]
    condition = Condition(condition=name, kind=kind, since=new.at, until=until, words=told)
    if known is not None and after:
        return condition.model_copy(update={"state": known.state, "since": known.since})
    return condition.model_copy(update={"state": "ended"}) if new.lifts else condition


def was_in_force(condition: Condition, at: datetime, local: LocalCalendar | None) -> bool:
    """Whether it held at this instant: it may have ended since, or have run out.

    Nobody knows exactly when it was first imposed: what is said to be a breach of it before then is taken.
    """
    said = words(condition)
    by_then = [word for word in said if word.at <= at]
    word = by_then[-1] if by_then else said[0]
    if word.lifts:
        return False
    return word.until is None or local is None or at < local.end_of_day(word.until)
