"""``throughcare register`` against a gateway that listens, with a real inbox behind it."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from activities.postgres.agencies import PostgresDirectory
from activities.postgres.inbox import PostgresInbox
from tests.conftest import Database
from tests.integration.behind_the_gateway import NOW, TOKEN, OneCase
from tests.integration.inbound import accept, inbound, release
from tests.integration.known_case import ISSUER, KnownKeys
from tests.integration.listening import LOOPBACK, listening
from tests.unit.issuing import AUDIENCE
from workers import register_cli
from workers.gateway.app import build
from workers.gateway.callers.tokens import Tokens
from workers.register import importing, sending
from workers.wiring import policy_of

HEADING = "case,person,jurisdiction,entry,kind,release_date,supervision_end,establishment"
C_1 = "C-1,P-1,eu,sentence,confirmed,2027-03-01,2030-03-01,"
C_2 = "C-2,P-2,eu,parole,unknown,,,north"
ROWS = 1600
NONE_NEW = "new 0, unchanged 0, duplicates 0"
MOVED = C_1.replace("2027-03-01", "2027-05-01")


@pytest.fixture
async def stack(database: Database, tmp_path: Path) -> AsyncIterator[Path]:
    """The folder of a stack that runs."""
    inbox = PostgresInbox(database.pool, policy_of)
    tokens = Tokens(KnownKeys(ISSUER), AUDIENCE)
    app = build(inbox, OneCase(), PostgresDirectory(database.pool), lambda: NOW, TOKEN, tokens)
    async with listening(app) as caller:
        published = {"database": database.app_dsn, "gateway": caller.gateway, "token": caller.token}
        (tmp_path / "dev.json").write_text(json.dumps(published))
        yield tmp_path


async def run(stack: Path, *arguments: str, stdin: str | None = None) -> Result:
    command = [*arguments, "--data", str(stack)]
    return await asyncio.to_thread(CliRunner().invoke, register_cli.app, command, stdin)


async def imported(stack: Path, *arguments: str) -> dict[str, int]:
    result = await run(stack, "import", *arguments, "--json")
    assert result.exit_code == 0, result.output
    counts: dict[str, int] = json.loads(last_line(result))
    return {name: count for name, count in counts.items() if count}


async def started(stack: Path, file: str) -> asyncio.subprocess.Process:
    """An import as a process of its own."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "workers.cli", "register", "import", file, "--json", "--data", str(stack)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def last_line(result: Result) -> str:
    """The gateway's log goes to the same place here."""
    return result.stdout.splitlines()[-1]


def written(stack: Path, *rows: str, name: str = "releases.csv") -> str:
    file = stack / name
    file.write_text("\n".join((HEADING, *rows)) + "\n")
    return str(file)


async def stored(database: Database) -> int:
    found: int = await database.pool.fetchval("select count(*) from inbox")
    return found


async def held(database: Database, case: str) -> str:
    row = await database.pool.fetchrow("select release_date, person from case_file where case_ref = $1", case)
    assert row is not None
    return f"{row['person']} {row['release_date']}"


async def test_a_register_is_imported_and_the_same_again_says_nothing_new(
    stack: Path, database: Database
) -> None:
    file = written(stack, C_1, C_2)
    first = await run(stack, "import", file)
    counts = "new 2, unchanged 0, duplicates 0, refused 0, left 0"
    assert (first.exit_code, last_line(first)) == (0, f"rows 2, {counts}")
    assert await imported(stack, file) == {"rows": 2, "unchanged": 2}
    assert (await stored(database), await held(database, "C-1")) == (2, "P-1 2027-03-01")


async def test_only_rows_that_say_something_new_are_told(stack: Path, database: Database) -> None:
    await imported(stack, written(stack, C_1, C_2))
    assert await imported(stack, written(stack, MOVED, C_2)) == {"rows": 2, "new": 1, "unchanged": 1}
    assert (await stored(database), await held(database, "C-1")) == (3, "P-1 2027-05-01")


async def test_a_date_that_flaps_is_told_each_time(stack: Path, database: Database) -> None:
    for row in (C_1, MOVED, C_1, MOVED, C_1):
        assert (await imported(stack, written(stack, row)))["new"] == 1
    assert (await stored(database), await held(database, "C-1")) == (5, "P-1 2027-03-01")


