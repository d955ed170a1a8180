"""``throughcare subscriptions`` over a real store: made, listed, rotated, paused, resumed and removed."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook
from typer.testing import CliRunner, Result

from activities.postgres.exercise import settle_clock
from tests.conftest import Database
from tests.integration.receiver import receiver
from tests.integration.recording import NOON
from tests.integration.subscribing import KEY, case_with, later, recorded, send_all
from workers import subscriptions_cli

DESK = ("--owner", "Housing desk", "--events", "case.*", "--events", "obligation.raised")


async def run(database: Database, folder: Path, *asked: str) -> Result:
    (folder / "dev.json").write_text(json.dumps({"database": database.app_dsn, "subscription_keys": KEY}))
    command = [*asked, "--data", str(folder)]
    runner = CliRunner(env={"COLUMNS": "200"})
    return await asyncio.to_thread(runner.invoke, subscriptions_cli.app, command)


async def said(database: Database, folder: Path, *asked: str) -> str:
    answer = await run(database, folder, *asked)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture
async def clock(database: Database) -> None:
    await settle_clock(database.owner_dsn, None, NOON)


@pytest.mark.usefixtures("clock")
async def test_a_subscription_from_its_beginning_to_its_end(database: Database, tmp_path: Path) -> None:
    async with receiver() as system:
        add = ("add", "housing", "--url", system.url, *DESK, "--jurisdictions", "eu")
        secret = (await said(database, tmp_path, *add)).strip()
        assert "nothing sent yet" in await said(database, tmp_path, "list")
        await case_with(database.pool, events=2)
        assert "2 waiting" in await said(database, tmp_path, "list")
        newer = (await said(database, tmp_path, "rotate", "housing", "--keep", "7d")).strip()
        await send_all(database.pool)
        for key in (secret, newer):
            Webhook(key).verify(system.taken[0].body, system.taken[0].headers)
        listed = await said(database, tmp_path, "list")
        assert "took an event" in listed
        assert "signed by the former secret too" in listed

        await said(database, tmp_path, "pause", "housing")
        await recorded(database.pool, "C-1", 3, 3)
        await send_all(database.pool)
        assert "by an operator" in await said(database, tmp_path, "list")
        system.refuses = lambda _: True
        await said(database, tmp_path, "resume", "housing")
        await send_all(database.pool)
        shown = await said(database, tmp_path, "show", "housing")
        assert all(word in shown for word in (system.url, "Housing desk", "C-1", "obligation.raised", "422"))

        await said(database, tmp_path, "remove", "housing")
        await later(database.pool)
        assert (await send_all(database.pool)).taken == 0
        (entry,) = json.loads(await said(database, tmp_path, "list", "--json"))
        assert entry["removed_at"] is not None
        assert await database.pool.fetchval("select secret from subscription") is None
        again = await run(database, tmp_path, *add)
        assert "has or had this name" in again.stderr
        for output in (listed, shown, json.dumps(entry)):
            assert secret not in output
            assert newer not in output


@pytest.mark.usefixtures("clock")
async def test_an_endpoint_that_takes_nothing_is_shown_since_when_why_and_until_when(
    database: Database, tmp_path: Path
) -> None:
    async with receiver() as system:
        await said(database, tmp_path, "add", "desk", "--url", system.url, *DESK, "--jurisdictions", "*")
        await case_with(database.pool, events=1)
        system.head = "503 Busy"
        await send_all(database.pool)
        listed = await said(database, tmp_path, "list")
        assert "takes nothing since" in listed
        assert "(503); next attempt" in listed
        (entry,) = json.loads(await said(database, tmp_path, "list", "--json"))
        assert datetime.fromisoformat(entry["failing_since"]) - datetime.now().astimezone() < timedelta()
        assert (entry["waiting"], entry["reply"]) == (1, "503")
        system.head = "410 Gone"
        await later(database.pool)
        await send_all(database.pool)
        assert "says that it is gone for good (410)" in await said(database, tmp_path, "list")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("pause", "nobody"), "nobody: there is no such subscription"),
        (("show", "nobody"), "nobody: there is no such subscription"),
        (("add", "desk", "--url", "http://desk.example", *DESK, "--jurisdictions", "eu"), "url"),
        (("add", "desk", "--url", "https://desk.example", *DESK, "--jurisdictions", "E U"), "jurisdictions"),
        (("rotate", "desk", "--keep", "a while"), "a span is written"),
    ],
)
async def test_what_is_wrong_is_told_in_a_sentence(
    database: Database, tmp_path: Path, asked: tuple[str, ...], told: str
) -> None:
    answer = await run(database, tmp_path, *asked)
    assert answer.exit_code in (1, 2)
    assert told in answer.stderr
    assert "Traceback" not in answer.output


async def test_a_password_in_an_address_is_refused_and_not_repeated(
    database: Database, tmp_path: Path
) -> None:
    url = "https://desk:pass-1@desk.example"
    answer = await run(database, tmp_path, "add", "desk", "--url", url, *DESK, "--jurisdictions", "eu")
    assert (answer.exit_code, "no user and no password" in answer.stderr) == (1, True)
    assert "pass-1" not in answer.output


async def test_an_exercise_takes_no_subscription_of_another_machine_that_isnt_there_for_training(
    database: Database, tmp_path: Path
) -> None:
    await settle_clock(database.owner_dsn, 10, NOON)
    add = ("add", "desk", "--url", "https://desk.example", *DESK, "--jurisdictions", "eu")
    refused = await run(database, tmp_path, *add)
    assert (refused.exit_code, "--training" in refused.stderr) == (1, True)
    assert (await said(database, tmp_path, *add, "--training")).startswith("whsec_")
