"""What members have answered to their invitation: it makes no difference how often they say it, or in which order it
is heard (R35, R52).
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from domain.network.sections import GivenAnswer, NetworkMember


def with_answer(member: NetworkMember, new: GivenAnswer) -> tuple[GivenAnswer, ...]:
    """All answers in the order in which they occurred; of two at once the one received later comes last."""
    return tuple(sorted((*_known(member), new), key=lambda each: each.at))


def unchanged_since(answers: Sequence[GivenAnswer]) -> datetime:
    """When they first gave the answer that still stands: who says it again hasn't changed their mind."""
    newest = answers[-1].answer
    return list(takewhile(lambda each: each.answer == newest, reversed(answers)))[-1].at


def _known(member: NetworkMember) -> tuple[GivenAnswer, ...]:
    """Of members whose answers were counted before all of them were kept, the last."""
    if member.answers or member.answered_at is None:
        return member.answers
    match member.state:
        case "accepted" | "declined" | "withdrawn" as answer:
            return (GivenAnswer(answer=answer, at=member.answered_at),)
        case _:
            return ()
