"""Every command finds the running stack in one way, and says so where there is none."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from workers import cli
from workers.settings import RUNNING_STACK

COMMANDS = {
    "gateway": ("case", "list"),
    "gateway, to send": ("emit", "-"),
    "database": ("verify",),
    "database and Temporal": ("policy", "move", "--to", "it", "--preview"),
}
NEEDED = {
    "gateway": "set THROUGHCARE_TOKEN",
    "gateway, to send": "set THROUGHCARE_TOKEN",
    "database": "set THROUGHCARE_DATABASE",
    "database and Temporal": "set THROUGHCARE_DATABASE and THROUGHCARE_TEMPORAL",
}
commands = pytest.mark.parametrize("asked", COMMANDS)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, list(arguments), env={"COLUMNS": "300"})


def told(result: Result, said: str) -> bool:
    assert isinstance(result.exception, SystemExit), result.exception
    return (result.exit_code, said in result.stderr) == (2, True)


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE", "TEMPORAL", "TOKEN", "GATEWAY"):
        monkeypatch.delenv(f"THROUGHCARE_{name}", raising=False)


@commands
def test_where_no_stack_runs_it_is_said_how_to_start_one(asked: str) -> None:
    assert told(
        run(*COMMANDS[asked]), f"error: no stack runs beside us: start throughcare dev, or {NEEDED[asked]}"
    )
    assert told(
        run(*COMMANDS[asked], "--data", "here"), "no stack runs on here: start one with throughcare dev"
    )


def test_what_cant_be_asked_at_all_is_a_sentence_too() -> None:
    RUNNING_STACK.parent.mkdir(parents=True)
    RUNNING_STACK.write_text('{"gateway": "http://127.0.0.1:1", "token": "t"}')
    asked = run("case", "list", "--phase", "\udcff")
    assert (asked.exit_code, "half a character" in asked.stderr) == (1, True)


@commands
@pytest.mark.parametrize("written", ["", "{", "[1]", "{}", '{"gateway": 7}', "\xff"])
def test_what_no_stack_has_written_is_named(asked: str, written: str) -> None:
    RUNNING_STACK.parent.mkdir(parents=True)
    RUNNING_STACK.write_text(written, "latin-1")
    said = f"error: {RUNNING_STACK} isn't what a running stack says of itself"
    assert told(run(*COMMANDS[asked], "--data", str(RUNNING_STACK.parent)), said)
    beside = run(*COMMANDS[asked])
    assert told(beside, NEEDED[asked] if written == "{}" else said)
