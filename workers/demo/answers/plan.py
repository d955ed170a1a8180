"""The plan: three activities, each with its provider."""

from collections.abc import Iterator

from workers.demo.answers.habit import Habit, Habits
from workers.demo.asked import Asked, Said

PROVIDERS = {
    "housing": "housing:harbour",
    "education-employment": "employment:quay",
    "mentoring": "mentor:m7",
}


def _plan(asked: Asked) -> Iterator[Said]:
    interventions: list[dict[str, object]] = [
        {"activity": "housing", "provider": PROVIDERS["housing"], "consent": True},
        {"activity": "education-employment", "provider": PROVIDERS["education-employment"], "consent": True},
        {"activity": "mentoring", "provider": PROVIDERS["mentoring"]},
    ]
    yield Said("plan.drafted", {"interventions": interventions, "formulation": "Looks for belonging."})
    yield Said("plan.agreed", {"members": asked.together})


def _find_provider(asked: Asked) -> Iterator[Said]:
    """Who was rung up has said yes: somebody is found when they have accepted."""
    provider = PROVIDERS[asked.about]
    yield Said("network.member-proposed", {"member": provider, "activity": asked.about})
    yield Said("network.member-answered", {"member": provider, "answer": "accepted"})


def _provide(asked: Asked) -> Iterator[Said]:
    yield Said("intervention.reported", {"activity": asked.about, "status": "started"})


HABITS: Habits = {
    "agree-plan": Habit(20, _plan),
    "review-plan": Habit(5, _plan),
    "find-provider": Habit(9, _find_provider),
    "provide-activity": Habit(8, _provide),
}
