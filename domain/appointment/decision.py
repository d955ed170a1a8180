"""The joint decision on the case manager: equal weight and a quorum, or one authority that decides (R43, R50, R77)."""

from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from domain.case.events import ManagerAppointed
from domain.case.sections import Appointment, Ballot
from domain.case.state import CaseState
from domain.policy import Policy


class Tally(NamedTuple):
    """The votes on one nominee; of two, the one with the greater lead comes first, then the one with more votes."""

    lead: int
    in_favour: int
    nominee: str

    @property
    def carried(self) -> bool:
        return self.lead > 0

    @property
    def rank(self) -> tuple[int, int]:
        return self.lead, self.in_favour


class Decision(NamedTuple):
    manager: str
    reason: str


def manager_appointed(case: CaseState, policy: Policy, now: datetime) -> ManagerAppointed | None:
    """What the network's decision, or the lack of one at the date, comes to."""
    appointment = case.appointment
    if appointment is None:
        return None
    decided = decided_manager(case, policy, now)
    if decided is not None:
        return ManagerAppointed(member=decided.manager, interim=False, reason=decided.reason)
    if now >= appointment.due and case.case_manager is None:
        stand_in = case.in_role("probation")
        return ManagerAppointed(member=stand_in, interim=True, reason="no decision by the date")
    return None


def decided_manager(case: CaseState, policy: Policy, now: datetime) -> Decision | None:
    """Who the manager is by the votes so far, and why; None while it can still change and the date hasn't come.

    Where the network is tied, or nobody else was nominated, it is the probation officer (R76). Without a quorum
    there is no decision, also at the date.
    """
    appointment = case.appointment
    if appointment is None:
        return None
    if case.coordination == "vertical":
        return _by_authority(case, appointment, now)
    probation, at_the_date = case.in_role("probation"), now >= appointment.due
    nominees = _nominees(case, appointment)
    if not any(nominee != probation for nominee in nominees):
        return Decision(probation, "nobody else was nominated") if at_the_date else None
    ballots, roles = counted(case, appointment), len(case.permanent_roles)
    if Fraction(len(ballots), roles) < policy.appointment.quorum:
        return None
    leading = _leading(nominees, ballots)
    outstanding = roles - len(ballots)
    if at_the_date or outstanding == 0:
        return Decision(leading, "joint decision") if leading else Decision(probation, "the votes were tied")
    settled = leading is not None and _cannot_change(leading, nominees, ballots, outstanding)
    return Decision(leading, "joint decision") if leading is not None and settled else None


def counted(case: CaseState, appointment: Appointment) -> list[Ballot]:
    """One for each permanent role whose member is there: a vote goes with the member who has left."""
    core = [each.member for each in case.network if each.standing == "permanent" and each.may_receive]
    return [ballot for ballot in appointment.votes.values() if ballot.member in core]


def _nominees(case: CaseState, appointment: Appointment) -> list[str]:
    present = [each.member for each in case.network if each.may_receive]
    return [nominee for nominee in appointment.nominees if nominee in present]


def _by_authority(case: CaseState, appointment: Appointment, now: datetime) -> Decision | None:
    authority = case.authority or case.in_role("probation")
    nominees = _nominees(case, appointment)
    for ballot in appointment.votes.values():
        if ballot.member == authority and ballot.vote == "for" and ballot.nominee in nominees:
            return Decision(ballot.nominee, "decided by the authority")
    named_nobody = Decision(case.in_role("probation"), "the authority named nobody")
    return named_nobody if now >= appointment.due else None


def tally(nominee: str, ballots: list[Ballot]) -> Tally:
    votes = [ballot.vote for ballot in ballots if ballot.nominee == nominee]
    in_favour = votes.count("for")
    return Tally(in_favour - votes.count("against"), in_favour, nominee)


def _leading(nominees: list[str], ballots: list[Ballot]) -> str | None:
    """The nominee with more votes for than against, ahead of all others; None on a tie."""
    tallies = sorted((tally(nominee, ballots) for nominee in nominees), reverse=True)
    if not tallies[0].carried or (len(tallies) > 1 and tallies[1].rank == tallies[0].rank):
        return None
    return tallies[0].nominee


def _cannot_change(leading: str, nominees: list[str], ballots: list[Ballot], outstanding: int) -> bool:
    """Whether the lead holds even if all votes still out go against it, or to the next one or somebody new."""
    lead = tally(leading, ballots).lead
    rivals = [tally(nominee, ballots).lead for nominee in nominees if nominee != leading]
    return lead - outstanding > max([0, *rivals])
