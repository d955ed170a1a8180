"""``throughcare agencies`` against a gateway that listens, with a real directory behind it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from activities.postgres.agencies import PostgresDirectory
from activities.postgres.inbox import PostgresInbox
from tests.conftest import Database
from tests.integration.behind_the_gateway import NOW, TOKEN, OneCase
from tests.integration.listening import LOOPBACK, listening
from workers import agencies_cli
from workers.gateway.app import build
from workers.wiring import policy_of

HEADING = "member,jurisdiction,locality,level,channel,address,unavailable"
NORTH = "police:north,eu,harbour,local,mail,desk@north.example,"


@pytest.fixture
async def stack(database: Database, tmp_path: Path) -> AsyncIterator[Path]:
    """The folder of a stack that runs."""
    directory = PostgresDirectory(database.pool)
    app = build(PostgresInbox(database.pool, policy_of), OneCase(), directory, lambda: NOW, TOKEN)
    async with listening(app) as caller:
        (tmp_path / "dev.json").write_text(caller.model_dump_json())
        yield tmp_path


async def run(stack: Path, *arguments: str, stdin: str | None = None) -> Result:
    command = [*arguments, "--data", str(stack)]
    return await asyncio.to_thread(CliRunner().invoke, agencies_cli.app, command, stdin)


def last_line(result: Result) -> str:
    """The gateway's log goes to the same place here."""
    return result.stdout.splitlines()[-1]


def written(stack: Path, *rows: str) -> str:
    file = stack / "agencies.csv"
    file.write_text("\n".join((HEADING, *rows)))
    return str(file)


async def test_a_file_is_imported_once_and_what_it_brought_is_told(stack: Path) -> None:
    file = written(stack, NORTH, "mentor:m7,eu,,regional,,,true")
    first, again = [await run(stack, "import", file, "--by", "probation:ab12") for _ in range(2)]
    assert (first.exit_code, last_line(first)) == (0, "added 2, changed 0, unchanged 0")
    assert first.stderr == "agencies read: 2; sending them\n"
    assert last_line(again) == "nothing has changed: added 0, changed 0, unchanged 2"
    piped = await run(stack, "import", "-", stdin=f"{HEADING}\nmentor:m7,eu,,regional,,,\n")
    assert last_line(piped) == "added 0, changed 1, unchanged 0"


async def test_agencies_are_listed_as_a_table_without_addresses_and_for_machines_with_them(
    stack: Path,
) -> None:
    await run(stack, "import", written(stack, NORTH, "mentor:m7,eu,,regional,,,true"))
    table = (await run(stack, "list")).stdout
    assert "police:north" in table
    assert "takes no cases for now" in table
    assert "example" not in table
    assert json.loads((await run(stack, "list", "--activity", "housing", "--json")).stdout) == []
    (listed,) = json.loads((await run(stack, "list", "--role", "police", "--json")).stdout)
    assert (listed["member"], listed["address"]) == ("police:north", "desk@north.example")


async def test_a_file_with_mistakes_brings_nothing_in_and_all_of_them_are_told(stack: Path) -> None:
    wrong = await run(
        stack, "import", written(stack, NORTH, "north,eu,,national,,,", "police:x,eu,,local,,,")
    )
    assert wrong.exit_code == 1
    assert [line.split(": ")[1] for line in wrong.stderr.splitlines()[:2]] == [
        f"{stack}/agencies.csv:3",
        f"{stack}/agencies.csv:4",
    ]
    assert wrong.stderr.splitlines()[2] == "nothing was brought in: 2 mistakes"
    assert json.loads((await run(stack, "list", "--json")).stdout) == []


async def test_what_the_gateway_refuses_is_told(stack: Path) -> None:
    refused = await run(stack, "import", written(stack, NORTH), "--by", "me")
    assert (refused.exit_code, refused.stderr.splitlines()[-1]) == (
        1,
        "error: by ('me'): a member is written <role>:<name>, for example police:north, "
        "in at most 64 letters, digits and ._:-",
    )
    unwritable = await run(stack, "import", written(stack, NORTH), "--by", "police:\udcff")
    assert (unwritable.exit_code, "half a character" in unwritable.stderr) == (1, True)
    (stack / "dev.json").write_text(json.dumps({"gateway": f"http://{LOOPBACK}:1", "token": TOKEN}))
    assert "doesn't answer" in (await run(stack, "list")).stderr


@pytest.mark.parametrize("outside", ["court:x", "person:x"])
async def test_nobody_outside_the_network_speaks_for_the_directory(stack: Path, outside: str) -> None:
    refused = await run(stack, "import", written(stack, NORTH), "--by", outside)
    assert refused.exit_code == 1
    assert f"error: by ('{outside}'): '{outside[:-2]}' is outside every network" in refused.stderr


async def test_a_file_that_is_too_big_is_told_its_size_and_to_be_split(
    stack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agencies_cli, "MOST_BYTES", 100)
    refused = await run(stack, "import", written(stack, NORTH))
    assert refused.exit_code == 1
    assert "1 agencies come to " in refused.stderr
    assert "at most 100 go at once: split the file" in refused.stderr
