"""Which nominations and votes fit, and what they amount to (R50, R74-R77)."""

from datetime import datetime

from domain.appointment.decision import decided_manager
from domain.appointment.facts import (
    CaseHandedOver,
    ManagerBecameUnavailable,
    ManagerNominated,
    NominationWithdrawn,
    VoteCast,
)
from domain.appointment.handing_over import hands_over
from domain.appointment.present import unavailable
from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.network.rules import heard, outside, voiceless
from domain.vocabulary import PERMANENT_ROLES, role_of


def _under_way(case: CaseState, of: Circumstances) -> Verdict:
    if case.appointment is not None:
        return _still_open(case, case.appointment.due, of) or TAKEN
    if case.case_manager is None or case.case_manager.interim:
        return Parked("nominations aren't open yet")
    return Refused("the case has its manager")


def _still_open(case: CaseState, due: datetime, of: Circumstances) -> Refused | None:
    """What was decided at the date by those who had spoken by then isn't decided otherwise by who comes later."""
    late = of.policy.appointment.rules > 1 and of.occurred_at > due
    return Refused("it came after the decision") if late and decided_manager(case, of.policy, due) else None


@judge.register
def _nominated(fact: ManagerNominated, case: CaseState, of: Circumstances) -> Verdict:
    if (refused := outside(fact.nominee, of)) is not None:
        return refused
    under_way = _under_way(case, of)
    if under_way != TAKEN or case.appointment is None:
        return under_way
    stands = fact.nominee in case.appointment.nominees
    withdrew_at = None if stands else case.nominations.get(fact.nominee)
    return heard(fact.nominee, case, of) or older_than(withdrew_at, of) or TAKEN


@judge.register
def _nomination_withdrawn(fact: NominationWithdrawn, case: CaseState, of: Circumstances) -> Verdict:
    under_way = _under_way(case, of)
    if under_way != TAKEN or case.appointment is None:
        return under_way
    known_since = case.nominations.get(fact.nominee)
    if fact.nominee not in case.appointment.nominees:
        return _not_standing(fact.nominee) if known_since is None else Refused("the nominee has withdrawn")
    return older_than(known_since, of) or TAKEN


@judge.register
def _voted(fact: VoteCast, case: CaseState, of: Circumstances) -> Verdict:
    if not _may_vote(case, fact.member, of):
        return Refused("only permanent members vote")
    if (without_it := _decided_without(case, of)) is not None:
        return without_it
    under_way = _under_way(case, of)
    if under_way != TAKEN or case.appointment is None:
        return under_way
    if fact.nominee not in case.appointment.nominees:
        return _not_standing(fact.nominee)
    return heard(fact.member, case, of) or TAKEN


def _decided_without(case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """A vote in time for a decision that was taken without it waits: should that be taken anew, it counts (R50)."""
    decided = case.appointment_decided
    if not of.policy.appointment.reopens or decided is None or of.occurred_at > decided.due:
        return None
    if case.appointment is None:
        return Parked("the case has its manager")
    is_before = of.occurred_at < case.appointment.opened_at
    return Refused("it was about the decision before") if is_before else None


def _not_standing(nominee: str) -> Parked:
    return Parked(f"{nominee} isn't nominated")


def _may_vote(case: CaseState, member: str, of: Circumstances) -> bool:
    """The core of the network does, not who was drawn in for an activity (R50); and the authority that decides."""
    if voiceless(member, of):
        return False
    known = case.member(member)
    if known is None:
        return role_of(member) in PERMANENT_ROLES
    return known.standing == "permanent" or (case.coordination == "vertical" and member == case.authority)


@judge.register
def _unavailable(fact: ManagerBecameUnavailable, case: CaseState, of: Circumstances) -> Verdict:
    away = unavailable(case)
    if away is None or (case.decided_manager is None and not of.policy.appointment.only_present):
        return Refused("no manager has been decided on")
    known = case.absence if away == case.decided_manager else case.stand_in_absence
    return older_than(known.since if known is not None and known.member == away else None, of) or TAKEN


@judge.register
def _handed_over(fact: CaseHandedOver, case: CaseState, of: Circumstances) -> Verdict:
    known = case.case_handover
    if known is None or known.to != fact.to:
        return Parked(f"the case isn't to be handed over to {fact.to}")
    if known.done_at is not None:
        return Refused("it was handed over already")
    if fact.from_ not in (known.outgoing, hands_over(case)):
        return Refused(f"only {hands_over(case)} can hand it over")
    return TAKEN
