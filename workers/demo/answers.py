"""What each role says when it is asked: for every kind of obligation, the events that answer it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.vocabulary import ObligationKind, role_of
from workers.demo.asked import Asked, Said

RECOMMENDED = {"none": "none", "warning": "warning", "terms-changed": "change-terms", "revoked": "revoke"}
CONTRIBUTORS = ("police", "psychologist", "social-services")
SOON = timedelta(hours=1)
"""Who isn't late on purpose has acted at least this long before the date."""
HEARD_BEFORE = timedelta(days=14)
"""In an exercise days go by between two looks: people know earlier than their systems."""

Answer = Callable[[Asked], Iterator[Said]]
"""What one member says to what is asked; nothing where they have nothing to say."""


def _supply(asked: Asked) -> Iterator[Said]:
    item: dict[str, object] = {"item": asked.about, "by": asked.me}
    match asked.about:
        case refused if refused in asked.story.refuses:
            yield Said("handover.item-refused", item | {"reason": "The person doesn't consent."})
            return
        case "security-information":
            content: dict[str, object] = {"classification": "classified", "abstracted": True}
            content["summary"] = "Kept apart from two others."
        case "prison-factors":
            factors = [
                {"factor": "trust", "effect": "stabilising"},
                {"factor": "personal-safety", "effect": "destabilising"},
            ]
            content = {"nature": "opinion", "factors": factors}
        case _:
            content = {"nature": "fact", "reference": f"file {asked.about}"}
    yield Said("handover.item-supplied", item | content)


def _inform(asked: Asked) -> Iterator[Said]:
    """Of the programme at the outset; later, who the point of contact is."""
    about = "contact" if asked.about.startswith("contact-") else "outset"
    yield Said("person.informed", {"disclosure": about})


def _hand_over(asked: Asked) -> Iterator[Said]:
    following = asked.view["coordinator"] or asked.in_role(asked.story.manager)
    yield Said("appointment.case-handed-over", {"from": asked.me, "to": following})


def _acknowledge(asked: Asked) -> Iterator[Said]:
    """The second time that an item comes is told apart by its number: ``prison-factors:2``."""
    item = asked.about.partition(":")[0]
    yield Said("handover.item-acknowledged", {"item": item, "by": asked.me})


def _vote(asked: Asked) -> Iterator[Said]:
    """The nominee is put forward as soon as that is asked for; then whoever has signed votes."""
    nominee = asked.in_role(asked.story.manager)
    if asked.me == nominee:
        yield Said("appointment.nominated", {"nominee": nominee, "rationale": "Knows them best."}, ahead=14)
    if asked.me in asked.heard:
        yield Said("appointment.vote-cast", {"member": asked.me, "nominee": nominee, "vote": "for"})


def _assess(asked: Asked) -> Iterator[Said]:
    """Three services contribute what they see; the one who answers for the case concludes."""
    round_ = int(asked.about)
    if asked.is_mine and len(asked.heard) > 1:
        weighed = {"level": asked.story.level, "rationale": "Weighed together.", "members": asked.heard}
        yield Said("assessment.concluded", {"round": round_, **weighed})
    elif role_of(asked.me) in CONTRIBUTORS and asked.me in asked.heard:
        seen = {"member": asked.me, "rationale": "As seen from our side.", "protective": ["sister"]}
        yield Said("assessment.contributed", {"round": round_, **seen}, ahead=24)


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
    yield Said("network.member-proposed", {"member": PROVIDERS[asked.about], "activity": asked.about})


def _find_substitute(asked: Asked) -> Iterator[Said]:
    yield Said("network.member-proposed", {"member": f"{asked.about}:relief"})


def _triage(asked: Asked) -> Iterator[Said]:
    yield Said("breach.triaged", {"breach": asked.about, "urgency": "routine"})


def _review(asked: Asked) -> Iterator[Said]:
    recommended = RECOMMENDED[asked.story.breach_outcome]
    weighed = {"members": asked.together, "recommendation": recommended, "rationale": "Weighed together."}
    yield Said("breach.reviewed", {"breach": asked.about, **weighed})


def _refer(asked: Asked) -> Iterator[Said]:
    yield Said("breach.referred", {"breach": asked.about, "to": "court:district"})


def _decide(asked: Asked) -> Iterator[Said]:
    decided: dict[str, object] = {"breach": asked.about, "outcome": asked.story.breach_outcome}
    if asked.story.breach_outcome == "terms-changed":
        terms = {"condition": "c1", "kind": "conduct", "text": "Reports every Friday, after work."}
        decided["conditions"] = [terms]
    yield Said("breach.decided", decided)


