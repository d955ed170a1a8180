"""Who decides, and who hears of what isn't done: all together, or one authority (R43, R50).

An authority decides having heard the others: in either mode at least two agencies conclude an assessment. Who
decides on the case manager is in ``domain.appointment.decision``.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from domain.case.judging import Circumstances, Parked, Refused
from domain.case.state import CaseState
from domain.network.rules import unheard
from domain.policy import Policy
from domain.vocabulary import VOICELESS_ROLES, Coordination

Who = Literal["authority", "responsible"]
"""``responsible``: the case manager, or the justice case holder until there is one."""


class Arrangement(NamedTuple):
    """What one way of coordinating means for what is decided together."""

    takes: Who | None
    """Who has to be among those who conclude an assessment or agree a plan; None: whoever they are."""
    owed_by: Who
    """Who owes that it is decided."""
    heard_first: Who | None
    """Who hears of an unmet obligation before everybody else does."""


ARRANGEMENTS: dict[Coordination, Arrangement] = {
    "horizontal": Arrangement(takes=None, owed_by="responsible", heard_first=None),
    "vertical": Arrangement(takes="authority", owed_by="authority", heard_first="authority"),
}


def authority_of(case: CaseState) -> str | None:
    """The authority of a vertical network: whom it has named, or probation; None where neither could decide.

    Whoever isn't heard, or serves another area, has no authority, and who has no vote has none either: while nobody
    has, all decide together.
    """
    if case.coordination == "horizontal":
        return None
    named = (case.authority, case.in_role("probation"))
    return next((each for each in named if each is not None and _may_decide(case, each)), None)


def in_effect(case: CaseState) -> Coordination:
    """How it is really decided: a vertical network decides horizontally while there is no authority."""
    return case.coordination if authority_of(case) is not None else "horizontal"


def owes_decision(case: CaseState, policy: Policy) -> str:
    """Who sees to it that an assessment is concluded and a plan agreed."""
    return _member(_arrangement(case, policy).owed_by, case)


def heard_first(case: CaseState, policy: Policy) -> str | None:
    """Who is told of an unmet obligation before the usual rungs are."""
    who = _arrangement(case, policy).heard_first
    return _member(who, case) if who is not None else None


def without_authority(members: Iterable[str], case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """Refuses a joint decision that lacks whoever has to take it.

    An authority that hasn't signed decides nothing yet (R71). What was decided before the network came to be
    coordinated in this way is not judged by it.
    """
    takes = _arrangement(case, of.policy).takes
    if takes is None or (case.coordination_since is not None and of.occurred_at < case.coordination_since):
        return None
    needed = _member(takes, case)
    if needed in members:
        return unheard(needed, case, of)
    return Refused(f"the network is coordinated vertically: {needed}, its authority, isn't among the members")


def _arrangement(case: CaseState, policy: Policy) -> Arrangement:
    vertical = policy.network.authority_decides and authority_of(case) is not None
    return ARRANGEMENTS["vertical" if vertical else "horizontal"]


def _member(who: Who, case: CaseState) -> str:
    authority = authority_of(case) if who == "authority" else None
    return authority or case.responsible


def _may_decide(case: CaseState, member: str) -> bool:
    known = case.member(member)
    if known is None or not known.may_receive or known.role in VOICELESS_ROLES:
        return False
    return known.stays_for is None and known.relieved_in in (None, case.jurisdiction)
