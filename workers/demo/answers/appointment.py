"""The case manager: the network votes, the one before hands over, and the person is told what concerns them."""

from collections.abc import Iterator

from workers.demo.answers.habit import Habit, Habits
from workers.demo.asked import Asked, Said


def _vote(asked: Asked) -> Iterator[Said]:
    """The nominee is put forward as soon as that is asked for; then whoever has signed votes."""
    nominee = asked.in_role(asked.story.manager)
    if asked.me == nominee:
        yield Said("appointment.nominated", {"nominee": nominee, "rationale": "Knows them best."}, ahead=14)
    if asked.me in asked.heard:
        yield Said("appointment.vote-cast", {"member": asked.me, "nominee": nominee, "vote": "for"})


def _hand_over(asked: Asked) -> Iterator[Said]:
    following = asked.view["coordinator"] or asked.in_role(asked.story.manager)
    yield Said("appointment.case-handed-over", {"from": asked.me, "to": following})


def _pass_on(asked: Asked) -> Iterator[Said]:
    """From one area's service to the next."""
    to = asked.view["case_holder"] or asked.in_role("probation")
    yield Said("transfer.handed-over", {"from": asked.me, "to": to})


def _receive(asked: Asked) -> Iterator[Said]:
    yield Said("transfer.acknowledged", {"by": asked.me})


def _inform(asked: Asked) -> Iterator[Said]:
    """Of the programme at the outset; later, who the point of contact is; in the end, what came of the evaluation."""
    about = asked.about.partition("-")[0] if asked.about.startswith(("contact-", "results-")) else "outset"
    yield Said("person.informed", {"disclosure": about})


HABITS: Habits = {
    "decide-manager": Habit(11, _vote, joint=True),
    "hand-over-case": Habit(15, _hand_over),
    "pass-on-case": Habit(15, _pass_on),
    "acknowledge-case": Habit(15, _receive),
    "inform-person": Habit(15, _inform),
}
