"""When what the person has missed is looked at, and by whom (R10, R12, R13).

So many misses within a stretch of time have the case manager decide: to report a breach, to change the plan, or
nothing. They are never a breach by themselves. Once somebody has looked at them, counting begins anew.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.owing import owed
from domain.case.state import CaseState
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.supervision.attending import KEPT, is_about
from domain.supervision.events import MissesRepeated
from domain.supervision.policy import MissRules
from domain.supervision.sections import Contact, RepeatedMisses


def misses_follow(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    rules, known = policy.supervision.misses, case.attendance.repeated
    if rules is None or case.phase != "supervision":
        return
    if known is not None and known.considered_at is None and _still_holds(known, case, rules):
        return
    together = _together(_missed_since_looked_at(case), rules)
    if together and (known is None or together[-1].at > known.since):
        conditions = dict.fromkeys(each.condition for each in together if each.condition is not None)
        yield Follows(now, MissesRepeated(since=together[-1].at, conditions=tuple(conditions)))


def misses_duties(case: CaseState, policy: Policy) -> list[Duty]:
    rules, known = policy.supervision.misses, case.attendance.repeated
    if rules is None or known is None or case.phase != "supervision" or case.calendar is None:
        return []
    if known.considered_at is None and not _still_holds(known, case, rules):
        return []
    decision = owed(
        case,
        policy,
        "consider-misses",
        f"decide what comes of the appointments missed by {known.name}",
        owner=case.responsible,
        due=rules.consider.after(known.since, case.calendar),
        since=known.since,
        met_at=known.considered_at,
        about=known.name,
    )
    return [*decision, *_report(known, case, policy, rules)]


def _report(known: RepeatedMisses, case: CaseState, policy: Policy, rules: MissRules) -> list[Duty]:
    """What was decided is done: a breach reported since they were so many is it (R12)."""
    if rules.report is None or known.decision != "report-breach" or known.decided_at is None:
        return []
    assert case.calendar is not None
    alleged = (each.reported_at for each in case.breaches if is_about(known, each.condition))
    return owed(
        case,
        policy,
        "report-breach",
        f"report the breach, as was decided about the appointments missed by {known.name}",
        owner=case.responsible,
        due=rules.report.after(known.decided_at, case.calendar),
        since=known.decided_at,
        met_at=min((at for at in alleged if at >= known.since), default=None),
        about=known.name,
    )


def _missed_since_looked_at(case: CaseState) -> list[Contact]:
    """Those of this supervision that nobody has looked at."""
    known, begun = case.attendance.repeated, case.phase_since
    looked_at = known.considered_at if known is not None else None
    missed = (each for each in case.attendance.recent if not each.kept)
    return [
        each
        for each in missed
        if (begun is None or each.at >= begun) and (looked_at is None or each.at > looked_at)
    ]


def _together(missed: list[Contact], rules: MissRules) -> list[Contact]:
    """The first so many that lie as close together as the policy says; none where there aren't."""
    runs = (missed[first : first + rules.count] for first in range(len(missed) - rules.count + 1))
    return next((run for run in runs if run[-1].at - run[0].at <= rules.within.length()), [])


def _still_holds(known: RepeatedMisses, case: CaseState, rules: MissRules) -> bool:
    """Whether they are still so many: a miss may have been withdrawn, or corrected, or lie before a return."""
    if case.phase_since is not None and known.since < case.phase_since:
        return False
    first, recent = known.since - rules.within.length(), case.attendance.recent
    counting = [each for each in recent if not each.kept and first <= each.at <= known.since]
    is_forgotten = len(recent) == KEPT and recent[0].at > first
    return len(counting) >= rules.count or is_forgotten
