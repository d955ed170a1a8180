"""A short run of the fault test: each process is killed once. ``make faults`` is the whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.faults.plan import PROCESSES, Size, planned
from tests.faults.run import run

SHORT = Size(events=400, cases=20, clients=4, kills=1)


@pytest.mark.timeout(300)
async def test_every_event_that_got_a_202_is_in_the_ledger_of_its_case_once_whoever_was_killed(
    tmp_path: Path,
) -> None:
    outcome = await run(SHORT, seed=2, folder=tmp_path, tell=print)
    assert outcome.faults == []
    assert outcome.posted.accepted == outcome.plan.events
    assert set(outcome.observed.kills) == set(PROCESSES)


def test_a_seed_reproduces_the_plan() -> None:
    today = datetime(2026, 11, 24, tzinfo=UTC)
    assert planned(SHORT, 7, today) == planned(SHORT, 7, today)
    assert planned(SHORT, 7, today) != planned(SHORT, 8, today)


def test_every_process_is_killed_as_often_as_asked_and_every_event_posted() -> None:
    plan = planned(Size(events=900, cases=30, clients=8, kills=3), 1, datetime(2026, 11, 24, tzinfo=UTC))
    times = {name: sum(name in outage.processes for outage in plan.outages) for name in PROCESSES}
    assert times == dict.fromkeys(PROCESSES, 3)
    assert len(plan.events) == 900
