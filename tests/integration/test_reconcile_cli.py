"""``throughcare reconcile`` at the terminal: a run on a real engine, and the entries that it leaves."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from activities.postgres.entries import PostgresEntries
from domain.reconciliation.differences import Difference
from tests.conftest import Database
from tests.integration.reconciled import deployed
from workers.cli import app

GAP = Difference(case="C-1", kind="inbox-gap")
FALLEN = Difference(case="C-2", kind="tasks-fail", about="case/C-2/court-report/4")


@pytest.fixture(autouse=True)
def beside(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHCARE_DATABASE", database.app_dsn)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
async def entries(database: Database) -> PostgresEntries:
    kept = PostgresEntries(database.pool)
    for each in (GAP, FALLEN, GAP):
        await kept.enter(each)
    return kept


async def reconcile(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, ["reconcile", *arguments])


@pytest.mark.usefixtures("entries")
async def test_entries_are_listed_with_what_differs_and_how_often_it_was_seen() -> None:
    listed = json.loads((await reconcile("list", "--json")).stdout)
    assert [(each["case_ref"], each["kind"], each["times_seen"]) for each in listed] == [
        ("C-1", "inbox-gap", 2),
        ("C-2", "tasks-fail", 1),
    ]
    told = (await reconcile("list", "--case", "C-2")).stdout
    assert "1 entries" in told
    assert "case/C-2/court-report/4" in told


async def test_an_entry_is_settled_by_somebody_for_a_reason_and_only_once(entries: PostgresEntries) -> None:
    number = str((await entries.listed("C-1", everything=False))[0].number)
    settle = ("settle", number, "--by", "desk-4", "--reason", "Restored.")
    assert (await reconcile(*settle)).stdout == f"settled: {number}\n"
    again = await reconcile(*settle)
    settled = await entries.entry(int(number))
    assert settled is not None
    assert settled.settled_at is not None
    state = f"settled {settled.settled_at:%Y-%m-%d %H:%M}Z by desk-4"
    assert (again.exit_code, again.stderr) == (1, f"error: entry {number} is {state}\n")
    assert "C-1" not in (await reconcile("list")).stdout
    assert "desk-4" in (await reconcile("list", "--all")).stdout
    shown = (await reconcile("show", number)).stdout
    assert "by desk-4" in shown
    assert "Restored." in shown


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("settle", "1", "--by", " ", "--reason", "x"), "says nothing"),
        (("settle", "1", "--by", "desk-4"), "--reason"),
        (("list", "--case", "no reference"), "no reference"),
    ],
)
async def test_what_is_wrong_with_a_command_is_said(arguments: tuple[str, ...], wrong: str) -> None:
    answer = await reconcile(*arguments)
    assert answer.exit_code == 2
    assert wrong in answer.stderr


async def test_an_entry_that_isnt_there_is_an_error() -> None:
    answer = await reconcile("show", "404")
    assert (answer.exit_code, answer.stderr) == (1, "error: there is no entry 404\n")


async def test_a_run_says_what_it_has_compared_and_fails_where_a_person_is_needed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with deployed(database) as deployment:
        monkeypatch.setenv("THROUGHCARE_TEMPORAL", deployment.client.service_client.config.target_host)
        await deployment.announce("C-far", release_date="2090-01-01")
        quiet = await reconcile("run", "--grace", "1")
        assert quiet.exit_code == 0, quiet.output
        assert quiet.stdout.startswith("1 case and 0 workflows compared in ")
        assert quiet.stdout.endswith("- nothing differs\n")
        await database.pool.execute("update case_file set last_number = last_number + 1")
        found = await reconcile("run", "--grace", "1", "--json")
        assert (found.exit_code, json.loads(found.stdout)["entered"]) == (1, {"inbox-gap": 1})


async def test_without_a_stack_it_says_what_is_missing(tmp_path: Path) -> None:
    answer = await reconcile("run", "--data", str(tmp_path))
    assert answer.exit_code == 2
    assert "no stack runs on" in answer.stderr
