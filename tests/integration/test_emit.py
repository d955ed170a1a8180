"""``throughcare emit`` and ``throughcare case`` against a gateway that listens."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from typer.testing import CliRunner

from tests.integration.behind_the_gateway import A_CALL, NOW, TOKEN, NoDirectory, OneCase, RecordedInbox
from tests.integration.listening import LOOPBACK, listening
from tests.unit.examples import cloud_event
from workers import case_cli, cli
from workers.emit import BATCH, emit
from workers.gateway.app import build
from workers.settings import CallerSettings


@pytest.fixture
def inbox() -> RecordedInbox:
    return RecordedInbox()


@pytest.fixture
async def caller(inbox: RecordedInbox) -> AsyncIterator[CallerSettings]:
    async with listening(build(inbox, OneCase(), NoDirectory(), lambda: NOW, TOKEN)) as caller:
        yield caller


def written(folder: Path, *events: object) -> Path:
    file = folder / "events.jsonl"
    file.write_text("".join(json.dumps(event) + "\n" for event in events))
    return file


async def test_everything_in_the_files_is_sent_in_order(
    caller: CallerSettings, inbox: RecordedInbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = [cloud_event("person.died", id=f"e-{number}") for number in range(BATCH + 2)]
    assert await emit([written(tmp_path, *events)], caller) == 0
    assert await emit([tmp_path / "events.jsonl"], caller) == 0
    assert [fact.id for fact in inbox.stored] == [event["id"] for event in events]
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("accepted")]
    assert told == ["accepted 52, duplicates 0", "accepted 0, duplicates 52"]


async def test_a_wrong_event_is_named_with_file_line_and_reason(
    caller: CallerSettings, inbox: RecordedInbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        tmp_path, cloud_event("person.died"), cloud_event("custody.released", data={"reason": "fled"})
    )
    assert await emit([file], caller) == 1
    error = capsys.readouterr().err
    assert f"{file}:2: data.reason ('fled'): has to be released, temporary" in error
    assert inbox.stored == []


async def test_of_a_file_in_which_anything_is_wrong_nothing_is_sent(
    caller: CallerSettings, inbox: RecordedInbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [cloud_event("person.died", id=f"e-{number}") for number in range(3 * BATCH)]
    file = written(tmp_path, *good, cloud_event("person.died", subject="a b"), {"specversion": "1.0"})
    assert await emit([file], caller) == 1
    told = capsys.readouterr()
    assert f"{file}:151: subject ('a b'): a reference has" in told.err
    assert f"{file}:152: id: missing" in told.err
    assert "nothing was sent" in told.err
    assert told.out.endswith("accepted 0, duplicates 0\n")
    assert inbox.stored == []


async def test_what_only_the_gateway_finds_is_told_with_how_far_it_got(
    caller: CallerSettings,
    inbox: RecordedInbox,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As a client that knows more event types than the gateway it sends to would.
    monkeypatch.setattr("workers.emit.from_batch", AsyncMock(return_value=[]))
    good = [cloud_event("person.died", id=f"e-{number}") for number in range(BATCH)]
    file = written(
        tmp_path,
        *good,
        cloud_event("person.died", id="x"),
        cloud_event("person.died", id="y", type="throughcare.no.such.v1"),
    )
    assert await emit([file], caller) == 1
    error = capsys.readouterr().err
    assert f"{file}:52: type ('throughcare.no.such.v1'): no inbound event type of this name" in error
    assert f"50 stored; nothing of {file}:51 to {file}:52" in error
    assert len(inbox.stored) == BATCH


async def test_a_wrong_token_is_told(
    caller: CallerSettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = caller.model_copy(update={"token": "x" * 16})
    assert await emit([written(tmp_path, cloud_event("person.died"))], stranger) == 1
    assert "not a valid token" in capsys.readouterr().err


async def test_a_gateway_that_isnt_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nobody = CallerSettings(gateway=f"http://{LOOPBACK}:1", token=TOKEN)
    assert await emit([written(tmp_path, cloud_event("person.died"))], nobody) == 1
    error = capsys.readouterr().err
    assert "doesn't answer" in error
    assert "isn't known" in error


async def test_cases_are_listed_from_the_stack_in_a_folder(caller: CallerSettings, tmp_path: Path) -> None:
    (tmp_path / "dev.json").write_text(caller.model_dump_json())
    asked = ["events", "C-1", "--json", "--data", str(tmp_path)]
    answer = await asyncio.to_thread(CliRunner().invoke, case_cli.app, asked)
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, [{"version": 1}])
    unknown = await asyncio.to_thread(
        CliRunner().invoke, case_cli.app, ["show", "C-2", "--data", str(tmp_path)]
    )
    assert unknown.exit_code == 1
    assert "no case of this reference" in unknown.stderr


async def test_calls_to_meetings_are_written_as_calendar_files(
    caller: CallerSettings, tmp_path: Path
) -> None:
    (tmp_path / "dev.json").write_text(caller.model_dump_json())
    asked = ["notices", "C-1", "--calendar", str(tmp_path / "new" / "calendar"), "--data", str(tmp_path)]
    for _ in range(2):
        answer = await asyncio.to_thread(CliRunner().invoke, case_cli.app, asked)
        assert answer.exit_code == 0
        assert "Network meeting, case C-1" in answer.stdout
    (file,) = (tmp_path / "new" / "calendar").iterdir()
    assert file.name == "00007-police-north.ics"
    assert file.read_bytes() == A_CALL["calendar"].encode()


async def test_a_folder_for_calendar_files_that_cant_be_made_is_named(
    caller: CallerSettings, tmp_path: Path
) -> None:
    (tmp_path / "dev.json").write_text(caller.model_dump_json())
    asked = ["notices", "C-1", "--calendar", str(tmp_path / "dev.json" / "x"), "--data", str(tmp_path)]
    answer = await asyncio.to_thread(CliRunner().invoke, case_cli.app, asked)
    assert answer.exit_code == 1
    assert f"error: --calendar: {tmp_path / 'dev.json' / 'x'}: Not a directory" in answer.stderr


async def test_a_case_that_nobody_knows_is_named_and_a_wrong_reference_isnt_asked_for(
    caller: CallerSettings, tmp_path: Path
) -> None:
    (tmp_path / "dev.json").write_text(caller.model_dump_json())
    ended = [
        await asyncio.to_thread(CliRunner().invoke, case_cli.app, ["show", ref, "--data", str(tmp_path)])
        for ref in ("C-2", "a b")
    ]
    assert [each.exit_code for each in ended] == [1, 2]
    assert "case ('C-2'): no case of this reference has been opened" in ended[0].stderr
    assert "'a b': a reference has 1 to 64" in ended[1].stderr


@pytest.mark.parametrize(
    "command",
    [
        ["case", "list"],
        ["case", "show", "C-1"],
        ["agencies", "list"],
        ["policy", "show", "--for", "C-1"],
        ["policy", "move", "--to", "it", "--preview"],
        ["emit", "-"],
    ],
)
def test_where_no_stack_runs_every_command_says_so_with_the_same_status(
    command: list[str], tmp_path: Path
) -> None:
    ended = CliRunner().invoke(cli.app, [*command, "--data", str(tmp_path)])
    assert (ended.exit_code, f"no stack runs on {tmp_path}" in ended.output) == (2, True)
