"""The joint decision on the case manager: equal weight and a quorum, or one authority that decides (R43, R50, R77)."""

from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from domain.case.state import Appointment, CaseState
from domain.policy import Policy


class Tally(NamedTuple):
    """The votes on one nominee."""

    nominee: str
    in_favour: int
    against: int
    abstained: int

    @property
    def carried(self) -> bool:
        return self.in_favour > self.against


def tally(appointment: Appointment, nominee: str) -> Tally:
    votes = [ballots[nominee].vote for ballots in appointment.votes.values() if nominee in ballots]
    return Tally(nominee, votes.count("for"), votes.count("against"), votes.count("abstain"))


def decided_manager(case: CaseState, policy: Policy, now: datetime) -> tuple[str, str] | None:
    """Who the manager is by the votes so far, and why; None while it can still change and the date hasn't come.

    At the date: the nominee with the most votes, if they are carried and alone; on a tie, or where nobody else was
    nominated, the probation officer (R76). Without a quorum there is no decision.
    """
    appointment = case.appointment
    if appointment is None:
        return None
    probation = case.in_role("probation")
    if case.coordination == "vertical":
        return _by_authority(case, appointment, now)
    others = [nominee for nominee in appointment.nominees if nominee != probation]
    at_the_date = now >= appointment.due
    if not others:
        return (probation, "nobody else was nominated") if at_the_date else None
    if not _has_quorum(appointment, policy):
        return None
    leading = _leading(appointment)
    if at_the_date:
        return (leading, "joint decision") if leading else (probation, "the votes were tied")
    outstanding = len(policy.network.permanent_roles) - len(appointment.votes)
    settled = leading is not None and _cannot_change(appointment, leading, outstanding)
    return (leading, "joint decision") if settled and leading else None


def _by_authority(case: CaseState, appointment: Appointment, now: datetime) -> tuple[str, str] | None:
    role = (case.authority or case.in_role("probation")).split(":")[0]
    for ballot in appointment.votes.get(role, {}).values():
        if ballot.vote == "for":
            return ballot.nominee, "decided by the authority"
    return (case.in_role("probation"), "the authority named nobody") if now >= appointment.due else None


def _has_quorum(appointment: Appointment, policy: Policy) -> bool:
    return Fraction(len(appointment.votes), len(policy.network.permanent_roles)) >= policy.appointment.quorum


def _leading(appointment: Appointment) -> str | None:
    tallies = sorted(
        (tally(appointment, nominee) for nominee in appointment.nominees),
        key=lambda each: (each.in_favour - each.against, each.in_favour),
        reverse=True,
    )
    carried = [each for each in tallies if each.carried]
    if not carried:
        return None
    margin = carried[0].in_favour - carried[0].against
    if len(carried) > 1 and carried[1].in_favour - carried[1].against == margin:
        return None
    return carried[0].nominee


def _cannot_change(appointment: Appointment, leading: str, outstanding: int) -> bool:
    """Whether the lead holds even if all votes still out go against it and for the next."""
    mine = tally(appointment, leading)
    margin = mine.in_favour - mine.against
    rivals = (tally(appointment, nominee) for nominee in appointment.nominees if nominee != leading)
    best = max((each.in_favour - each.against for each in rivals), default=-len(appointment.votes))
    return margin - outstanding > max(best + outstanding, 0) or outstanding == 0
