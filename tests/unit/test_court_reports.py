"""Which reports to the court are due, and what becomes of them: filed, late, replaced, called off (R11)."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from domain.case.judging import TAKEN, Parked, Refused
from domain.court.duties import court_report_duties
from domain.court.sections import CourtReport
from domain.court.showing import report_shown
from domain.facts import parse_fact
from tests.unit.one_case import END, LOCAL, POLICY, RELEASE, OneCase, noon, weeks
from tests.unit.reported_case import FIRST, SECOND, is_filed, released, week

DAY = timedelta(days=1)
KEPT = weeks(4)


def due_dates(case: OneCase) -> list[tuple[date, bool]]:
    """With whether it is the final one; without those that are called off."""
    return [
        (LOCAL.day_ended(each.due), each.final) for each in case.state.court_reports if not each.called_off
    ]


def the_report(case: OneCase) -> CourtReport:
    (report,) = case.state.court_reports
    return report


def first_is_due() -> OneCase:
    return released().on(week(12))


def test_a_report_says_at_its_opening_what_it_has_to_contain() -> None:
    rules = POLICY.supervision.reports
    assert rules is not None
    report = the_report(first_is_due())
    assert (report.contains, report.withheld) == (rules.contains, rules.withheld)


@pytest.mark.proves("R11")
def test_a_report_that_is_filed_again_replaces_the_former_and_keeps_it() -> None:
    case = first_is_due()
    assert is_filed(case, FIRST, reference="r-1") == TAKEN
    case.on(week(14))
    assert is_filed(case, FIRST, reference="r-2") == TAKEN
    shown = report_shown(case.state, the_report(case))
    assert (shown["state"], shown["late"], shown["reference"]) == ("filed", False, "r-2")
    assert shown["filed_at"] == noon(week(14))
    assert shown["replaces"] == [{"at": noon(week(12)), "reference": "r-1"}]


def test_an_older_filing_never_replaces_a_newer_one_but_tells_that_it_was_in_time() -> None:
    case = first_is_due().on(week(14))
    is_filed(case, FIRST, reference="newer")
    assert report_shown(case.state, the_report(case))["late"] is True
    assert is_filed(case, FIRST, noon(week(12)), reference="older") == TAKEN
    shown = report_shown(case.state, the_report(case))
    assert (shown["reference"], shown["late"]) == ("newer", False)
    assert [each["reference"] for each in shown["replaces"]] == ["older"]


def test_the_order_in_which_filings_are_heard_of_makes_no_difference() -> None:
    told = [(noon(week(11)), "a"), (noon(week(12)), "b"), (noon(week(13) + 2 * DAY), "c")]
    seen = []
    for order in (told, told[::-1], [told[1], told[2], told[0]]):
        case = first_is_due().on(week(15))
        for at, reference in order:
            is_filed(case, FIRST, at, reference=reference)
        seen.append(case.state.court_reports)
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize("due", [FIRST, None])
def test_the_same_filing_told_twice_counts_once(due: object) -> None:
    case = released().on(week(24))
    is_filed(case, FIRST, reference="r-1")
    named = {"due": FIRST.isoformat()} if due else {}
    assert case.tell("court.report-filed", **named, reference="r-1") == Refused("it is filed already")
    assert [each.state for each in case.state.court_reports] == ["filed", "due"]


def test_late_is_judged_by_when_it_was_filed_and_not_by_when_we_heard() -> None:
    case = first_is_due().on(week(20))
    is_filed(case, FIRST, FIRST)
    assert the_report(case).late is False
    (duty,) = court_report_duties(the_report(case), case.state, POLICY)
    assert (duty.met_at, duty.due) == (FIRST, FIRST)
    late = first_is_due().on(week(20))
    is_filed(late, FIRST, FIRST + timedelta(seconds=1))
    assert the_report(late).late is True


def test_a_report_that_is_filed_before_it_is_called_for_waits_for_it() -> None:
    case = released().on(week(6))
    judged = is_filed(case, FIRST, reference="early")
    assert judged == Parked("no such report is due", until=FIRST + KEPT)
    case.on(week(9) + DAY)
    assert (the_report(case).state, the_report(case).late, case.state.parked) == ("filed", False, ())


def test_a_filing_of_a_report_that_never_was_is_kept_for_a_while_and_then_refused() -> None:
    case = released().on(week(6))
    unknown = LOCAL.end_of_day(week(7))
    assert isinstance(is_filed(case, unknown), Parked)
    case.until(unknown + KEPT)
    assert ([each.reason for each in case.state.refused], case.state.parked) == (
        ["no report was due then"],
        (),
    )


def test_where_no_report_is_owed_a_filing_that_names_none_is_refused() -> None:
    assert is_filed(released().on(week(6))) == Refused("no such report is due")


@pytest.mark.proves("R11")
def test_what_comes_after_the_last_periodic_report_goes_into_a_final_one() -> None:
    case = released(supervision_end=week(100).isoformat()).on(week(100) + DAY)
    assert case.state.phase == "follow-up"
    assert due_dates(case) == [
        *((week(13 * number), False) for number in range(1, 8)),
        (week(102), True),
    ]
    assert case.state.court_reports[-1] in case.state.reports_owed


def test_where_little_is_left_after_the_last_periodic_report_there_is_no_final_one() -> None:
    case = released(supervision_end=week(28).isoformat())
    case.on(week(40))
    assert due_dates(case) == [(week(13), False), (week(26), False)]


def test_a_short_supervision_has_a_final_report_alone() -> None:
    case = released(supervision_end=week(8).isoformat()).on(week(8))
    assert due_dates(case) == [(week(10), True)]


def test_without_an_end_there_is_no_final_report() -> None:
    case = released(supervision_end=None).on(week(27))
    assert due_dates(case) == [(week(13), False), (week(26), False)]


def ends(case: OneCase, day: date) -> None:
    case.announce(RELEASE, supervision_end=day.isoformat())


def test_a_report_that_would_lie_beyond_the_end_is_called_off_for_a_final_one() -> None:
    case = first_is_due()
    ends(case, week(12) + 3 * DAY)
    assert due_dates(case) == [(week(14) + 3 * DAY, True)]
    (off,) = [each for each in case.state.court_reports if each.called_off]
    assert (off.due, off in case.state.reports_owed) == (FIRST, False)
    assert court_report_duties(off, case.state, POLICY) == []


def test_an_end_that_moves_back_calls_for_the_report_again() -> None:
    case = first_is_due()
    before = due_dates(case)
    ends(case, week(12) + 3 * DAY)
    ends(case, END)
    assert due_dates(case) == before
    assert [each.due for each in case.state.reports_owed] == [FIRST]


def test_a_later_end_calls_the_final_report_off() -> None:
    case = released(supervision_end=week(20).isoformat()).on(week(19))
    assert due_dates(case) == [(week(13), False), (week(22), True)]
    ends(case, week(60))
    assert due_dates(case) == [(week(13), False)]
    assert due_dates(case.on(week(23))) == [(week(13), False), (week(26), False)]


def test_a_final_report_that_was_filed_too_early_is_followed_by_others() -> None:
    case = released(supervision_end=week(20).isoformat()).on(week(19))
    is_filed(case, LOCAL.end_of_day(week(22)))
    ends(case, week(60))
    assert due_dates(case.on(week(34))) == [(week(13), False), (week(22), True), (week(35), False)]


def test_when_supervision_is_over_a_report_that_was_due_stays_owed() -> None:
    case = released(supervision_end=week(14).isoformat()).on(week(14) + DAY)
    assert case.state.phase == "follow-up"
    assert [LOCAL.day_ended(each.due) for each in case.state.reports_owed] == [week(13)]
    is_filed(case)
    assert (case.state.reports_owed, case.state.court_reports[0].late) == ((), True)


def test_when_the_person_is_recalled_no_report_is_owed_any_more_but_it_can_still_be_filed() -> None:
    case = first_is_due()
    case.tell("custody.returned", reason="recall")
    assert (case.state.phase, case.state.reports_owed) == ("recalled", ())
    assert report_shown(case.state, the_report(case))["owed"] is False
    assert is_filed(case, FIRST) == TAKEN
    assert case.on(week(60)).state.court_reports == (the_report(case),)


def test_when_the_case_moves_to_another_area_its_probation_service_owes_the_report() -> None:
    case = first_is_due()
    case.tell("case.transferred", jurisdiction="south")
    (duty,) = court_report_duties(the_report(case), case.state, POLICY)
    assert (duty.owner, duty.due) == ("probation:south", FIRST)


def test_a_death_leaves_nothing_to_report() -> None:
    case = first_is_due()
    case.tell("person.died")
    assert (case.state.phase, case.state.reports_owed) == ("closed", ())
    assert due_dates(case.on(END)) == [(week(13), False)]


def test_a_case_that_goes_by_an_older_policy_has_periodic_reports_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    supervision = POLICY.supervision.model_copy(update={"reports": None})
    older = POLICY.model_copy(update={"supervision": supervision})
    monkeypatch.setattr("tests.unit.one_case.POLICY", older)
    case = first_is_due()
    assert (the_report(case).contains, is_filed(case, SECOND)) == (None, Refused("no such report is due"))
    ends(case, week(12) + 3 * DAY)
    assert [each.called_off for each in case.state.court_reports] == [False]


def test_only_who_is_in_the_network_files_a_report_and_the_court_may_say_that_it_has_it() -> None:
    case = first_is_due()
    assert isinstance(is_filed(case, FIRST, by="family:x"), Refused)
    assert isinstance(is_filed(case, FIRST, by="housing:x"), Parked)
    assert the_report(case).state == "due"
    assert is_filed(case, FIRST, by="court:c") == TAKEN


def test_a_report_may_be_named_by_its_day_as_well() -> None:
    case = first_is_due()
    day = LOCAL.day_ended(FIRST).isoformat()
    assert case.tell("court.report-filed", due=day, reference="r-1") == TAKEN
    assert case.tell("court.report-filed", due=day, reference="r-1") == Refused("it is filed already")
    assert the_report(case).state == "filed"
    early = case.tell("court.report-filed", due=LOCAL.day_ended(SECOND).isoformat())
    assert early == Parked("no such report is due", until=SECOND + KEPT)


@pytest.mark.parametrize("due", ["2027-13-01", "1066-10-14", "tomorrow", "2027-06-01T10:00"])
def test_what_is_neither_a_day_nor_an_instant_names_no_report(due: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_fact("throughcare.court.report-filed.v1", {"due": due})
    assert {each["loc"][0] for each in refused.value.errors()} == {"due"}
