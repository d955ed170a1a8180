"""How a kind of obligation is usually answered."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from domain.vocabulary import ObligationKind
from workers.demo.asked import Asked, Said

Answer = Callable[[Asked], Iterator[Said]]
"""What one member says to what is asked; nothing where they have nothing to say."""


class Habit(NamedTuple):
    """How a kind of obligation is answered, how many days before it is due, and by whom."""

    ahead: int
    answer: Answer
    joint: bool = False
    """Every member has something to say, not only the one who owes it."""


Habits = Mapping[ObligationKind, Habit]
