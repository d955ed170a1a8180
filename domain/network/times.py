"""How long members have to answer and to sign, and when nobody waits any longer: in less time at short notice (R17).

Only what has begun before the release, or before all is made good, has less time: what comes after it doesn't shrink.
"""

from datetime import datetime

from domain.calendar import LocalCalendar
from domain.case.state import CaseState
from domain.case.timetable import Timetable
from domain.network.policy import SubstituteRules
from domain.network.sections import NetworkMember
from domain.policy import Policy


def answer_due(case: CaseState, policy: Policy, invited_at: datetime, local: LocalCalendar) -> datetime:
    """A working day there is in any case."""
    if not _shrinks(case, policy, invited_at):
        return policy.network.answer.after(invited_at, local)
    return Timetable(case, policy).time_for(policy.network.answer, invited_at, local)


def silent_at(
    case: CaseState, policy: Policy, rules: SubstituteRules, invited_at: datetime, local: LocalCalendar
) -> datetime:
    """When somebody else is asked: as long after the answer was due as the escalations take, or their share of it."""
    due = answer_due(case, policy, invited_at, local)
    patience = rules.after_escalations * policy.ladder.escalate_every.length()
    if not _shrinks(case, policy, invited_at):
        return due + patience
    return due + Timetable(case, policy).share_of(patience)


def signature_due(
    case: CaseState, policy: Policy, member: NetworkMember, answered_at: datetime, local: LocalCalendar
) -> datetime:
    """At short notice when the network is to be complete, at the latest, but not before the answer was due."""
    if not _shrinks(case, policy, answered_at):
        return policy.network.sign.after(answered_at, local)
    timetable = Timetable(case, policy)
    due = timetable.time_for(policy.network.sign, answered_at, local)
    complete = timetable.before_release(policy.preparation.network_complete)
    if complete is None or complete <= answered_at:
        return due
    answer = answer_due(case, policy, member.invited_at, local) if member.invited_at else complete
    return min(due, max(complete, answer))


def _shrinks(case: CaseState, policy: Policy, since: datetime) -> bool:
    if not (policy.network.shrinks and case.short_notice):
        return False
    anew = case.preparation_since
    return (anew is None or since >= anew) and Timetable(case, policy).is_before_the_end(since)
