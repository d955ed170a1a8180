"""Which meetings count: those at which somebody of the network was, whoever else came."""

from domain.case.judging import TAKEN, Circumstances, Verdict, judge
from domain.case.state import CaseState
from domain.meetings.facts import MeetingHeld
from domain.network.rules import nobody_present


@judge.register
def _held(fact: MeetingHeld, case: CaseState, of: Circumstances) -> Verdict:
    return nobody_present(fact.attendees, case, of) or TAKEN
