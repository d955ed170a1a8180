"""Which facts about the court fit (R8, R9, R11)."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.court.facts import ConditionEnded, ConditionImposed, CourtReportFiled
from domain.court.fold import report_named
from domain.court.sections import Filing

NOT_DUE = "no such report is due"


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
    """A report may be filed again; the filing of one that isn't due yet waits for it."""
    known, rules = report_named(case, fact), of.policy.supervision.reports
    if rules is None:
        return TAKEN if known else Refused(NOT_DUE)
    if _is_filed_already(fact, case, of):
        return Refused("it is filed already")
    if known is not None:
        return TAKEN
    if fact.due is None:
        return Refused(NOT_DUE)
    until = max(fact.due, of.occurred_at) + rules.kept.length()
    return Refused("no report was due then") if of.now >= until else Parked(NOT_DUE, until=until)


def _is_filed_already(fact: CourtReportFiled, case: CaseState, of: Circumstances) -> bool:
    """The same filing told twice; without a date only its reference can tell it from that of another report."""
    filing = Filing(at=of.occurred_at, reference=fact.reference)
    if fact.due is None and fact.reference is None:
        return False
    told_of = (each for each in case.court_reports if fact.due in (None, each.due))
    return any(filing in each.filings for each in told_of)
