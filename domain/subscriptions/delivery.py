"""What an endpoint answers, and what becomes of it: of the single event, and of all that waits for that endpoint."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, NamedTuple, TypeAlias

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Between attempts, as Standard Webhooks proposes; after the last, three days have passed."""
LONGEST_PAUSE = PAUSES[-1]
KEPT_FOR = timedelta(days=90)
"""An event that couldn't be delivered waits so long. Then it isn't sent any more; the ledger has it for ever."""

WhyPaused = Literal["by-hand", "gone", "away", "refuses-everything"]
WHY: dict[WhyPaused, str] = {
    "by-hand": "by an operator",
    "gone": "the endpoint says that it is gone for good (410)",
    "away": "the endpoint has taken nothing for three days",
    "refuses-everything": "the endpoint has refused each event for three days",
}
"""In words, for operators: a subscription that is paused stays so until one of them resumes it."""

TOO_MANY, GONE = 429, 410
_BUSY = (str(TOO_MANY), "503")
_OF_THE_ENDPOINT = frozenset({401, 403, 404, 405, 407, 408, 421, 423, 425, TOO_MANY, 451})
"""What a client has done wrong, but not by this event: any other one would be answered the same."""


class Taken(NamedTuple):
    """The endpoint answers for it from now on."""


class Refused(NamedTuple):
    """It won't take this event; others it may."""

    reply: str


class Away(NamedTuple):
    """It can't be reached, or takes nothing now."""

    reply: str
    after: timedelta = timedelta()
    """What it asks for before the next attempt."""


class Gone(NamedTuple):
    """There is nobody any more, it says, and there won't be."""

    reply: str = str(GONE)


Answer: TypeAlias = Taken | Refused | Away | Gone


def answer_of(status: int, after: timedelta = timedelta()) -> Answer:
    """What an HTTP status says. A redirect isn't followed: nobody but an operator says where events go."""
    if 200 <= status < 300:
        return Taken()
    if status == GONE:
        return Gone()
    if 400 <= status < 500 and status not in _OF_THE_ENDPOINT:
        return Refused(str(status))
    return Away(f"{status} (a redirect)" if 300 <= status < 400 else str(status), after)


def judged(tried: Sequence[tuple[Answer, int]]) -> Sequence[Answer]:
    """Of a round, each answer with how often its event was refused before.

    What one event meets with while others are taken is its own trouble, unless we are asked for time. From then on
    it stands by itself: that the endpoint fails at this one again, and at no other, says nothing of the endpoint.
    """
    others_are_taken = any(isinstance(answer, Taken) for answer, _ in tried)
    all_known = all(before and _failed_at_it(answer) for answer, before in tried)
    if not (others_are_taken or all_known):
        return [answer for answer, _ in tried]
    return [
        Refused(each.reply) if isinstance(each, Away) and not _asks_for_time(each) else each
        for each, _ in tried
    ]


def _failed_at_it(answer: Answer) -> bool:
    """It could be reached, and stumbled."""
    return isinstance(answer, Away) and answer.reply.startswith("5") and not _asks_for_time(answer)


def _asks_for_time(answer: Away) -> bool:
    return bool(answer.after) or answer.reply in _BUSY


class PutOff(NamedTuple):
    """This event is tried again after the pause; later ones of its case wait for it."""

    pause: timedelta


class SetAside(NamedTuple):
    """It was refused for three days, and others weren't: it is shown to operators, and its case goes on."""


def after_refusal(before: int) -> PutOff | SetAside:
    """What becomes of an event that is refused, having been refused ``before`` times."""
    return PutOff(PAUSES[before]) if before < len(PAUSES) else SetAside()


class Standing(NamedTuple):
    """How it stands with an endpoint."""

    failures: int = 0
    """Rounds in a row in which it took nothing and couldn't be spoken to."""
    pause: timedelta = timedelta()
    """Before it is asked again."""
    paused: WhyPaused | None = None
    reply: str | None = None
    """What it last said, where it wasn't yes."""


def standing_after(failures: int, answers: Sequence[Answer]) -> Standing:
    """After a round of events that were sent side by side."""
    if any(isinstance(each, Gone) for each in answers):
        return Standing(failures + 1, paused="gone", reply=str(GONE))
    away = [each for each in answers if isinstance(each, Away)]
    if not away:
        return Standing()
    failures = 0 if any(isinstance(each, Taken) for each in answers) else failures + 1
    reply = away[-1].reply
    if failures > len(PAUSES):
        return Standing(failures, paused="away", reply=reply)
    asked_for = min(max(each.after for each in away), LONGEST_PAUSE)
    return Standing(failures, max(PAUSES[max(failures - 1, 0)], asked_for), reply=reply)
