"""How each kind of obligation is met: what its owner says, and whoever has to act with them.

Executable, so that "nobody can meet it" means something: an obligation can be met if its owner is there, every fact of
its way is taken now, and it is met afterwards.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from domain.case.rules import Taken
from domain.case.state import CaseState
from domain.network.sections import LEFT
from domain.obligations.obligation import Obligation
from domain.vocabulary import OUTSIDE_ROLES, VOICELESS_ROLES, ObligationKind, role_of
from tests.unit.one_case import POLICY
from tests.unit.simulated import Owed, Simulated

Saying = tuple[str, dict[str, Any]]
Way = Callable[[Simulated, Obligation], Iterator[Saying]]
A_MOMENT = timedelta(minutes=1)
"""Between the interrupt and whoever acts after it."""


def cannot_be_met(case: Simulated, owed: Owed) -> str | None:
    """Why this open obligation can't be met now; None where it can. ``case`` stays as it was."""
    known = owed.obligation
    if not is_there(case.state, known.owner):
        return f"{known.id}: {known.owner} isn't there"
    tried = case.copied().until(case.now + A_MOMENT)
    for name, data in WAYS[known.kind](tried, known):
        judged = tried.tell(name, **data)
        if not isinstance(judged, Taken):
            return f"{known.id}, owed by {known.owner}: {name} is {judged}"
    after = [each.obligation for each in tried.owed() if (each.procedure, each.obligation.id) == _key(owed)]
    states = [each.state for each in after]
    return (
        None if states in (["met"], ["late"]) else f"{known.id}, owed by {known.owner}: then it is {states}"
    )


def is_there(case: CaseState, member: str) -> bool:
    """In the network and not gone from it; the court; or the service of the area where nobody is known by that role."""
    role = role_of(member)
    known = case.member(member)
    if known is not None:
        return not known.is_gone
    others = [each for each in case.network if each.role == role and not each.is_gone]
    return role in OUTSIDE_ROLES or (member == f"{role}:{case.jurisdiction}" and not others)


def present(case: CaseState) -> list[str]:
    """All who are in the network and have a voice there."""
    there = [each for each in case.network if each.state not in LEFT and each.role not in VOICELESS_ROLES]
    return [each.member for each in there if not each.is_gone]


def _key(owed: Owed) -> tuple[int, str]:
    return owed.procedure, owed.obligation.id


def _about(owed: Obligation) -> str:
    return owed.id.partition(":")[2]


def _together(case: Simulated, owner: str) -> list[str]:
    """The owner, and one member of each other role."""
    by_role = {role_of(each): each for each in reversed(present(case.state))} | {role_of(owner): owner}
    return [owner, *(each for each in by_role.values() if each != owner)]


def _joined(case: Simulated, member: str) -> Iterator[Saying]:
    known = case.state.member(member)
    if known is None or known.state in LEFT:
        yield "network.member-proposed", {"member": member}
    if known is None or known.state != "accepted":
        yield "network.member-answered", {"member": member, "answer": "accepted"}
    known = case.state.member(member)
    if known is not None and not known.may_receive:
        yield "network.agreement-signed", {"member": member, "agreement": "a-2", "code_version": "2026-1"}


def _joined_together(case: Simulated, members: list[str]) -> Iterator[Saying]:
    """Only who has accepted and signed is heard in a decision."""
    for member in members:
        yield from _joined(case, member)


