"""Which facts about the court fit (R8, R9, R11)."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.court.facts import ConditionEnded, ConditionImposed, CourtReportFiled
from domain.court.fold import report_named


@judge.register
def _imposed(fact: ConditionImposed, case: CaseState, of: Circumstances) -> Verdict:
    known = case.condition(fact.condition)
    return older_than(known.since if known else None, of) or TAKEN


@judge.register
def _ended(fact: ConditionEnded, case: CaseState, of: Circumstances) -> Verdict:
    known = case.condition(fact.condition)
    if known is None:
        return Parked("the condition isn't known")
    return older_than(known.since, of) or TAKEN


@judge.register
def _filed(fact: CourtReportFiled, case: CaseState, of: Circumstances) -> Verdict:
    return TAKEN if report_named(case, fact) else Refused("no such report is due")
