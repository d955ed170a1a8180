"""What a change of policy would do to a case is what it then does: the same rules say both."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from activities.calendars import CalendarAsked, read_calendar
from domain.calendar import LocalCalendar
from domain.case.duties import case_duties
from domain.case.events import CalendarRenewed, PolicyChanged, ProcedureStarted
from domain.case.opening import calendar_years
from domain.case.previewing import Effect, Preview, preview
from domain.obligations.duty import Duty
from domain.obligations.obligation import Obligations, fold_obligation
from domain.obligations.reconcile import reconcile
from domain.policy import Policy
from domain.procedure import ProcedureState
from domain.procedures.owing import owed_in
from domain.procedures.wanted import wanted
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, noon, weeks
from workers.policy_move import Candidate, Previewer


def later(**preparation: str) -> Policy:
    """The next version of the pack, with other spans."""
    written = POLICY.model_dump(mode="json") | {"version": 2}
    written["preparation"] |= preparation
    return Policy.model_validate(written)


def on_record(known: Obligations, duties: Sequence[Duty], case: OneCase) -> Obligations:
    for event in reconcile(known, duties):
        known = fold_obligation(known, event, case.now)
    return known


def kept(case: OneCase) -> OneCase:
    """What is owed in the case itself is on record."""
    obligations = on_record(case.state.obligations, case_duties(case.state, POLICY), case)
    case.state = case.state.model_copy(update={"obligations": obligations})
    return case


def running(case: OneCase) -> list[ProcedureState]:
    """Every procedure that the case wants, with what is owed in it on record."""
    started = []
    for number, each in enumerate(wanted(case.state), start=1):
        case.record(ProcedureStarted(procedure=each.procedure, number=number, about=each.about))
        obligations = on_record({}, owed_in(each, case.state, POLICY), case)
        started.append(ProcedureState(procedure=each.procedure, number=number, obligations=obligations))
    return started


def previewed(case: OneCase, policy: Policy, *procedures: ProcedureState) -> Preview:
    return preview(case.state, procedures, policy, LOCAL, case.now, owed_in)


def due(before: timedelta) -> datetime:
    return LOCAL.end_of_day(RELEASE - before)


def test_the_same_values_under_another_name_change_nothing_that_is_owed() -> None:
    case = kept(OneCase())
    procedures = running(case)
    assert [each.procedure for each in procedures] == [
        "network-building",
        "information-handover",
        "assessment",
    ]
    assert previewed(case, later(), *procedures) == Preview((), ())


def test_due_dates_that_would_move_are_told_in_the_case_and_in_its_procedures() -> None:
    case = kept(OneCase())
    would = previewed(case, later(plan_agreed="5 weeks", items_supplied="13 weeks"), *running(case))
    by_name = {each.obligation: each for each in would.effects}
    assert by_name["agree-plan"] == Effect(
        "agree-plan", "probation:eu", "moved", due(weeks(6)), due(weeks(5))
    )
    item = by_name["information-handover/2/supply-item:risk-assessment"]
    assert (item.how, item.before, item.after) == ("moved", due(weeks(14)), due(weeks(13)))


def test_what_was_met_is_no_concern_of_the_new_policy() -> None:
    case = OneCase()
    case.tell("person.informed", disclosure="outset", by="prison:eu")
    would = previewed(kept(case), later(person_informed="19 weeks"))
    assert not [each for each in would.effects if each.obligation == "inform-person"]


def test_what_the_new_policy_doesnt_ask_for_lapses() -> None:
    case = OneCase().join()
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    without = POLICY.model_copy(update={"version": 2, "providers": None})
    lapsed = [each for each in previewed(kept(case), without).effects if each.how == "lapsed"]
    assert [(each.obligation, each.after) for each in lapsed] == [("find-provider:housing", None)]


def test_days_are_counted_by_the_calendar_that_the_new_policy_has() -> None:
    case = kept(OneCase())
    tokyo = LocalCalendar(
        jurisdiction="eu",
        timezone="Asia/Tokyo",
        offsets=((noon(date(2020, 1, 1)), 540),),
        holidays=(),
        until=date(2060, 12, 31),
    )
    would = preview(case.state, (), later(), tokyo, case.now, owed_in)
    (plan,) = [each for each in would.effects if each.obligation == "agree-plan"]
    assert plan.before is not None
    assert plan.after == plan.before - timedelta(hours=9)


async def test_what_was_due_in_a_summer_long_past_stays_due_at_its_hour() -> None:
    case = OneCase()
    first, last = calendar_years(case.state, case.now.date())
    asked = CalendarAsked(name="eu", jurisdiction=POLICY.jurisdictions["eu"], first=first, last=last)
    case.record(CalendarRenewed(calendar=await read_calendar(asked)))
    kept(case).on(date(2032, 11, 23))
    candidate = Candidate(case.state, ())
    overdue = [each for each in case.state.obligations.values() if each.due < noon(RELEASE)]
    assert {each.due.hour for each in overdue} == {22, 23}
    would = await Previewer(later()).preview(candidate, case.now)
    assert [each for each in would.effects if each.how == "moved"] == []


def test_a_preview_says_what_the_change_then_does() -> None:
    case, policy = kept(OneCase()), later(plan_agreed="5 weeks", person_informed="19 weeks")
    would = previewed(case, policy)
    case.record(PolicyChanged(from_="mates@1", to="mates@2", by="desk-4", reason="-"))
    events = reconcile(case.state.obligations, case_duties(case.state, policy))
    moved = {event.obligation for event in events}
    assert moved == {each.obligation for each in would.effects if "/" not in each.obligation}
    assert case.state.policy == "mates@2"
    assert case.recorded[-1].model_dump(mode="json", by_alias=True)["from"] == "mates@1"
