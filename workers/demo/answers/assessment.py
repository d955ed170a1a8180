"""Assessments and concerns: several services say what they see, and weigh it together."""

from collections.abc import Iterator

from domain.vocabulary import role_of
from workers.demo.answers.habit import Habit, Habits
from workers.demo.asked import Asked, Said

CONTRIBUTORS = ("police", "psychologist", "social-services")


def _assess(asked: Asked) -> Iterator[Said]:
    """Three services contribute what they see; the one who answers for the case concludes."""
    round_ = int(asked.about)
    if asked.is_mine and len(asked.heard) > 1:
        weighed = {"level": asked.story.level, "rationale": "Weighed together.", "members": asked.heard}
        yield Said("assessment.concluded", {"round": round_, **weighed})
    elif role_of(asked.me) in CONTRIBUTORS and asked.me in asked.heard:
        seen = {"member": asked.me, "rationale": "As seen from our side.", "protective": ["sister"]}
        yield Said("assessment.contributed", {"round": round_, **seen}, ahead=24)


def _hear_concern(asked: Asked) -> Iterator[Said]:
    if asked.me in asked.heard:
        concern = asked.about.partition(":")[0]
        yield Said("risk.concern-acknowledged", {"concern": concern, "member": asked.me})


def _review_concern(asked: Asked) -> Iterator[Said]:
    weighed = {"members": asked.together, "rationale": "A chance meeting."}
    yield Said("risk.concern-reviewed", {"concern": asked.about, **weighed})


HABITS: Habits = {
    "conclude-assessment": Habit(12, _assess, joint=True),
    "acknowledge-concern": Habit(2, _hear_concern),
    "review-concern": Habit(4, _review_concern),
}
