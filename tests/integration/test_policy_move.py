"""``throughcare policy move`` on a running stack: a preview, the move, and the same move again."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from typer.testing import CliRunner, Result

from domain.addresses import case_id
from tests.integration.caseload import Caseload, caseload
from tests.integration.operating import reset
from workers import policy_cli
from workers.dev.stack import DevStack

CASES = tuple(f"M-{number:02}" for number in range(20))
SUPPLY = "information-handover/2/supply-item:risk-assessment"
ORDERED = ("--by", "desk-4", "--reason", "The new law.")
pytestmark = pytest.mark.timeout(240)


@pytest_asyncio.fixture
async def folder(tmp_path: Path) -> AsyncIterator[tuple[Path, Caseload]]:
    async with DevStack(tmp_path, port=0) as at, caseload(at) as load:
        yield tmp_path, load


async def move(folder: Path, *arguments: str) -> Result:
    command = ["move", "--to", "it", "--data", str(folder), *arguments]
    return await asyncio.to_thread(CliRunner().invoke, policy_cli.app, command)


async def announced(load: Caseload, case: str, **more: str) -> None:
    """It is opened under mates, as was asked for."""
    day = await load.day(170)
    data: dict[str, Any] = {
        "person": f"P-{case}",
        "jurisdiction": "it",
        "entry": "sentence",
        "kind": "confirmed",
        "release_date": day,
        "supervision_end": None,
        "policy": "mates",
    }
    await load.say(case, "custody.release-date", **data | more)


def due(view: dict[str, Any]) -> str | None:
    return next((each["due"] for each in view["obligations"] if each["id"] == SUPPLY), None)


async def test_twenty_running_cases_are_previewed_then_moved_and_a_second_move_passes_them_over(
    folder: tuple[Path, Caseload],
) -> None:
    data, load = folder
    await announced(load, "E-1", jurisdiction="eu")
    for case in CASES:
        await announced(load, case)
    for case in CASES:
        await load.until_view(case, lambda view: due(view) is not None)
    previewed = await move(data, "--from", "mates", "--preview", "--json")
    assert previewed.exit_code == 0, previewed.output
    would = {each["case"]: each for each in json.loads(previewed.stdout)["cases"]}
    assert tuple(would) == CASES
    assert {(await load.view(case))["policy"] for case in CASES} == {"mates@1"}
    moving = asyncio.create_task(move(data, "--from", "mates", *ORDERED))
    await load.say(CASES[-1], "custody.transferred", establishment="south")
    moved = await moving
    assert moved.exit_code == 0, moved.output
    assert moved.stdout.startswith("20 cases moved to it@1, the slowest in ")
    for case in CASES:
        await ensure_moved_as_previewed(load, case, would[case]["effects"])
    await load.until_view(CASES[-1], lambda view: view["custody"]["establishment"] == "south")
    await ensure_it_is_told_what_applies_and_why(data, CASES[0])
    again = await move(data, *ORDERED)
    assert again.stdout == "0 cases moved to it@1; 0 couldn't be\n"
    await ensure_failures_are_named(data)
    await ensure_a_closed_case_is_said_to_be_closed(data, load)
    await ensure_all_agree_after_a_reset(load, CASES[0], would[CASES[0]]["effects"])
    await load.ensure_no_workflow_failed()


async def ensure_it_is_told_what_applies_and_why(data: Path, case: str) -> None:
    command = ["show", "--for", case, "--json", "--data", str(data)]
    shown = await asyncio.to_thread(CliRunner().invoke, policy_cli.app, command)
    applied = json.loads(shown.stdout)
    assert (applied["pack"], applied["rules"]["preparation.items_supplied"]["value"]) == ("it@1", "3 months")
    asked_for, moved = applied["why"]
    assert asked_for.endswith("mates was asked for by its release date")
    assert moved.startswith("moved from mates@1 to it@1")


async def ensure_moved_as_previewed(load: Caseload, case: str, effects: list[dict[str, Any]]) -> None:
    effect = next(each for each in effects if each["obligation"] == SUPPLY)
    assert not same(effect["before"], effect["after"])
    view = await load.until_view(case, lambda view: same(due(view), effect["after"]))
    assert view["policy"] == "it@1"


async def ensure_all_agree_after_a_reset(load: Caseload, case: str, effects: list[dict[str, Any]]) -> None:
    """Run again from before the move, by an operator: the case and its procedures go by one policy, whichever."""
    effect = next(each for each in effects if each["obligation"] == SUPPLY)
    expected = {"mates@1": effect["before"], "it@1": effect["after"]}
    handle = load.handle(case_id(case))
    first = (await handle.describe()).run_id
    await reset(load.client, case_id(case), random.Random(1), keep_signals=False)
    assert (await handle.describe()).run_id != first
    await load.say(case, "custody.transferred", establishment="west")
    await load.until_view(
        case,
        lambda view: view["custody"]["establishment"] == "west" and same(due(view), expected[view["policy"]]),
    )


async def ensure_a_closed_case_is_said_to_be_closed(data: Path, load: Caseload) -> None:
    await load.say("E-1", "person.died")
    await load.until_view("E-1", lambda view: view["phase"] == "closed")
    asked = await move(data, "--case", "E-1", "--preview")
    assert (asked.exit_code, "E-1: not moved: it is closed: died" in asked.stderr) == (1, True)


async def ensure_failures_are_named(data: Path) -> None:
    failed = await move(data, "--case", CASES[0], "--case", "E-1", "--case", "nobody", *ORDERED)
    assert (failed.exit_code, failed.stdout) == (1, "0 cases moved to it@1; 2 couldn't be\n")
    assert "E-1: not moved: it is in eu, it@1 is for it" in failed.stderr
    assert "nobody: not moved: no case of this reference has been opened" in failed.stderr
    unsigned = await move(data)
    assert unsigned.exit_code == 2
    everywhere = await asyncio.to_thread(
        CliRunner().invoke, policy_cli.app, ["move", "--to", "mates", "--preview", "--data", str(data)]
    )
    assert everywhere.exit_code == 2
    assert "say --from or --case" in everywhere.stderr


def same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one[:19] == other[:19]
