"""What members owe until the network stands: an answer, and a signature under the agreement (R71).

Whoever has signed owes a signature again before the agreement runs out, and where another code of conduct applies.
"""

from collections.abc import Iterator

from domain.case.owing import owed
from domain.case.state import CaseState
from domain.network.sections import LEFT, NetworkMember
from domain.network.times import answer_due, signature_due
from domain.obligations.duty import Duty
from domain.policy import Policy


def network_duties(case: CaseState, policy: Policy) -> list[Duty]:
    return [duty for member in case.network for duty in _of_member(member, case, policy)]


def _of_member(member: NetworkMember, case: CaseState, policy: Policy) -> Iterator[Duty]:
    """Who answers before they were invited owes no answer, but who accepts owes a signature in any case."""
    if case.calendar is None:
        return
    answered = member.state not in ("proposed", "invited")
    if member.invited_at is not None and (answered or member.passed_over is None):
        yield from owed(
            case,
            policy,
            "answer-invitation",
            "answer the invitation",
            owner=member.member,
            due=answer_due(case, policy, member.invited_at, case.calendar),
            since=member.invited_at,
            met_at=member.answered_at if answered else None,
            about=member.member,
        )
    if member.answered_at is not None and member.state not in LEFT and answered:
        yield from owed(
            case,
            policy,
            "sign-agreement",
            "sign the agreement and the code of conduct",
            owner=member.member,
            due=signature_due(case, policy, member, member.answered_at, case.calendar),
            since=member.answered_at,
            met_at=member.first_signed or member.agreement_signed,
            about=member.member,
        )
        for renewal in member.renewals:
            yield from owed(
                case,
                policy,
                "sign-agreement",
                "sign the agreement and the code of conduct anew",
                owner=member.member,
                due=renewal.due,
                since=renewal.called_at,
                met_at=renewal.signed_at,
                about=f"{member.member}-{renewal.name}",
            )
