"""The cadence of meetings: fortnightly around the release, then monthly (R45)."""

from datetime import date, timedelta

import pytest

from domain.meetings.cadence import next_owed
from domain.meetings.fold import RECENT
from domain.obligations.obligation import Obligations, fold_obligation
from domain.obligations.reconcile import reconcile
from tests.unit.one_case import END, LOCAL, POLICY, RELEASE, OneCase, weeks

RULES = POLICY.meetings
DAY = timedelta(days=1)
FIRST = RULES.starts.days_before(RELEASE)


def held(case: OneCase, day: date) -> None:
    case.on(day).tell("meeting.held", attendees=["probation:eu", "police:eu"])


def due(case: OneCase) -> date | None:
    """The last day of the one meeting that is owed."""
    owed = [each for each in case.duties("hold-meeting") if each.met_at is None]
    upcoming = next_owed(case.state, POLICY)
    assert [each.due for each in owed] == ([upcoming.due] if upcoming else [])
    return LOCAL.local_date(owed[0].due) - DAY if owed else None


def released(case: OneCase, day: date = RELEASE) -> None:
    case.on(day).tell("custody.released", reason="released")


def test_the_first_meeting_is_due_twelve_weeks_before_release_and_moves_with_it() -> None:
    case = OneCase().join("probation", "police")
    assert due(case) == FIRST
    later = RELEASE + weeks(4)
    case.announce(later)
    case.until(case.now + POLICY.preparation.hold.length())
    assert due(case) == RULES.starts.days_before(later)


@pytest.mark.proves("R45")
def test_each_meeting_sets_the_date_of_the_next_and_is_met_by_it() -> None:
    case = OneCase().join("probation", "police")
    held(case, FIRST - DAY)
    held(case, FIRST + weeks(3))
    met = [each for each in case.duties("hold-meeting") if each.met_at is not None]
    assert [each.met_at is not None and each.met_at <= each.due for each in met] == [True, False]
    assert due(case) == RULES.every.days_after(FIRST + weeks(3), LOCAL)


def test_a_meeting_long_before_the_cadence_begins_doesnt_count() -> None:
    case = OneCase().join("probation", "police")
    held(case, FIRST - weeks(2) - DAY)
    assert due(case) == FIRST
    held(case, FIRST - weeks(2))
    assert due(case) == RULES.every.days_after(FIRST - weeks(2), LOCAL)


def test_while_nobody_meets_one_meeting_is_owed_and_no_more() -> None:
    case = OneCase().join("probation", "police")
    released(case)
    case.on(RELEASE + weeks(60))
    assert due(case) == FIRST
    assert len(case.duties("hold-meeting")) == 1


@pytest.mark.proves("R45")
def test_a_quarter_after_release_the_network_meets_monthly_and_not_beyond_the_end() -> None:
    case = OneCase().join("probation", "police")
    held(case, FIRST)
    released(case)
    eases = RULES.eases.days_after(RELEASE, LOCAL)
    held(case, eases - DAY)
    assert due(case) == RULES.every.days_after(eases - DAY, LOCAL)
    held(case, eases)
    assert due(case) == RULES.then_every.days_after(eases, LOCAL)
    held(case, END - weeks(1))
    assert due(case) is None


def test_two_meetings_on_one_day_count_once() -> None:
    case = OneCase().join("probation", "police")
    held(case, FIRST)
    before = due(case)
    held(case, FIRST)
    assert due(case) == before


def test_years_of_meetings_are_each_met_once_and_only_the_last_are_kept() -> None:
    case = OneCase().join("probation", "police")
    released(case)
    known: Obligations = {}
    settled: list[str] = []
    for number in range(2 * RECENT):
        held(case, RELEASE + weeks(2 * number))
        for event in list(reconcile(known, case.duties("hold-meeting"))):
            known = fold_obligation(known, event, case.now)
            if event.TYPE == "throughcare.obligation.met.v1":
                settled.append(event.obligation)
        assert list(reconcile(known, case.duties("hold-meeting"))) == []
    assert len(settled) == len(set(settled)) == 2 * RECENT
    assert len(known) < 2 * RECENT
