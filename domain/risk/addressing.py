"""Whom a concern reaches, all at once and each by themselves (R18, R55, R60, R62, R88, R97).

The policy says who, by kind and urgency. One alone is no safeguard: where fewer of them are there than are to know of
it, others of the core are told too. Who was addressed and has left since is stood in for by whoever has their role
now, else by the case manager.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.policy import Policy
from domain.risk.events import ConcernAddressed
from domain.risk.policy import ConcernRules
from domain.risk.sections import Addressee, Concern
from domain.vocabulary import PERMANENT_ROLES, role_of

MANAGER, PRISON = "manager", "prison"


def addressing_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    if policy.concerns.addressees is None:
        return
    for concern in case.concerns:
        if not concern.addressed and concern.state != "reviewed":
            to = _addressees(concern, case, policy.concerns)
            yield Follows(now, ConcernAddressed(concern=concern.concern, to=to))


def stands_for(addressee: Addressee, concern: Concern, case: CaseState) -> str:
    """Who acknowledges it in this place; who has done so before they left, still has."""
    known, has_heard = case.member(addressee.member), addressee.member in dict(concern.heard)
    if has_heard or (known is not None and not known.is_gone):
        return addressee.member
    return _present(role_of(addressee.member), case) or case.responsible


def acknowledged_at(addressee: Addressee, concern: Concern, case: CaseState) -> datetime | None:
    """When they did, or somebody else in their role who isn't addressed; who has looked at it with others has too."""
    others = [each.member for each in concern.addressed if each.member != addressee.member]
    role, owner = role_of(addressee.member), stands_for(addressee, concern, case)
    heard = (
        at
        for member, at in concern.heard
        if member == owner or (role_of(member) == role and member not in others)
    )
    return min(heard, default=None)


def state_of(concern: Concern, case: CaseState) -> str:
    """It is acknowledged once somebody has to whom it was addressed; others may have read it too."""
    heard = (acknowledged_at(each, concern, case) for each in concern.addressed)
    if concern.state == "acknowledged" and concern.addressed and not any(heard):
        return "raised"
    return concern.state


def _addressees(concern: Concern, case: CaseState, rules: ConcernRules) -> tuple[Addressee, ...]:
    """Each in the first place that they have: a manager from the police acknowledges once."""
    named = (rules.addressees or {}).get(concern.kind, {}).get(concern.urgency, ())
    told: dict[str, Addressee] = {}
    for place in (*named, MANAGER, *PERMANENT_ROLES):
        member = _member_in(place, case)
        if member is not None and (place in named or len(told) < rules.acknowledged_by):
            told.setdefault(member, Addressee(place=place, member=member))
    return tuple(told.values())


def _member_in(place: str, case: CaseState) -> str | None:
    if place == MANAGER:
        return case.responsible
    if place == PRISON and case.custody.status == "at-liberty":
        return None
    return _present(place, case)


def _present(role: str, case: CaseState) -> str | None:
    """None where the role is vacant."""
    member = case.in_role(role)
    known = case.member(member)
    return member if known is not None and not known.is_gone else None