def _hear_concern(asked: Asked) -> Iterator[Said]:
    if asked.me in asked.heard:
        yield Said("risk.concern-acknowledged", {"concern": asked.about, "member": asked.me})


def _review_concern(asked: Asked) -> Iterator[Said]:
    weighed = {"members": asked.together, "rationale": "A chance meeting."}
    yield Said("risk.concern-reviewed", {"concern": asked.about, **weighed})


def _accept(asked: Asked) -> Iterator[Said]:
    yield Said("network.member-answered", {"member": asked.me, "answer": "accepted"})


def _sign(asked: Asked) -> Iterator[Said]:
    signed = {"agreement": "agreement-1", "code_version": "2026-1"}
    yield Said("network.agreement-signed", {"member": asked.me, **signed})


def _meet(asked: Asked) -> Iterator[Said]:
    yield Said("meeting.held", {"attendees": asked.together, "minutes_spent": 50})


def _report(asked: Asked) -> Iterator[Said]:
    yield Said("court.report-filed", {"due": asked.obligation["due"]})


def _assess_leader(asked: Asked) -> Iterator[Said]:
    parts = ("identified", "risk-to-self", "risk-to-others", "addressed")
    findings = [{"sub_item": each, "effect": "stabilising"} for each in parts]
    factors = [{"factor": "charismatic-extremist", "effect": "stabilising", "findings": findings}]
    yield Said("handover.item-supplied", {"item": "prison-factors", "by": asked.me, "factors": factors})


def _decide_gaps(asked: Asked) -> Iterator[Said]:
    decided = {"decision": "close", "rationale": "Each is asked once more.", "by": asked.me}
    yield Said("release.gaps-decided", decided)


def _provide(asked: Asked) -> Iterator[Said]:
    yield Said("intervention.reported", {"activity": asked.about, "status": "started"})


def _plan_ending(asked: Asked) -> Iterator[Said]:
    relies_on = ["The sister", "The football club", "Work at the quay"]
    yield Said("closing.planned", {"relies_on": relies_on, "members": asked.together})


def _evaluate(asked: Asked) -> Iterator[Said]:
    """Members speak for themselves; the person is asked by whoever answers for the case."""
    by = f"person:{asked.view['person']}" if asked.about.endswith(":person") else asked.me
    yield Said("evaluation.submitted", {"by": by, "feedback": "The early meeting helped most."})


def _says(name: str, **data: object) -> Answer:
    """The same words whatever is asked."""

    def say(_: Asked) -> Iterator[Said]:
        yield Said(name, dict(data))

    return say


def _unasked(_: Asked) -> Iterator[Said]:
    """Prison opens its gate on the day without being asked: see the players."""
    yield from ()


class Habit(NamedTuple):
    """How a kind of obligation is answered, how many days before it is due, and by whom."""

    ahead: int
    answer: Answer
    joint: bool = False
    """Every member has something to say, not only the one who owes it."""


HABITS: dict[ObligationKind, Habit] = {
    "inform-person": Habit(15, _inform),
    "answer-invitation": Habit(10, _accept),
    "sign-agreement": Habit(15, _sign),
    "find-substitute": Habit(10, _find_substitute),
    "supply-item": Habit(21, _supply),
    "acknowledge-item": Habit(10, _acknowledge),
    "decide-manager": Habit(11, _vote, joint=True),
    "conclude-assessment": Habit(12, _assess, joint=True),
    "agree-plan": Habit(20, _plan),
    "hold-meeting": Habit(5, _meet),
    "release-check": Habit(5, _meet),
    "confirm-release": Habit(0, _unasked),
    "first-contact": Habit(2, _says("supervision.contact", kept=True)),
    "file-court-report": Habit(20, _report),
    "triage-breach": Habit(1, _triage),
    "review-breach": Habit(4, _review),
    "refer-breach": Habit(7, _refer),
    "decide-breach": Habit(4, _decide),
    "acknowledge-concern": Habit(2, _hear_concern, joint=True),
    "review-concern": Habit(4, _review_concern),
    "find-provider": Habit(1, _find_provider),
    "provide-activity": Habit(8, _provide),
    "assess-leader": Habit(2, _assess_leader),
    "decide-gaps": Habit(2, _decide_gaps),
    "review-plan": Habit(5, _plan),
    "plan-ending": Habit(20, _plan_ending),
    "evaluate": Habit(18, _evaluate),
    "follow-up": Habit(15, _says("supervision.contact", kept=True)),
    "hand-over-case": Habit(15, _hand_over),
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
