"""What a member says to what is asked, from when they say it, and when they did what they tell of."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.vocabulary import role_of
from workers.demo.answers import appointment, assessment, breach, handover, network, plan, supervision
from workers.demo.answers.habit import Habits
from workers.demo.asked import Asked, Said

SOON = timedelta(hours=1)
"""Who isn't late on purpose has acted at least this long before the date."""
HEARD_BEFORE = timedelta(days=14)
"""In an exercise days go by between two looks: people know earlier than their systems."""

HABITS: Habits = {
    kind: habit
    for word in (network, handover, appointment, assessment, plan, breach, supervision)
    for kind, habit in word.HABITS.items()
}
"""Every kind of obligation that the contract names."""


def answers(asked: Asked) -> Iterator[Said]:
    """All that this member has to say to it, now or later."""
    habit = HABITS[asked.kind]
    if asked.is_mine or habit.joint:
        yield from habit.answer(asked)


def acts_from(asked: Asked, said: Said) -> datetime:
    """From when they say it: some days before it is due, or as late as the story has it."""
    if (late := asked.story.late.get((role_of(asked.me), asked.kind))) is not None:
        return asked.due + timedelta(days=late)
    ahead = HABITS[asked.kind].ahead if said.ahead is None else said.ahead
    return asked.due - timedelta(days=ahead)


def acted_at(asked: Asked, now: datetime, seen: datetime) -> datetime:
    """When they did what they now tell of: in time, if they could, however late their system tells of it.

    ``seen`` is when they first saw what is asked: they may have heard of it a little before, but not long before.
    """
    if (role_of(asked.me), asked.kind) in asked.story.late:
        return now
    return max(min(now, asked.due - SOON), seen - HEARD_BEFORE)
