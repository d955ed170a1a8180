"""The decision on the case manager: by all with equal weight, or by one authority that hears them (R43, R50, R77)."""

from collections.abc import Sequence
from datetime import datetime

from domain.appointment.events import ManagerAppointed
from domain.appointment.first_rules import decided_by_first_rules
from domain.appointment.poll import Decision, Poll, cast
from domain.appointment.present import stand_in
from domain.appointment.sections import Appointment, Ballot
from domain.case.state import CaseState
from domain.network.coordination import authority_of
from domain.policy import Policy
from domain.vocabulary import role_of


def manager_appointed(case: CaseState, policy: Policy, now: datetime) -> ManagerAppointed | None:
    """What the network's decision, or the lack of one at the date, comes to."""
    appointment = case.appointment
    if appointment is None:
        return None
    decided = decided_manager(case, policy, now)
    if decided is not None:
        return ManagerAppointed(
            member=decided.manager, interim=False, reason=decided.reason, decided_on=appointment
        )
    if now >= appointment.due and case.case_manager is None:
        somebody = stand_in(case, policy)
        return ManagerAppointed(member=somebody, interim=True, reason="no decision by the date")
    return None


def decided_manager(case: CaseState, policy: Policy, now: datetime) -> Decision | None:
    """Who the manager is by the votes so far, and why; None while it can still change and the date hasn't come.

    Where the network is tied, or nobody else was nominated, it is the probation officer (R76). Without a quorum
    there is no decision, also at the date: somebody stands in until enough have voted.
    """
    appointment = case.appointment
    if appointment is None:
        return None
    if policy.appointment.rules == 1:
        return decided_by_first_rules(case, appointment, policy, now)
    decides = authority_of(case)
    if decides is not None:
        return _by_authority(case, appointment, decides, policy, now)
    return _together(case, appointment, policy, now)


def _together(case: CaseState, appointment: Appointment, policy: Policy, now: datetime) -> Decision | None:
    ballots = _counted(case, appointment)
    if now < appointment.due:
        poll = _poll(case, appointment, ballots, policy)
        return poll.outcome() if poll.is_settled() else None
    in_time = [ballot for ballot in ballots if ballot.at <= appointment.due]
    by_then = _poll(case, appointment, in_time, policy)
    # Votes that are late count only where those in time made no quorum.
    return by_then.outcome() or _poll(case, appointment, ballots, policy).outcome()


def _by_authority(
    case: CaseState, appointment: Appointment, decides: str, policy: Policy, now: datetime
) -> Decision | None:
    """Its word counts once every other permanent member who is there has voted: so it has heard them."""
    at_the_date = now >= appointment.due
    valid = _valid(case, appointment)
    heard = [role_of(ballot.member) for ballot in valid if ballot.member != decides]
    unheard = [member for member in _core(case) if member != decides and role_of(member) not in heard]
    word = next((ballot for ballot in valid if ballot.member == decides and ballot.vote == "for"), None)
    if word is not None and (not unheard or at_the_date):
        return Decision(word.nominee, "decided by the authority")
    return Decision(stand_in(case, policy), "the authority named nobody") if at_the_date else None


def _counted(case: CaseState, appointment: Appointment) -> list[Ballot]:
    """One for each permanent role whose member is there."""
    core = _core(case)
    return [ballot for ballot in _valid(case, appointment) if ballot.member in core]


def _valid(case: CaseState, appointment: Appointment) -> list[Ballot]:
    """A vote goes with the member who has left, and with the nominee who isn't there any more: its role votes anew."""
    present, nominees = _present(case), _nominees(case, appointment)
    votes = appointment.votes.values()
    return [ballot for ballot in votes if ballot.member in present and ballot.nominee in nominees]


def _poll(case: CaseState, appointment: Appointment, ballots: Sequence[Ballot], policy: Policy) -> Poll:
    return Poll(
        probation=stand_in(case, policy),
        nominees=tuple(_nominees(case, appointment)),
        votes=cast(ballots),
        roles=len(case.permanent_roles),
        quorum=policy.appointment.quorum,
    )


def _nominees(case: CaseState, appointment: Appointment) -> list[str]:
    present = _present(case)
    return [nominee for nominee in appointment.nominees if nominee in present]


def _core(case: CaseState) -> list[str]:
    return [each.member for each in case.network if each.standing == "permanent" and each.may_receive]


def _present(case: CaseState) -> list[str]:
    return [each.member for each in case.network if each.may_receive]