async def test_an_older_register_doesnt_count_over_newer_facts_and_is_told_once(
    stack: Path, database: Database
) -> None:
    await accept(PostgresInbox(database.pool, policy_of), release(release_date="2027-06-01"))
    file = written(stack, C_1)
    assert await imported(stack, file, "--at", "2026-08-01T06:00:00Z") == {"rows": 1, "new": 1}
    assert await imported(stack, file, "--at", "2026-08-01T06:00:00Z") == {"rows": 1, "duplicates": 1}
    assert (await stored(database), await held(database, "C-1")) == (2, "P-1 2027-06-01")


async def test_what_was_withdrawn_is_told_again_by_the_next_import(stack: Path, database: Database) -> None:
    file = written(stack, C_1)
    await imported(stack, file, "--source", "prison.north")
    event = await database.pool.fetchval("select event_id from inbox where source = 'prison.north'")
    withdrawn = inbound("fact.withdrawn", source="prison.north", id=event, reason="a slip")
    await accept(PostgresInbox(database.pool, policy_of), withdrawn)
    assert await held(database, "C-1") == "None None"
    assert await imported(stack, file, "--source", "prison.north") == {"rows": 1, "new": 1}
    assert await held(database, "C-1") == "P-1 2027-03-01"


async def test_more_rows_than_go_at_once_are_imported_and_compared(
    stack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 7)
    monkeypatch.setattr(importing, "PAGE", 28)
    rows = [C_1.replace("C-1", f"C-{number}").replace("P-1", f"P-{number % 50}") for number in range(200)]
    file = written(stack, *rows)
    assert await imported(stack, file) == {"rows": 200, "new": 200}
    assert await imported(stack, file) == {"rows": 200, "unchanged": 200}
    assert (await run(stack, "compare", file)).exit_code == 0


async def test_a_faulty_file_sends_nothing_and_all_its_mistakes_are_told(
    stack: Path, database: Database
) -> None:
    file = written(stack, C_1, C_2.replace("unknown", "soon"), C_1)
    wrong = await run(stack, "import", file)
    assert wrong.exit_code == 1
    assert [line.split(": ")[:3] for line in wrong.stderr.splitlines()] == [
        ["error", f"{file}:3", "kind ('soon')"],
        ["error", f"{file}:4", "case ('C-1')"],
        ["error", "nothing was sent", "2 mistakes"],
    ]
    assert await stored(database) == 0


async def test_standard_input_is_read_as_a_file_is(stack: Path, database: Database) -> None:
    piped = await run(stack, "import", "-", stdin=f"{HEADING}\n{C_1}\n")
    assert (piped.exit_code, await stored(database)) == (0, 1)
    same = await run(stack, "compare", "-", stdin=f"{HEADING}\n{C_1}\n")
    assert (same.exit_code, same.stderr) == (0, "rows compared 1: nothing differs\n")


