"""Which facts about the court fit (R8, R9, R11)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from domain.case.judging import TAKEN, Circumstances, Parked, Refused, Verdict, judge, older_than
from domain.case.state import CaseState
from domain.court.facts import ConditionEnded, ConditionImposed, CourtReportFiled, ImposedCondition
from domain.court.fold import is_of, report_named
from domain.court.sections import Condition, Filing
from domain.network.rules import stranger
from domain.vocabulary import role_of

COURT = "court"
NOT_DUE = "no such report is due"


@judge.register
def _imposed(fact: ConditionImposed, case: CaseState, of: Circumstances) -> Verdict:
    refused = not_the_courts(fact.by, of) or over_before_it_began((fact,), case, of)
    return refused or _superseded(case.condition(fact.condition), of) or TAKEN


def over_before_it_began(
    imposed: Iterable[ConditionImposed | ImposedCondition], case: CaseState, of: Circumstances
) -> Refused | None:
    """Such a condition would never have been in force."""
    if not of.policy.refuses_contradictions:
        return None
    day = case.calendar.local_date(of.occurred_at) if case.calendar is not None else of.occurred_at.date()
    over = next((each.until for each in imposed if each.until is not None and each.until < day), None)
    return Refused(f"until: {over} lies before {day}, the day on which it was imposed") if over else None


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
    if (unfit := _cant_file(fact.by, case, of)) is not None:
        return unfit
    if rules is None:
        return TAKEN if known else Refused(NOT_DUE)
    if _is_filed_already(fact, case, of):
        return Refused("it is filed already")
    if known is not None:
        return TAKEN
    if fact.due is None:
        return Refused(NOT_DUE)
    until = max(_instant(fact.due, case), of.waits_from) + rules.kept.length()
    return Refused("no report was due then") if of.now >= until else Parked(NOT_DUE, until=until)


def _instant(due: datetime | date, case: CaseState) -> datetime:
    if isinstance(due, datetime):
        return due
    return case.calendar.end_of_day(due) if case.calendar is not None else datetime.combine(due, time(), UTC)


def _cant_file(by: str | None, case: CaseState, of: Circumstances) -> Parked | Refused | None:
    """The court may say itself that it has the report."""
    return None if by is not None and role_of(by) == COURT else stranger(by, case, of)


def _is_filed_already(fact: CourtReportFiled, case: CaseState, of: Circumstances) -> bool:
    """The same filing told twice; without a date only its reference can tell it from that of another report."""
    filing = Filing(at=of.occurred_at, reference=fact.reference)
    if fact.due is None and fact.reference is None:
        return False
    told_of = (each for each in case.court_reports if fact.due is None or is_of(each, fact.due, case))
    return any(filing in each.filings for each in told_of)
