"""Which facts about the handover fit."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.handover.facts import GapsDecided, ItemAcknowledged, ItemRefused, ItemRequested, ItemSupplied
from domain.handover.handings import handed_by, refused_after
from domain.handover.sections import Item
from domain.network.rules import heard, present
from domain.vocabulary import RELEASED_PHASES, HandoverItem, role_of

_NO_HANDOVER = Refused("nothing is handed over in this case")
_HOLDERS: dict[HandoverItem, tuple[str, ...]] = {
    "health-summary": ("health", "mental-health"),
    "security-information": ("police",),
}
"""Who may hand over, or withhold, beside prison: who treats the person (R66), and whose inquiry it is (R58)."""


def _item(case: CaseState, item: HandoverItem) -> Item | None:
    return case.handover.items.get(item) if case.handover else None


def receiver(case: CaseState, item: HandoverItem) -> str:
    """Who receives an item: the psychologist the health summary, the responsible member everything else."""
    return case.in_role("psychologist") if item == "health-summary" else case.responsible


def _gives_nothing(
    member: str, item: HandoverItem, case: CaseState, of: Circumstances
) -> Parked | Refused | None:
    """None for any prison, which owes it, for who held the case before, and for who holds this item beside prison.

    A receiver doesn't settle what prison owes them (R66).
    """
    role = role_of(member)
    if role == "prison" or not of.policy.network.standing_counts:
        return None
    if _has_held(member, case) or role in _HOLDERS.get(item, ()):
        return present(member, case, of)
    return Refused(f"{member} isn't among those who hand over {item}")


def _has_held(member: str, case: CaseState) -> bool:
    """Whoever held the case in the area before, or until the person was recalled, has what they know to hand over."""
    known = case.member(member)
    was_relieved = known is not None and known.relieved_in is not None
    return was_relieved or (case.preparation_since is not None and member == case.case_holder)


@judge.register
def _requested(fact: ItemRequested, case: CaseState, of: Circumstances) -> Verdict:
    known = _item(case, fact.item)
    if case.handover is None:
        return _NO_HANDOVER
    return older_than(known.since if known else None, of) or TAKEN


@judge.register
def _supplied(fact: ItemSupplied, case: CaseState, of: Circumstances) -> Verdict:
    """An older one too: it was handed over then, and what it found of a factor may be the newest about it."""
    if case.handover is None:
        return _NO_HANDOVER
    return _gives_nothing(fact.by, fact.item, case, of) or TAKEN


@judge.register
def _acknowledged(fact: ItemAcknowledged, case: CaseState, of: Circumstances) -> Verdict:
    known = _item(case, fact.item)
    if case.handover is None:
        return _NO_HANDOVER
    if known is None or _asked_since(known, of):
        return Parked("it hasn't been supplied")
    if known.state == "refused" and not refused_after(known, of.occurred_at):
        return Refused("it is refused")
    handing = handed_by(known, of.occurred_at)
    if handing is None:
        return Parked("it hadn't been supplied by then")
    if handing.acknowledged_at is not None:
        return Refused("it is acknowledged")
    if fact.by != receiver(case, fact.item):
        return Refused(f"only its receiver can acknowledge it: {receiver(case, fact.item)}")
    return heard(fact.by, case, of) or TAKEN


def _asked_since(known: Item, of: Circumstances) -> bool:
    """Whether it had been asked for, and not supplied since, when this occurred."""
    return known.state == "requested" and (known.since is None or of.occurred_at >= known.since)


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
