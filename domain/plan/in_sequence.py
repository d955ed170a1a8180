"""One activity may be planned several times, by one provider after another: which of them is meant, and which owed."""

from datetime import date, datetime

from domain.case.state import CaseState
from domain.plan.facts import InterventionReported
from domain.plan.sections import Intervention
from domain.policy import Policy


def reported_on(case: CaseState, report: InterventionReported, at: datetime) -> Intervention | None:
    """The one that whoever reports provides, else the one that was under way on that day; None: it isn't planned."""
    planned = [each for each in case.plan.interventions if each.activity == report.activity]
    theirs = [each for each in planned if report.by is not None and each.provider == report.by] or planned
    day = case.calendar.local_date(at) if case.calendar is not None else at.date()
    begun = [each for each in theirs if (each.starts or date.min) <= day]
    going = [each for each in begun if day <= (each.ends or date.max)]
    return next(iter((*reversed(going), *reversed(begun), *theirs)), None)


def owed_interventions(case: CaseState, policy: Policy) -> tuple[Intervention, ...]:
    """Each of them; where the policy knows of no sequence, the draft's last word on each activity."""
    if policy.plan is not None and policy.plan.in_sequence:
        return case.plan.interventions
    last = {each.activity: each for each in case.plan.interventions}
    return tuple(each.model_copy(update={"number": 1}) for each in last.values())
