"""Years of supervision under skipped time: every cadence is kept, no run grows without end, and nothing is lost.

``YEARS_OF_SUPERVISION`` says how many: ``make years`` goes through ten, in a few minutes. What is known of a case in
ten years is measured in ``tests/unit/test_ten_years.py``.
"""

import os
from datetime import date, timedelta

import pytest
from temporalio import workflow
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from domain.addresses import case_id
from tests.orchestration.telling import condition_is_imposed, is_released, network_stands, opened
from tests.orchestration.test_nobody_answers import ensure_ladders
from tests.orchestration.world import World
from tests.unit.a_long_life import answers, happenings

YEARS = int(os.environ.get("YEARS_OF_SUPERVISION", "2"))
YEAR = timedelta(days=365)
NIGHT = 22
RUN_OF = 250
"""Events of a run's history after which it is left behind: far fewer than the engine suggests, and more than the first
look of a new run costs, or one run would begin after another without end."""

pytestmark = pytest.mark.timeout(120 + 60 * YEARS)


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs are left behind about once a month, where the engine would suggest it once in a year or two.

    The server that skips time loses its clock where a signal meets a run that ends (``TimeStandsStill``): only at
    night, when nobody says anything, is a run left behind here.
    """

    def is_long(info: workflow.Info) -> bool:
        return info.get_current_history_length() >= RUN_OF and workflow.now().hour >= NIGHT

    monkeypatch.setattr(workflow.Info, "is_continue_as_new_suggested", is_long)


@pytest.mark.proves("R13", "R33")
async def test_supervision_of_many_years_goes_round_its_cycle(case: World) -> None:
    release = await is_supervised(case)
    for year in range(1, YEARS + 1):
        await goes_round(case, year, release + year * YEAR)
    view = await case.view()
    assert view.phase == "supervision"
    # Filed once a month: now and then a report's few weeks fall between two visits, and it is filed late.
    filed = [
        each
        for each in view.obligations
        if each["kind"] == "file-court-report" and each["state"] in ("met", "late")
    ]
    assert len(filed) >= 4 * YEARS - 1
    assert len(await case.told("meeting.held")) >= 11 * YEARS
    assert len(await case.told("assessment.concluded")) >= 2 * YEARS
    assert view.parked == []
    await ensure_runs_are_short(case)
    await case.ensure_verified()


async def test_a_case_left_alone_for_years_goes_through_many_runs_and_forgets_nothing(case: World) -> None:
    release = await is_supervised(case)
    await case.until((await case.calendar()).start_of_day(release + YEARS * YEAR))
    await ensure_runs_are_short(case)
    assert "case" in ensure_ladders(await case.events(), case_id(case.case), await case.now())
    due = await case.told("court.report-due")
    assert len(due) >= 4 * YEARS - 1
    await case.ensure_verified()


async def ensure_runs_are_short(case: World) -> None:
    """Also at their beginning: whoever is there already is only asked, not started."""
    histories = await histories_of_runs(case)
    assert len(histories) > 3 * YEARS
    assert max(len(each) for each in histories) < 3 * RUN_OF
    kinds = {event.event_type for each in histories for event in each}
    assert EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED not in kinds


async def histories_of_runs(case: World) -> list[list[HistoryEvent]]:
    """The newest run first."""
    histories: list[list[HistoryEvent]] = []
    run: str | None = (await case.handle.describe()).run_id
    while run:
        handle = case.environment.client.get_workflow_handle(case_id(case.case), run_id=run)
        events = [each async for each in handle.fetch_history_events()]
        histories.append(events)
        run = events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    return histories


async def is_supervised(case: World) -> date:
    release = await opened(case, days=20, months=12 * YEARS + 24)
    await network_stands(case)
    await is_released(case, release)
    await condition_is_imposed(case)
    return release


async def goes_round(case: World, year: int, ends: date) -> None:
    """A month at a time, the agencies do what is asked of them."""
    turn = 0
    while (await case.today()) < ends:
        turn += 1
        owed = [each["kind"] for each in (await case.view()).obligations if each["state"] == "open"]
        said = [("supervision.contact", {"kept": True})]
        said += [each for kind in dict.fromkeys(owed) for each in answers(kind, turn)]
        said += happenings(year, (await case.today()) + YEAR) if turn == 4 else ()
        for name, data in said:
            await case.say(name, data)
        await case.days(30)
