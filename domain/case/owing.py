"""How a rule says that something is owed: the one way in which duties are made."""

from datetime import datetime

from domain.case.state import CaseState
from domain.network.coordination import heard_first
from domain.obligations.duty import Duty
from domain.policy import Policy
from domain.vocabulary import ObligationKind


def owed(
    case: CaseState,
    policy: Policy,
    kind: ObligationKind,
    what: str,
    *,
    owner: str,
    due: datetime | None,
    since: datetime | None = None,
    met_at: datetime | None = None,
    about: str = "",
) -> list[Duty]:
    """The duty; none while its date isn't known: then there is nothing to be late for.

    ``since``: from when the owner has had time; where it is known they are reminded part of the way (the ladder's
    ``remind_at``).
    """
    if due is None:
        return []
    warn = (
        since + (due - since) * float(policy.ladder.remind_at) if since is not None and since < due else None
    )
    return [
        Duty(
            id=f"{kind}:{about}" if about else kind,
            kind=kind,
            what=what,
            owner=owner,
            due=due,
            warn=warn,
            escalate_to=escalated_to(owner, case, policy),
            beyond=_beyond(owner, case, policy),
            met_at=met_at,
        )
    ]


def also_reminded(policy: Policy, since: datetime | None) -> datetime | None:
    """``since`` for what nobody was reminded of at first: cases that began then go on without."""
    return since if policy.ladder.remind_all else None


def escalated_to(owner: str, case: CaseState, policy: Policy) -> str:
    """The next rung above an owner: the authority where there is one, the manager, and whom the policy names above."""
    above = case.responsible if policy.ladder.escalate_to == "manager" else policy.ladder.escalate_to
    rungs = (heard_first(case, policy), above)
    return next((rung for rung in rungs if rung not in (None, owner)), None) or case.in_role(
        policy.ladder.above_manager
    )


def _beyond(owner: str, case: CaseState, policy: Policy) -> str | None:
    """Who is told once the first rung has been told often enough; None where that is the owner."""
    above = case.in_role(policy.ladder.above_manager)
    return above if policy.ladder.patience is not None and above != owner else None
