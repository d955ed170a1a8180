"""What the passing of the release date brings, and what doesn't pass by itself."""

from datetime import timedelta

import pytest

from domain.handover.gaps import gaps
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, noon, weeks

DAY = timedelta(days=1)
CONFIRM = POLICY.preparation.confirm_release
CHECK = POLICY.preparation.release_check
COUNTS = POLICY.preparation.release_check_counts


@pytest.mark.proves("R16")
def test_a_release_date_that_passes_releases_nobody_but_asks_prison_to_confirm() -> None:
    case = OneCase().on(RELEASE)
    assert case.duty("confirm-release") is None
    case.on(RELEASE + DAY)
    duty = case.duty("confirm-release")
    assert case.state.phase == "preparation"
    assert duty is not None
    assert (duty.owner, duty.met_at) == ("prison:eu", None)
    assert duty.due == LOCAL.end_of_day(CONFIRM.days_after(RELEASE, LOCAL))


def test_a_release_that_is_reported_late_was_in_time() -> None:
    case = OneCase().on(RELEASE + 3 * DAY)
    case.tell("custody.released", noon(RELEASE), reason="released")
    duty = case.duty("confirm-release")
    assert duty is not None
    assert (case.state.phase, duty.met_at) == ("supervision", noon(RELEASE))


def test_a_date_that_moves_before_it_passes_asks_for_no_confirmation_of_the_old_one() -> None:
    case = OneCase().on(RELEASE)
    later = RELEASE + 30 * DAY
    case.announce(later)
    assert case.on(later).duty("confirm-release") is None
    assert case.on(later + DAY).duty("confirm-release", later.isoformat()) is not None


def test_a_date_that_moves_after_it_has_passed_settles_the_question() -> None:
    case = OneCase().on(RELEASE + DAY)
    later = RELEASE + 30 * DAY
    case.announce(later)
    assert case.duty("confirm-release") is None
    case.on(later - DAY).tell("custody.released", reason="released")
    assert case.duty("confirm-release") is None


@pytest.mark.proves("R16")
def test_the_release_check_is_met_by_a_meeting_from_a_week_before_its_date() -> None:
    check = CHECK.days_before(RELEASE)
    counts = COUNTS.days_before(check)
    case = OneCase().join("probation", "police").on(counts - DAY)
    case.tell("meeting.held", attendees=["probation:eu", "police:eu"])
    duty = case.duty("release-check")
    assert duty is not None
    assert (duty.due, duty.met_at) == (LOCAL.end_of_day(check), None)
    case.on(counts).tell("meeting.held", attendees=["probation:eu", "police:eu"])
    checked = case.duty("release-check")
    assert checked is not None
    assert checked.met_at == case.now


def test_a_release_check_that_was_held_stays_met_and_one_that_wasnt_is_no_longer_owed_after_release() -> None:
    met = OneCase().join("probation", "police").on(RELEASE - weeks(1))
    missed = met.fork()
    met.tell("meeting.held", attendees=["probation:eu", "police:eu"])
    for case in (met, missed):
        case.on(RELEASE).tell("custody.released", reason="released")
        case.on(RELEASE + weeks(1)).tell("meeting.held", attendees=["probation:eu", "police:eu"])
    checked = met.duty("release-check")
    assert checked is not None
    assert checked.met_at is not None
    assert missed.duty("release-check") is None


@pytest.mark.proves("R16", "R58")
def test_what_is_missing_is_named_from_the_release_check_on() -> None:
    check = CHECK.days_before(RELEASE)
    case = OneCase().join("probation", "prison")
    case.tell("handover.item-supplied", item="treatment-record", by="prison:eu")
    case.tell("handover.item-acknowledged", item="treatment-record", by="probation:eu")
    case.tell("handover.item-refused", item="security-information", by="prison:eu", reason="classified")
    assert gaps(case.on(check - DAY).state) == []
    missing = gaps(case.on(check).state)
    assert "treatment-record: acknowledged" not in missing
    assert {"security-information: refused", "health-summary: requested"} < set(missing)
    assert {"police: nobody has accepted and signed", "plan: not agreed", "case manager: none"} < set(missing)
    assert not any(each.startswith("probation:") for each in missing)
    named = [each for each in case.recorded if each.TYPE == "throughcare.handover.gaps-named.v1"]
    assert [each.model_dump()["gaps"] for each in named] == [tuple(missing)]


def test_what_is_missing_is_named_anew_before_another_date() -> None:
    case = OneCase().on(RELEASE - weeks(1))
    later = RELEASE + weeks(20)
    case.announce(later)
    case.on(RELEASE)
    assert gaps(case.state) == []
    assert gaps(case.on(CHECK.days_before(later)).state) != []
