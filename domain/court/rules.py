"""Which facts about the court fit (R8, R9, R11)."""

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.court.facts import ConditionEnded, ConditionImposed, CourtReportFiled
from domain.court.fold import report_named
from domain.court.sections import Condition, Filing
from domain.vocabulary import role_of

NOT_DUE = "no such report is due"


@judge.register
def _imposed(fact: ConditionImposed, case: CaseState, of: Circumstances) -> Verdict:
    return not_the_courts(fact.by, of) or _superseded(case.condition(fact.condition), of) or TAKEN


def not_the_courts(by: str | None, of: Circumstances) -> Refused | None:
    """Refuses a condition on anybody's word but the court's, or theirs who pass it on for it (R8)."""
    may = of.policy.supervision.imposed_by
    if may is None or by is None or role_of(by) in may:
        return None
    return Refused(f"by: {by} can't impose, vary or lift a condition: only {' or '.join(may)} can")


def _superseded(known: Condition | None, of: Circumstances) -> Refused | None:
    """By the first rules what came late was lost; now it has its place in what the court has said."""
    if known is None or of.policy.supervision.imposed_by is not None:
        return None
    return older_than(known.since, of)


@judge.register
def _ended(fact: ConditionEnded, case: CaseState, of: Circumstances) -> Verdict:
    known = case.condition(fact.condition)
    if (refused := not_the_courts(fact.by, of)) is not None:
        return refused
    if known is None:
        return Parked("the condition isn't known")
    return _superseded(known, of) or TAKEN


@judge.register
def _filed(fact: CourtReportFiled, case: CaseState, of: Circumstances) -> Verdict:
    """A report may be filed again; the filing of one that isn't due yet waits for it."""
    at = of.occurred_at if of.policy.judged_then else of.now
    known, rules = report_named(case, fact, at), of.policy.supervision.reports
    if rules is None:
        return TAKEN if known else Refused(NOT_DUE)
    if _is_filed_already(fact, case, of):
        return Refused("it is filed already")
    if known is not None:
        return TAKEN
    if fact.due is None:
        return Refused(NOT_DUE)
    until = max(fact.due, of.waits_from) + rules.kept.length()
    return Refused("no report was due then") if of.now >= until else Parked(NOT_DUE, until=until)


def _is_filed_already(fact: CourtReportFiled, case: CaseState, of: Circumstances) -> bool:
    """The same filing told twice; without a date only its reference can tell it from that of another report."""
    filing = Filing(at=of.occurred_at, reference=fact.reference)
    if fact.due is None and fact.reference is None:
        return False
    told_of = (each for each in case.court_reports if fact.due in (None, each.due))
    return any(filing in each.filings for each in told_of)
