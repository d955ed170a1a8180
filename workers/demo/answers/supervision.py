"""Supervision and its end: contacts are kept, the court has its report, and everybody says how it went."""

from collections.abc import Iterator

from workers.demo.answers.habit import Habit, Habits
from workers.demo.asked import Asked, Said


def _see_the_person(_: Asked) -> Iterator[Said]:
    yield Said("supervision.contact", {"kept": True})


def _consider_misses(_: Asked) -> Iterator[Said]:
    yield Said("supervision.misses-considered", {"decision": "none", "rationale": "He works on Mondays now."})


def _report(asked: Asked) -> Iterator[Said]:
    yield Said("court.report-filed", {"due": asked.obligation["due"]})


def _plan_ending(asked: Asked) -> Iterator[Said]:
    relies_on = ["The sister", "The football club", "Work at the quay"]
    yield Said("closing.planned", {"relies_on": relies_on, "members": asked.together})


def _evaluate(asked: Asked) -> Iterator[Said]:
    """Members speak for themselves; the person is asked by whoever answers for the case."""
    by = f"person:{asked.view['person']}" if asked.about.endswith(":person") else asked.me
    yield Said("evaluation.submitted", {"by": by, "feedback": "The early meeting helped most."})


HABITS: Habits = {
    "first-contact": Habit(2, _see_the_person),
    "consider-misses": Habit(2, _consider_misses),
    "file-court-report": Habit(20, _report),
    "plan-ending": Habit(20, _plan_ending),
    "evaluate": Habit(18, _evaluate),
    "follow-up": Habit(15, _see_the_person),
}