async def test_an_import_that_broke_off_goes_on_with_the_same_command(
    stack: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", ())
    file = written(stack, C_1, C_2)
    published = (stack / "dev.json").read_text()
    nowhere = json.loads(published) | {"gateway": f"http://{LOOPBACK}:1"}
    (stack / "dev.json").write_text(json.dumps(nowhere))
    broken = await run(stack, "import", file)
    assert broken.exit_code == 1
    assert "doesn't answer" in broken.stderr
    assert last_line(broken).endswith("left 2")
    assert await stored(database) == 0
    (stack / "dev.json").write_text(published)
    assert await imported(stack, file) == {"rows": 2, "new": 2}


async def test_an_import_that_is_interrupted_says_how_far_it_came_and_goes_on_from_there(
    stack: Path, database: Database
) -> None:
    file = written(stack, *(C_1.replace("-1", f"-{number}") for number in range(ROWS)))
    running = await started(stack, file)
    while not await stored(database):  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(0.01)
    running.send_signal(signal.SIGINT)
    told, why = await running.communicate()
    assert running.returncode == 130, why
    assert why.decode() == "error: interrupted\nthe same import again goes on from here\n"
    assert json.loads(told)["left"] > 0
    again = await imported(stack, file)
    assert 0 < again["new"] < ROWS
    assert again.get("left", 0) == again.get("refused", 0) == 0
    assert await stored(database) == ROWS, "each row is stored once"


async def test_who_may_tell_only_of_one_jurisdiction_or_source_is_told_what_lies_beyond(
    stack: Path, database: Database
) -> None:
    token = ISSUER.token(scope="events:custody.release-date", jurisdictions=["eu"], sources=["prison.north"])
    published = json.loads((stack / "dev.json").read_text()) | {"token": token}
    (stack / "dev.json").write_text(json.dumps(published))
    file = written(stack, C_1, C_2.replace("eu", "it"))
    refused = await run(stack, "import", file, "--source", "prison.north")
    assert (refused.exit_code, last_line(refused)) == (1, f"rows 2, {NONE_NEW}, refused 2, left 0")
    assert f"error: {file}:3: jurisdiction ('it'): beyond the jurisdictions" in refused.stderr
    assert (
        "source ('somebody.else'): not a source"
        in (await run(stack, "import", file, "--source", "somebody.else")).stderr
    )
    assert await stored(database) == 0
    assert await imported(stack, written(stack, C_1), "--source", "prison.north") == {"rows": 1, "new": 1}


async def test_two_imports_of_a_register_at_once_tell_each_row_once(stack: Path, database: Database) -> None:
    file = written(stack, *(C_1.replace("-1", f"-{number}") for number in range(300)))
    both = [await started(stack, file) for _ in range(2)]
    counts = [json.loads((await each.communicate())[0]) for each in both]
    assert [count["new"] + count["unchanged"] + count["duplicates"] for count in counts] == [300, 300]
    assert sum(count["new"] for count in counts) == await stored(database) == 300


async def test_what_differs_is_told_case_by_case(stack: Path, database: Database) -> None:
    await imported(stack, written(stack, C_1, C_2))
    await accept(PostgresInbox(database.pool, policy_of), release("C-3"), release("D-1", jurisdiction="it"))
    await database.pool.execute("update case_file set phase = 'supervision' where case_ref = 'C-2'")
    file = written(stack, MOVED.replace("P-1", "P-9"), "C-4,P-4,eu,sentence,unknown,,,", name="b.csv")
    found = await run(stack, "compare", file)
    assert found.exit_code == 1
    assert found.stdout.splitlines()[-4:] == [
        f"C-1 ({file}:2): person: 'P-9', we hold 'P-1'; release_date: '2027-05-01', we hold '2027-03-01'",
        f"C-4 ({file}:3): no case file",
        "C-2: no row; supervision",
        "C-3: no row; not opened yet",
    ]
    assert found.stderr == "rows compared 2: differs 1, no-case-file 1, no-row 2\n"


async def test_what_differs_is_told_to_machines_line_by_line(stack: Path, database: Database) -> None:
    await accept(PostgresInbox(database.pool, policy_of), release("C-1", gender="f"), release("C-2"))
    row = json.dumps(release("C-1", kind="earliest", gender="x").data | {"case": "C-1"})
    found = await run(stack, "compare", "-", "--json", stdin=row)
    assert [json.loads(line) for line in found.stdout.splitlines()] == [
        {
            "finding": "differs",
            "case": "C-1",
            "line": 1,
            "fields": {"kind": {"theirs": "earliest", "ours": "confirmed"}, "gender": {}},
        },
        {"finding": "no-row", "case": "C-2", "phase": None},
    ]


async def test_a_closed_case_is_not_missed_in_the_register(stack: Path, database: Database) -> None:
    await imported(stack, written(stack, C_1, C_2))
    await database.pool.execute("update case_file set phase = 'closed' where case_ref = 'C-2'")
    assert (await run(stack, "compare", written(stack, C_1))).exit_code == 0


async def test_a_comparison_that_couldnt_look_says_nothing_of_what_is_held(stack: Path) -> None:
    faulty = await run(stack, "compare", written(stack, C_1, C_1))
    assert (faulty.exit_code, faulty.stdout) == (2, "")
    assert "nothing was compared: 1 mistake" in faulty.stderr
    nowhere = await run(stack / "elsewhere", "compare", written(stack, C_1))
    assert (nowhere.exit_code, nowhere.stderr.splitlines()[-1][:20]) == (2, "error: no stack runs")


@pytest.mark.parametrize("option", [("--at", "yesterday"), ("--source", "a\tb")])
async def test_options_that_no_event_could_bear_are_refused_at_once(
    stack: Path, option: tuple[str, str]
) -> None:
    refused = await run(stack, "import", written(stack, C_1), *option)
    assert refused.exit_code == 2
