"""How cases decide whose policy was pinned before the second edition of these rules: they go on as they began."""

from datetime import datetime
from fractions import Fraction

from domain.appointment.poll import Cast, Decision, cast, leading, tally
from domain.appointment.sections import Appointment
from domain.case.state import CaseState
from domain.policy import Policy


def decided_by_first_rules(
    case: CaseState, appointment: Appointment, policy: Policy, now: datetime
) -> Decision | None:
    """A vote counts on whomever it was cast, late or not; an authority decides as soon as it has spoken."""
    present = [each.member for each in case.network if each.may_receive]
    nominees = [nominee for nominee in appointment.nominees if nominee in present]
    probation, at_the_date = case.in_role("probation"), now >= appointment.due
    if case.coordination == "vertical":
        return _by_authority(case, appointment, nominees, at_the_date)
    if not any(nominee != probation for nominee in nominees):
        return Decision(probation, "nobody else was nominated") if at_the_date else None
    core = [each.member for each in case.network if each.standing == "permanent" and each.may_receive]
    votes = cast([ballot for ballot in appointment.votes.values() if ballot.member in core])
    roles = len(case.permanent_roles)
    if Fraction(len(votes), roles) < policy.appointment.quorum:
        return None
    ahead, outstanding = leading(nominees, votes), roles - len(votes)
    if at_the_date or outstanding == 0:
        return Decision(ahead, "joint decision") if ahead else Decision(probation, "the votes were tied")
    settled = ahead is not None and _outweighs(ahead, nominees, votes, outstanding)
    return Decision(ahead, "joint decision") if ahead is not None and settled else None


def _by_authority(
    case: CaseState, appointment: Appointment, nominees: list[str], at_the_date: bool
) -> Decision | None:
    authority = case.authority or case.in_role("probation")
    for ballot in appointment.votes.values():
        if ballot.member == authority and ballot.vote == "for" and ballot.nominee in nominees:
            return Decision(ballot.nominee, "decided by the authority")
    named_nobody = Decision(case.in_role("probation"), "the authority named nobody")
    return named_nobody if at_the_date else None


def _outweighs(ahead: str, nominees: list[str], votes: tuple[Cast, ...], outstanding: int) -> bool:
    """Whether the lead holds even if all votes still out go against it, or to the next one or somebody new."""
    rivals = [tally(nominee, votes).lead for nominee in nominees if nominee != ahead]
    return tally(ahead, votes).lead - outstanding > max([0, *rivals])
