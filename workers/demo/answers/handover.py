"""The handover: prison supplies its items, the receivers acknowledge them, and somebody decides about the gaps."""

from collections.abc import Iterator

from workers.demo.answers.habit import Habit, Habits
from workers.demo.asked import Asked, Said

FACTORS = (
    {"factor": "trust", "effect": "stabilising"},
    {"factor": "personal-safety", "effect": "destabilising"},
)


def _supply(asked: Asked) -> Iterator[Said]:
    item = {"item": asked.about, "by": asked.me}
    if asked.about in asked.story.refuses:
        yield Said("handover.item-refused", item | {"reason": "The person doesn't consent."})
    else:
        yield Said("handover.item-supplied", item | _content(asked.about))


def _content(item: str) -> dict[str, object]:
    match item:
        case "security-information":
            abstract = "Kept apart from two others."
            return {"classification": "classified", "abstracted": True, "summary": abstract}
        case "prison-factors":
            return {"nature": "opinion", "factors": FACTORS}
        case _:
            return {"nature": "fact", "reference": f"file {item}"}


def _acknowledge(asked: Asked) -> Iterator[Said]:
    """The second time that an item comes is told apart by its number: ``prison-factors:2``."""
    item = asked.about.partition(":")[0]
    yield Said("handover.item-acknowledged", {"item": item, "by": asked.me})


def _assess_leader(asked: Asked) -> Iterator[Said]:
    parts = ("identified", "risk-to-self", "risk-to-others", "addressed")
    findings = [{"sub_item": each, "effect": "stabilising"} for each in parts]
    factors = [{"factor": "charismatic-extremist", "effect": "stabilising", "findings": findings}]
    yield Said("handover.item-supplied", {"item": "prison-factors", "by": asked.me, "factors": factors})


def _decide_gaps(asked: Asked) -> Iterator[Said]:
    decided = {"decision": "close", "rationale": "Each is asked once more.", "by": asked.me}
    yield Said("release.gaps-decided", decided)


def _unasked(_: Asked) -> Iterator[Said]:
    """Prison opens its gate on the day without being asked: see the players."""
    yield from ()


HABITS: Habits = {
    "supply-item": Habit(21, _supply),
    "acknowledge-item": Habit(10, _acknowledge),
    "assess-leader": Habit(2, _assess_leader),
    "decide-gaps": Habit(2, _decide_gaps),
    "confirm-release": Habit(0, _unasked),
}
