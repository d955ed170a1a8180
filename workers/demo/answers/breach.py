"""A breach: triaged, reviewed by the team, referred, and decided by the court."""

from collections.abc import Iterator

from workers.demo.answers.habit import Habit, Habits
from workers.demo.asked import Asked, Said

COURT = "court:district"
RECOMMENDED = {"none": "none", "warning": "warning", "terms-changed": "change-terms", "revoked": "revoke"}


def _report(asked: Asked) -> Iterator[Said]:
    """Of the condition under which they were due; in this exercise there is hardly more than one."""
    repeated = asked.view["attendance"]["repeated"] or {"conditions": []}
    condition = next(iter(repeated["conditions"]), "c1")
    alleged = {"breach": f"b-{asked.about}", "condition": condition, "urgency": "routine"}
    yield Said("breach.reported", alleged | {"description": "Three appointments missed."})


def _triage(asked: Asked) -> Iterator[Said]:
    yield Said("breach.triaged", {"breach": asked.about, "urgency": "routine"})


def _review(asked: Asked) -> Iterator[Said]:
    recommended = RECOMMENDED[asked.story.breach_outcome]
    weighed = {"members": asked.together, "recommendation": recommended, "rationale": "Weighed together."}
    yield Said("breach.reviewed", {"breach": asked.about, **weighed})


def _refer(asked: Asked) -> Iterator[Said]:
    yield Said("breach.referred", {"breach": asked.about, "to": COURT})


def _decide(asked: Asked) -> Iterator[Said]:
    decided: dict[str, object] = {"breach": asked.about, "outcome": asked.story.breach_outcome}
    if asked.story.breach_outcome == "terms-changed":
        terms = {"condition": "c1", "kind": "conduct", "text": "Reports every Friday, after work."}
        decided["conditions"] = [terms]
    yield Said("breach.decided", decided)


HABITS: Habits = {
    "report-breach": Habit(1, _report),
    "triage-breach": Habit(1, _triage),
    "review-breach": Habit(4, _review),
    "refer-breach": Habit(7, _refer),
    "decide-breach": Habit(4, _decide),
}
