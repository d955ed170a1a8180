"""Facts that can't be brought to their case: when one is given up, and why.

A fact is given up only for what is its own: other facts of the case would get through, and it doesn't, however often
it is tried. Its number then goes out without it. All other trouble (an engine or a store that is away, is busy, lets us
in no longer; a case that takes nothing at all) is waited out, for as long as it takes.
"""

from datetime import timedelta
from typing import Literal, NamedTuple

from pydantic import ValidationError

from domain.facts import FACT_TYPES
from domain.inbox import DeliveredFact
from domain.span import PlainSpan

DeadBecause = Literal[
    "refused", "too-large", "unreadable", "unknown-type", "unknown-reference", "out-of-bounds"
]
WHY: dict[DeadBecause, str] = {
    "refused": "Temporal refuses it, and takes others for the same case",
    "too-large": "it is longer than anything that the gateway lets in",
    "unreadable": "its data isn't what this version expects of its type",
    "unknown-type": "this version knows no such type of event",
    "unknown-reference": "the register hasn't come to know the case in time",
    "out-of-bounds": "whoever told it isn't bound to the jurisdiction that the case turned out to be of",
}
"""In words, for operators."""

MOST_BYTES = 1024 * 1024
"""Of the data of one fact: what the gateway takes is far below it, what Temporal takes as far above."""
MOST_ATTEMPTS = 3
PATIENCE: dict[DeadBecause, timedelta] = {
    "refused": timedelta(minutes=1),
    "unreadable": timedelta(minutes=15),
    "unknown-type": timedelta(minutes=15),
}
"""From the first attempt to the last. What we can't read, a relay of a newer version may: an upgrade takes its time."""
UNKNOWN_KEPT = PlainSpan(count=6, unit="months")
"""How long a fact about an unknown case is kept where the policy doesn't say: as long before as cases open."""

NextStep = Literal["try-again", "try-without", "give-up"]


class Hindered(NamedTuple):
    """One fact that didn't reach its case, although nothing else was sent along."""

    because: DeadBecause
    attempts: int
    """So far, by whichever relay."""
    lasting: timedelta
    """Since the first of them."""
    others_pass: bool | None = None
    """Whether the case took a delivery without it, just now; None where that wasn't tried."""


def next_step(fact: Hindered) -> NextStep:
    """What is to be done about it. Before it is given up, a delivery without it has to have got through."""
    if fact.because == "too-large":
        return "give-up"
    if fact.attempts < MOST_ATTEMPTS or fact.lasting < PATIENCE[fact.because]:
        return "try-again"
    if fact.because != "refused":
        return "give-up"  # nobody was asked: we can't read it ourselves
    match fact.others_pass:
        case None:
            return "try-without"
        case True:
            return "give-up"
        case False:
            return "try-again"


def fault_of(fact: DeliveredFact, size: int) -> DeadBecause | None:
    """What keeps a fact from being sent at all; ``size``: of its data, in bytes."""
    if size > MOST_BYTES:
        return "too-large"
    if fact.type not in FACT_TYPES:
        return "unknown-type"
    try:
        fact.fact()
    except ValidationError:
        return "unreadable"
    return None
