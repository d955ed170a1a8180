"""Ten years of supervision under skipped time: what is known stays small, and no run of the case grows without end."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import WorkflowExecutionStatus

from domain.addresses import case_id
from domain.case.state import CaseState
from tests.orchestration.telling import (
    MEMBERS,
    POLICE,
    PROBATION,
    condition_is_imposed,
    is_released,
    network_stands,
    opened,
)
from tests.orchestration.world import World

YEARS = int(os.environ.get("YEARS_OF_SUPERVISION", "10"))
YEAR, LOOK = timedelta(days=365), timedelta(days=30)
RUN_OF = int(os.environ.get("RUN_OF", "100000"))
Said = tuple[str, dict[str, Any]]


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The skipping server never suggests to go on in a new run."""

    def is_long(info: workflow.Info) -> bool:
        return info.get_current_history_length() >= RUN_OF

    monkeypatch.setattr(workflow.Info, "is_continue_as_new_suggested", is_long)


async def test_measure(case: World) -> None:
    release = await opened(case, days=20, months=12 * YEARS + 12)
    await network_stands(case)
    await is_released(case, release)
    await condition_is_imposed(case)
    for year in range(1, YEARS + 1):
        await a_year(case, year, release + year * YEAR)
        state = await case.view_state()
        sizes = sized(state)
        print(year, sum(sizes.values()), {k: v for k, v in sizes.items() if v > 600}, flush=True)
    runs = await case.environment.client.get_workflow_handle("case/C-1").describe()
    events = await case.events()
    print("ledger", len(events), "last run", runs.history_length)
    from collections import Counter
    print(Counter(e["type"] for e in events).most_common(25))
    await case.ensure_verified()


def sized(state: CaseState) -> dict[str, int]:
    """Of each section, as it is stored."""
    return {name: len(state.model_dump_json(include={name})) for name in CaseState.model_fields}


async def a_year(case: World, year: int, ends: date) -> None:
    for turn in range(1, 13):
        owed = [each["kind"] for each in (await case.view()).obligations if each["state"] == "open"]
        said = [("supervision.contact", {"kept": True})]
        for kind in dict.fromkeys(owed):
            said += answers(kind, turn)
        if turn == 4:
            said += happenings(year, (await case.today()) + YEAR)
        await case.say_all(*said)
        await case.days(LOOK.days)


def happenings(year: int, until: date) -> Iterator[Said]:
    """Once a year: a breach, a concern, and agreements that run out in another one."""
    breach, concern = {"breach": f"b{year}"}, {"concern": f"k{year}"}
    yield "breach.reported", breach | {"condition": "c1", "urgency": "routine", "description": "-"}
    yield "breach.decided", breach | {"outcome": "warning", "by": "court:c"}
    yield "risk.concern-raised", concern | {"kind": "wellbeing", "urgency": "routine", "description": "-"}
    for member in (POLICE, PROBATION):
        yield "risk.concern-acknowledged", concern | {"member": member}
    yield "risk.concern-reviewed", concern | {"members": [POLICE, PROBATION], "rationale": "-"}
    for member in MEMBERS:
        signed = {"member": member, "agreement": "a-1", "code_version": "2026-1"}
        yield "network.agreement-signed", signed | {"until": until.isoformat()}


def answers(kind: str, turn: int) -> Iterator[Said]:
    """What the agencies do about what is asked of them; the handover stays open for all the years."""
    together = [PROBATION, POLICE]
    match kind:
        case "hold-meeting":
            yield "meeting.held", {"attendees": together, "minutes_spent": 60}
        case "file-court-report":
            yield "court.report-filed", {}
        case "conclude-assessment":
            level = "medium" if turn % 2 else "low"
            yield (
                "assessment.concluded",
                {"round": "current", "level": level, "rationale": "-", "members": together},
            )
        case "review-plan" | "agree-plan":
            yield "plan.drafted", {"interventions": [{"activity": "counselling", "provider": PROBATION}]}
            yield "plan.agreed", {"members": together}
