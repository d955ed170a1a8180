"""The network: who is asked accepts, signs, and meets."""

from collections.abc import Iterator

from workers.demo.answers.habit import Habit, Habits
from workers.demo.asked import Asked, Said


def _accept(asked: Asked) -> Iterator[Said]:
    yield Said("network.member-answered", {"member": asked.me, "answer": "accepted"})


def _sign(asked: Asked) -> Iterator[Said]:
    signed = {"agreement": "agreement-1", "code_version": "2026-1"}
    yield Said("network.agreement-signed", {"member": asked.me, **signed})


def _find_substitute(asked: Asked) -> Iterator[Said]:
    yield Said("network.member-proposed", {"member": f"{asked.about}:relief"})


def _meet(asked: Asked) -> Iterator[Said]:
    yield Said("meeting.held", {"attendees": asked.together, "minutes_spent": 50})


HABITS: Habits = {
    "answer-invitation": Habit(10, _accept),
    "sign-agreement": Habit(15, _sign),
    "find-substitute": Habit(14, _find_substitute),
    "hold-meeting": Habit(5, _meet),
    "release-check": Habit(5, _meet),
}