def _answer(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "network.member-answered", {"member": owed.owner, "answer": "accepted"}


def _sign(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "network.agreement-signed", {"member": owed.owner, "agreement": "a-2", "code_version": "2026-1"}


def _find_substitute(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    member = f"{_about(owed)}:found"
    yield "network.member-proposed", {"member": member, "by": owed.owner}
    yield "network.member-answered", {"member": member, "answer": "accepted"}


def _find_provider(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    assert POLICY.providers is not None
    activity: Any = _about(owed)
    member = f"{POLICY.providers.roles[activity][0]}:found"
    yield "network.member-proposed", {"member": member, "activity": activity, "by": owed.owner}
    yield "network.member-answered", {"member": member, "answer": "accepted"}


def _supply(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "handover.item-supplied", {"item": _about(owed), "by": owed.owner}


def _acknowledge(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield from _joined(case, owed.owner)
    yield "handover.item-acknowledged", {"item": _about(owed).split(":")[0], "by": owed.owner}


def _decide_manager(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    probation = case.state.in_role("probation")
    yield from _joined(case, probation)
    if case.state.appointment is not None and probation not in case.state.appointment.nominees:
        yield "appointment.nominated", {"nominee": probation, "rationale": "Knows him."}
    for voter in [each for each in case.state.network if each.standing == "permanent" and each.may_receive]:
        if case.state.appointment is not None:
            yield "appointment.vote-cast", {"member": voter.member, "nominee": probation, "vote": "for"}
    case.until(max(case.now, owed.due))


def _conclude(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    members = _together(case, owed.owner)
    yield from _joined_together(case, members)
    yield (
        "assessment.concluded",
        {"round": int(_about(owed)), "members": members, "rationale": "Together.", "by": owed.owner},
    )


def _agree_plan(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    if case.state.plan.state == "none":
        yield "plan.drafted", {"interventions": [{"activity": "counselling"}], "by": owed.owner}
    members = _together(case, owed.owner)
    yield from _joined_together(case, members)
    yield "plan.agreed", {"members": members, "by": owed.owner}


def _review_plan(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "plan.drafted", {"interventions": [{"activity": "counselling"}], "by": owed.owner}


def _meet(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    """Not months ahead: a meeting counts from one interval before its date on."""
    case.until(max(case.now, owed.due - timedelta(weeks=1)))
    members = _together(case, owed.owner)
    yield from _joined_together(case, members)
    yield "meeting.held", {"attendees": members, "by": owed.owner}


def _decide_gaps(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "release.gaps-decided", {"decision": "accept", "rationale": "He can go.", "by": owed.owner}


def _confirm(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "custody.released", {"reason": "released", "by": owed.owner}


def _contact(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "supervision.contact", {"kept": True, "by": owed.owner}


def _file(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "court.report-filed", {"due": owed.due.isoformat(), "by": owed.owner}


def _triage(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "breach.triaged", {"breach": _about(owed), "urgency": "routine", "by": owed.owner}


def _review_breach(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    reviewed = {"recommendation": "warning", "rationale": "Once.", "by": owed.owner}
    yield "breach.reviewed", {"breach": _about(owed), "members": _together(case, owed.owner)} | reviewed


def _refer(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "breach.referred", {"breach": _about(owed), "by": owed.owner}


def _decide_breach(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "breach.decided", {"breach": _about(owed), "outcome": "warning", "by": "court:x"}


def _acknowledge_concern(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    concern = case.state.concern(_about(owed).split(":")[0])
    assert concern is not None
    heard = list(concern.acknowledged)
    for member in [each for each in _together(case, owed.owner) if each not in heard][:2]:
        yield "risk.concern-acknowledged", {"concern": concern.concern, "member": member}


def _review_concern(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    reviewed = {"members": _together(case, owed.owner), "rationale": "Seen.", "by": owed.owner}
    yield "risk.concern-reviewed", {"concern": _about(owed)} | reviewed


def _inform(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    """Of a contact and of results by their word alone, whichever they are."""
    about = _about(owed) or "outset"
    about = next((word for word in ("contact", "results") if about.startswith(f"{word}-")), about)
    yield "person.informed", {"disclosure": about, "by": owed.owner}


def _consider_misses(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "supervision.misses-considered", {"decision": "none", "rationale": "He was ill.", "by": owed.owner}


def _report_breach(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    known = case.state.attendance.repeated
    assert known is not None
    condition = known.conditions[0] if known.conditions else case.state.conditions[0].condition
    alleged = {"breach": f"b-{known.name}", "urgency": "routine", "description": "No show."}
    yield "breach.reported", {"condition": condition, "by": owed.owner} | alleged


def _provide(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "intervention.reported", {"activity": _about(owed), "status": "started", "by": owed.owner}


def _assess_leader(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    parts = ("identified", "risk-to-self", "risk-to-others", "addressed")
    findings = [{"sub_item": each, "effect": "stabilising"} for each in parts]
    factor = {"factor": "charismatic-extremist", "effect": "stabilising", "findings": findings}
    supplied = {"item": "prison-factors", "by": case.state.in_role("prison"), "factors": [factor]}
    yield "handover.item-supplied", supplied


def _plan_ending(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "closing.planned", {"relies_on": ["Work"], "members": _together(case, owed.owner)}


def _evaluate(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    about = _about(owed).partition(":")[2]
    by = "person:p-1" if about == "person" else about
    yield "evaluation.submitted", {"by": by, "feedback": "It helped."}


def _hand_over_case(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    handover = case.state.case_handover
    assert handover is not None
    yield "appointment.case-handed-over", {"from": owed.owner, "to": handover.to}


def _pass_on_case(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    passed = case.state.area_handover
    assert passed is not None
    yield "transfer.handed-over", {"from": owed.owner, "to": passed.to}


def _acknowledge_case(case: Simulated, owed: Obligation) -> Iterator[Saying]:
    yield "transfer.acknowledged", {"by": owed.owner}


WAYS: dict[ObligationKind, Way] = {
    "answer-invitation": _answer,
    "sign-agreement": _sign,
    "find-substitute": _find_substitute,
    "find-provider": _find_provider,
    "supply-item": _supply,
    "acknowledge-item": _acknowledge,
    "decide-manager": _decide_manager,
    "conclude-assessment": _conclude,
    "agree-plan": _agree_plan,
    "review-plan": _review_plan,
    "hold-meeting": _meet,
    "release-check": _meet,
    "decide-gaps": _decide_gaps,
    "confirm-release": _confirm,
    "first-contact": _contact,
    "file-court-report": _file,
    "triage-breach": _triage,
    "review-breach": _review_breach,
    "refer-breach": _refer,
    "decide-breach": _decide_breach,
    "acknowledge-concern": _acknowledge_concern,
    "review-concern": _review_concern,
    "inform-person": _inform,
    "consider-misses": _consider_misses,
    "report-breach": _report_breach,
    "provide-activity": _provide,
    "assess-leader": _assess_leader,
    "plan-ending": _plan_ending,
    "evaluate": _evaluate,
    "follow-up": _contact,
    "hand-over-case": _hand_over_case,
    "pass-on-case": _pass_on_case,
    "acknowledge-case": _acknowledge_case,
}
