"""Which facts about the handover fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.sections import Item
from domain.case.state import CaseState
from domain.handover.facts import GapsDecided, ItemAcknowledged, ItemRefused, ItemRequested, ItemSupplied
from domain.network.rules import heard, present
from domain.vocabulary import PERMANENT_ROLES, RELEASED_PHASES, HandoverItem, role_of

_NO_HANDOVER = Refused("nothing is handed over in this case")
_TREATING_ROLES = ("health", "mental-health")
"""Who may hand over, or refuse, a health summary without being of the core."""


def _item(case: CaseState, item: HandoverItem) -> Item | None:
    return case.handover.items.get(item) if case.handover else None


def receiver(case: CaseState, item: HandoverItem) -> str:
    """Who receives an item: the psychologist the health summary, the responsible member everything else."""
    return case.in_role("psychologist") if item == "health-summary" else case.responsible


def _gives_nothing(
    member: str, item: HandoverItem, case: CaseState, of: Circumstances
) -> Parked | Refused | None:
    """None for any prison, for the core of the network, and for who treats the person, of the health summary."""
    role, known = role_of(member), case.member(member)
    if role == "prison" or not of.policy.network.standing_counts:
        return None
    is_core = known.standing == "permanent" if known is not None else role in PERMANENT_ROLES
    if is_core or (item == "health-summary" and role in _TREATING_ROLES):
        return present(case, member)
    return Refused(f"{member} isn't among those who hand over {item}")


@judge.register
def _requested(fact: ItemRequested, case: CaseState, of: Circumstances) -> Verdict:
    known = _item(case, fact.item)
    if case.handover is None:
        return _NO_HANDOVER
    if known is not None and known.state == "requested":
        return Refused("it is asked for already")
    return older_than(known.since if known else None, of) or TAKEN


@judge.register
def _supplied(fact: ItemSupplied, case: CaseState, of: Circumstances) -> Verdict:
    known = _item(case, fact.item)
    if case.handover is None:
        return _NO_HANDOVER
    return (
        _gives_nothing(fact.by, fact.item, case, of)
        or older_than(known.since if known else None, of)
        or TAKEN
    )


@judge.register
def _acknowledged(fact: ItemAcknowledged, case: CaseState, of: Circumstances) -> Verdict:
    known = _item(case, fact.item)
    if case.handover is None:
        return _NO_HANDOVER
    if known is None or known.state == "requested":
        return Parked("it hasn't been supplied")
    if known.state != "supplied":
        return Refused(f"it is {known.state}")
    if fact.by != receiver(case, fact.item):
        return Refused(f"only its receiver can acknowledge it: {receiver(case, fact.item)}")
    return heard(case, fact.by) or TAKEN


@judge.register
def _refused(fact: ItemRefused, case: CaseState, of: Circumstances) -> Verdict:
    known = _item(case, fact.item)
    if case.handover is None:
        return _NO_HANDOVER
    if known is not None and known.state == "acknowledged":
        return Refused("it was handed over and acknowledged")
    return (
        _gives_nothing(fact.by, fact.item, case, of)
        or older_than(known.since if known else None, of)
        or TAKEN
    )


@judge.register
def _gaps_decided(fact: GapsDecided, case: CaseState, of: Circumstances) -> Verdict:
    """By the manager alone, about the newest check: what was decided before it was about another one."""
    check = case.release_check
    if check is None or check.day != case.release.settled:
        if case.phase in RELEASED_PHASES:
            return Refused("nothing was named as missing before this release")
        return Parked("what is missing before this release hasn't been named")
    if of.occurred_at < check.since:
        return Refused(f"it was decided before the release check of {check.since:%Y-%m-%d}")
    if fact.by != case.responsible:
        return Refused(f"only the case manager decides about it: {case.responsible}")
    return older_than(check.decided_at, of) or TAKEN
