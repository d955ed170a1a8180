"""The facts of a report as passages, in the order in which a court reads them."""

from collections.abc import Iterator, Sequence

from domain.court.report.draft import (
    Attendance,
    BreachTold,
    ConditionTold,
    ContactTold,
    Facts,
    InterventionTold,
    OpenObligation,
)
from domain.court.report.passages import NOTHING, Days, Passage, table_of


def facts_of(facts: Facts, days: Days) -> Iterator[Passage]:
    if facts.contacts is not None:
        yield _contacts(facts.contacts, days)
    if facts.attendance is not None:
        yield _attendance(facts.attendance)
    if facts.interventions is not None:
        yield _interventions(facts.interventions, days)
    if facts.conditions is not None:
        yield _conditions(facts.conditions, days)
    if facts.breaches is not None:
        yield _breaches(facts.breaches, days)
    if facts.open_obligations is not None:
        yield _owed(facts.open_obligations, days)


def _contacts(contacts: Sequence[ContactTold], days: Days) -> Passage:
    rows = (
        (
            days.when(each),
            "kept" if each.kept else "missed",
            each.condition or NOTHING,
            each.by or NOTHING,
        )
        for each in contacts
    )
    table = table_of({"Day": 4, "Appointment": 2, "Condition": 2, "Said by": 3}, rows)
    return Passage(title="Contacts", says=None if table else "None was reported.", table=table)


def _attendance(attendance: Attendance) -> Passage:
    says = f"Appointments kept: {attendance.contacts_kept}; missed: {attendance.contacts_missed}."
    rows = ((each.activity, str(each.attended), str(each.missed)) for each in attendance.activities)
    table = table_of({"Activity": 4, "Times attended": 2, "Times missed": 2}, rows)
    return Passage(title="Attendance", says=says, table=table)


def _interventions(interventions: Sequence[InterventionTold], days: Days) -> Passage:
    rows = (
        (each.activity, each.provider or NOTHING, each.status, _said_of(each, days)) for each in interventions
    )
    table = table_of({"Activity": 3, "Provider": 3, "Stands at": 2, "In this period": 5}, rows)
    return Passage(title="Interventions", says=None if table else "None is planned.", table=table)


def _said_of(intervention: InterventionTold, days: Days) -> str:
    """The days on which the same was said of it stand together."""
    by_status: dict[str, list[str]] = {}
    for step in intervention.steps:
        by_status.setdefault(step.status, []).append(days.when(step))
    return "; ".join(f"{status} {', '.join(when)}" for status, when in by_status.items()) or NOTHING


def _conditions(conditions: Sequence[ConditionTold], days: Days) -> Passage:
    rows = (
        (
            f"{each.condition} ({each.kind})",
            each.text,
            _in_force(each),
            "; ".join(f"{step.what} {days.when(step)}" for step in each.steps) or NOTHING,
        )
        for each in conditions
    )
    table = table_of({"Condition": 3, "In the court's words": 7, "State": 3, "In this period": 3}, rows)
    return Passage(title="Conditions", says=None if table else "None is on record.", table=table)


def _in_force(condition: ConditionTold) -> str:
    if not condition.in_force:
        return "ended"
    return f"in force until {condition.until}" if condition.until else "in force"


def _breaches(breaches: Sequence[BreachTold], days: Days) -> Passage:
    rows = (
        (
            f"{each.breach} of {each.condition}",
            _standing(each),
            "; ".join(f"{step.what} {days.when(step)}" for step in each.steps),
        )
        for each in breaches
    )
    table = table_of({"Breach": 3, "Standing": 4, "Course": 6}, rows)
    return Passage(title="Breaches", says=None if table else "None was alleged.", table=table)


def _standing(breach: BreachTold) -> str:
    match breach.standing:
        case "decided":
            outcome = "no action" if breach.outcome == "none" else breach.outcome
            return f"decided by {breach.decided_by}: {outcome}"
        case "withdrawn":
            return "was alleged; withdrawn"
        case _:
            where = "before the court" if breach.before_court else "not referred to the court"
            return f"alleged; {where}"


def _owed(owed: Sequence[OpenObligation], days: Days) -> Passage:
    rows = (
        (days.due(each.due) + (", overdue" if each.overdue else ""), each.owner, each.what) for each in owed
    )
    table = table_of({"Due": 3, "Owed by": 3, "What": 6}, rows)
    return Passage(title="Open obligations", says=None if table else "Nothing is open.", table=table)
