"""The rate of a folder's clock, and the end of its exercise."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.postgres.exercise import ClockMismatch
from domain.clock import CaseClock
from workers.dev.pace import ensure_same, keep, over_since

EPOCH = datetime(2026, 9, 1, tzinfo=UTC)


def test_another_rate_than_the_folders_is_refused_and_no_rate_asks_for_whatever_is_settled(
    tmp_path: Path,
) -> None:
    ensure_same(tmp_path, 5)
    keep(tmp_path, CaseClock.exercise(EPOCH, 0.1), 0.1)
    ensure_same(tmp_path, 0.1)
    ensure_same(tmp_path, None)
    with pytest.raises(
        ClockMismatch, match=r"at days_per_second 0.1 and can't be started at days_per_second 5"
    ):
        ensure_same(tmp_path, 5)


def test_a_folder_outside_exercise_mode_becomes_no_exercise(tmp_path: Path) -> None:
    keep(tmp_path, CaseClock(), None)
    with pytest.raises(ClockMismatch, match="outside exercise mode"):
        ensure_same(tmp_path, 10)


def test_an_exercise_is_over_after_thirty_case_years_and_real_time_never() -> None:
    clock = CaseClock.exercise(EPOCH, 10)
    ends = EPOCH + timedelta(seconds=30 * 365 / 10)
    assert over_since(clock, ends - timedelta(seconds=1)) is None
    assert over_since(clock, ends + timedelta(days=300)) == ends
    assert over_since(CaseClock(), ends) is None
