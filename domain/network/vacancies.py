"""Permanent roles that nobody fills any more, and who is asked instead (R31, R34).

A role is vacant once everybody who was asked for it has declined, has withdrawn, or has let every escalation of the
invitation pass. Whoever was asked before isn't asked again by rule; a person may still propose them. Where the case has
gone to another area, the service of the area before stays to hand over, and fills no seat.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from domain.calendar import LocalCalendar
from domain.case.state import CaseState
from domain.network.events import NobodyFound, SubstituteProposed, WhyVacant
from domain.network.policy import SubstituteRules
from domain.network.sections import NetworkMember
from domain.network.times import silent_at
from domain.policy import Policy


class Vacancy(NamedTuple):
    role: str
    member: str
    """Who was the last to be asked for it."""
    reason: WhyVacant
    since: datetime
    within: str | None
    """Who has accepted this role beside the permanent member, and takes the seat without being asked."""


Asked = Mapping[str, datetime]
"""When the directory was last asked for a role, as far as anybody remembers: who doesn't, asks once more."""
NEVER_ASKED: Asked = MappingProxyType({})


def vacancies(case: CaseState, policy: Policy, now: datetime, asked: Asked = NEVER_ASKED) -> list[Vacancy]:
    """Those to be filled now."""
    return [vacancy for vacancy, at in _all(case, policy, asked) if at <= now]


def next_vacancy(
    case: CaseState, policy: Policy, now: datetime, asked: Asked = NEVER_ASKED
) -> datetime | None:
    """When one is to be filled by the passing of time alone: the ladder ends, or the directory is asked again."""
    return min((at for _, at in _all(case, policy, asked) if at > now), default=None)


def filled(
    vacancy: Vacancy, chosen: Mapping[str, str], case: CaseState, policy: Policy, now: datetime
) -> SubstituteProposed | NobodyFound | None:
    """What comes of asking the directory for all vacant roles; None where it still has nobody, as was said before."""
    told = {"role": vacancy.role, "instead_of": vacancy.member, "reason": vacancy.reason}
    substitute = vacancy.within or chosen.get(vacancy.role)
    if substitute is not None:
        return SubstituteProposed.model_validate(told | {"member": substitute})
    if _is_told(vacancy, case, policy):
        return None
    return NobodyFound.model_validate(told | {"again": _asked_again(vacancy, case, policy, now)})


def _is_told(vacancy: Vacancy, case: CaseState, policy: Policy) -> bool:
    """Once for each vacancy: the case manager is reminded by what they owe."""
    search, rules = case.search(vacancy.role), policy.network.substitutes
    if rules is None or not rules.told_once or search is None or search.filled_at is not None:
        return False
    return search.instead_of == vacancy.member


def _all(case: CaseState, policy: Policy, asked: Asked) -> Iterator[tuple[Vacancy, datetime]]:
    """Each with the instant at which it is to be filled."""
    rules = policy.network.substitutes
    if rules is None or case.chosen is None or case.calendar is None:
        return
    if case.phase not in ("preparation", "supervision"):
        return
    for role in case.permanent_roles:
        vacancy = _vacancy(role, case, case.calendar, policy, rules)
        at = _to_be_filled_at(vacancy, case, policy, asked) if vacancy is not None else None
        if vacancy is not None and at is not None:
            yield vacancy, at


def _to_be_filled_at(vacancy: Vacancy, case: CaseState, policy: Policy, asked: Asked) -> datetime | None:
    """When it arises; while the directory has nobody, when it is asked again; never where a person waived that."""
    search = case.search(vacancy.role)
    if vacancy.within is not None or search is None or search.filled_at is not None:
        return vacancy.since
    owed = case.obligations.get(f"find-substitute:{vacancy.role}")
    is_waived = owed is not None and owed.state == "waived"
    if is_waived:
        return None
    at, last = max(vacancy.since, search.again), asked.get(vacancy.role)
    return at if last is None or last < at else _asked_again(vacancy, case, policy, last)


def _vacancy(
    role: str, case: CaseState, local: LocalCalendar, policy: Policy, rules: SubstituteRules
) -> Vacancy | None:
    last: Vacancy | None = None
    beside: str | None = None
    for member in case.network:
        if member.role != role or member.relieved_in not in (None, case.jurisdiction):
            continue
        if member.stays_for is not None:
            continue  # only until somebody of the new area has accepted, who may be sought
        if member.state == "accepted":
            if member.standing == "permanent":
                return None
            beside = beside or member.member
            continue
        gone = _gone(member, case, local, policy, rules)
        if gone is None:
            return None
        reason, since = gone
        if last is None or since >= last.since:
            last = Vacancy(role, member.member, reason, since, None)
    return last._replace(within=beside) if last is not None else None


def _gone(
    member: NetworkMember, case: CaseState, local: LocalCalendar, policy: Policy, rules: SubstituteRules
) -> tuple[WhyVacant, datetime] | None:
    """Why and when they are no longer hoped for; None while an answer may still come, or nobody is chased for it."""
    if member.state == "declined" or member.state == "withdrawn":
        return (member.state, member.answered_at) if member.answered_at else None
    if member.invited_at is None or case.held:
        return None
    return "no-answer", silent_at(case, policy, rules, member.invited_at, local)


def _asked_again(vacancy: Vacancy, case: CaseState, policy: Policy, now: datetime) -> datetime:
    """Whenever the obligation to find somebody is escalated: at its date, then at each step of the ladder."""
    assert policy.network.substitutes is not None
    assert case.calendar is not None
    search = case.search(vacancy.role)
    since = search.since if search is not None and search.filled_at is None else now
    due = policy.network.substitutes.find.after(since, case.calendar)
    every: timedelta = policy.ladder.escalate_every.length()
    return due if now < due else due + ((now - due) // every + 1) * every
