"""What counts of facts whose time lies ahead, or lies behind what is known; whichever comes first."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.case.judging import Parked, Refused
from domain.case.view import case_view
from domain.custody.facts import ReleaseDateSet
from domain.register import KeptFact, registered
from tests.unit.one_case import ANNOUNCED, END, OPENED, RELEASE, OneCase

SLIP = datetime(2041, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(days=15 * 365)])
def test_what_lies_ahead_waits_for_its_time_and_the_view_says_until_when(ahead: timedelta) -> None:
    case = OneCase()
    verdict = case.tell("custody.transferred", case.now + ahead, establishment="north")
    assert verdict == Parked("it lies ahead", until=case.now + ahead)
    assert case.state.custody.establishment is None
    [waiting] = case_view(case.state, [], case.now, 1).parked
    assert (waiting["reason"], waiting["until"]) == ("it lies ahead", case.now + ahead)


@pytest.mark.parametrize("at", [OPENED - timedelta(days=1), datetime(1971, 1, 1, tzinfo=UTC)])
def test_what_is_older_than_what_is_known_is_kept_with_its_reason_and_changes_nothing(at: datetime) -> None:
    case = OneCase()
    case.tell("custody.transferred", establishment="north")
    assert isinstance(case.tell("custody.transferred", at, establishment="south"), Refused)
    assert case.state.custody.establishment == "north"
    [refused] = case_view(case.state, [], case.now, 1).refused
    assert refused["reason"].startswith(
        "superseded: a later fact about the same thing occurred on 2026-09-01"
    )


def test_in_the_register_what_was_told_ahead_counts_from_its_receipt() -> None:
    slip = _kept(1, SLIP, received=OPENED, release=RELEASE)
    right = _kept(2, OPENED + timedelta(hours=1), received=OPENED + timedelta(hours=1), release=END)
    late = _kept(3, OPENED - timedelta(days=9), received=OPENED + timedelta(hours=2), release=RELEASE)
    for facts in ([slip, right, late], [late, right, slip]):
        assert registered(facts).release_date == END


def _kept(number: int, occurred: datetime, *, received: datetime, release: date) -> KeptFact:
    fact = ReleaseDateSet.model_validate(ANNOUNCED | {"release_date": release, "supervision_end": None})
    return KeptFact(number, "prison", str(number), occurred, received, fact)
