"""Agreements and codes of conduct: what they have to name, when they run out, and what renews them (R71-R73)."""

import re
from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.network.agreement_events import AgreementEnded, AgreementExpired, RenewalCalled
from domain.network.facts import AgreementSigned
from domain.network.sections import LEFT, NetworkMember, Renewal
from domain.policy import Policy
from domain.vocabulary import AGREEMENT_NAMES

_NUMBERS = re.compile(r"\d+")


def agreement_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """A member's standing changes with time, so the end of an agreement is recorded: no rule needs a clock for it."""
    if policy.network.renew is None:
        return
    for member in case.network:
        if member.state in LEFT:
            yield from _ends(member, policy, now)
        else:
            yield from _is_back(member, case, policy)
            yield from _superseded(member, case, policy)
            yield from _runs_out(member, case, policy)


def is_older(version: str, than: str) -> bool:
    """By their numbers, from left to right: 2026-2 comes before 2026-10, and what has no number before both."""
    return _numbers(version) < _numbers(than)


def renews(signed: AgreementSigned, renewal: Renewal) -> bool:
    """Whether this is the signature that was called for: for longer than before, or under the newer code."""
    longer = renewal.until is None or signed.until is None or signed.until > renewal.until
    return longer and (
        renewal.code_version is None or not is_older(signed.code_version, renewal.code_version)
    )


def overtakes(signed: AgreementSigned, renewal: Renewal) -> bool:
    """Whether an open renewal is about an agreement that is gone: the new one runs out even earlier."""
    if renewal.until is None or renewal.signed_at is not None or signed.until is None:
        return False
    return signed.until < renewal.until


def agreement_shown(member: NetworkMember) -> dict[str, object] | None:
    """What the case view says of an agreement: what it doesn't name shows as missing.

    Expectations are shown by their number (R84): what a member expects is said to the network, in their own words,
    and stays in the ledger, where reading has to be justified.
    """
    signed = member.agreement
    if signed is None:
        return None
    return {
        "reference": signed.reference,
        "code_version": member.code_version,
        "until": signed.until,
        "state": "expired" if signed.expired else "in-force",
        "missing": [name for name in AGREEMENT_NAMES if name not in signed.names],
        "expectations": signed.expectations,
    }


def _ends(member: NetworkMember, policy: Policy, now: datetime) -> Iterator[Follows]:
    if policy.network.leaving_ends and member.agreement is not None and not member.has_run_out:
        yield Follows(now, AgreementEnded(member=member.member))


def _is_back(member: NetworkMember, case: CaseState, policy: Policy) -> Iterator[Follows]:
    """What they had signed ended when they left, and nothing else asks them to sign anew."""
    if member.state != "accepted" or member.answered_at is None or case.calendar is None:
        return
    if policy.network.leaving_ends and member.has_run_out and not member.is_to_renew:
        due = policy.network.sign.after(member.answered_at, case.calendar)
        yield Follows(member.answered_at, RenewalCalled(member=member.member, due=due))


def _superseded(member: NetworkMember, case: CaseState, policy: Policy) -> Iterator[Follows]:
    current, signed = policy.network.code_version, member.agreement_signed
    if current is None or signed is None or member.code_version is None or case.calendar is None:
        return
    called = any(renewal.code_version == current for renewal in member.renewals)
    if not called and is_older(member.code_version, current):
        due = policy.network.sign.after(signed, case.calendar)
        yield Follows(signed, RenewalCalled(member=member.member, code_version=current, due=due))


def _runs_out(member: NetworkMember, case: CaseState, policy: Policy) -> Iterator[Follows]:
    until = member.agreement.until if member.agreement else None
    if until is None or case.calendar is None or policy.network.renew is None or member.has_run_out:
        return
    ends = case.calendar.end_of_day(until)
    if not any(renewal.until == until for renewal in member.renewals):
        asked = case.calendar.start_of_day(policy.network.renew.days_before(until))
        yield Follows(asked, RenewalCalled(member=member.member, until=until, due=ends))
    yield Follows(ends, AgreementExpired(member=member.member, until=until))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBERS.findall(version))
