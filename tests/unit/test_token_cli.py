"""``throughcare token`` at the terminal: the gateway finds in it what was asked for, or a sentence says why not."""

import asyncio
import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from typer.testing import CliRunner, Result

from workers.cli import app
from workers.dev.token_keys import PUBLIC, TokenKeys
from workers.gateway.callers.caller import Caller
from workers.gateway.callers.key_file import KeysInFile
from workers.gateway.callers.tokens import Tokens

WHO = ["--subject", "north-prison", "--jurisdictions", "eu"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    TokenKeys.kept_in(tmp_path)
    return tmp_path


def token(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["token", *options, "--data", str(folder)])


def test_a_token_says_what_was_asked_for_and_nothing_else(folder: Path) -> None:
    sends = ["--source", "/prisons/north", "--events", "custody.*", "--events", "person.died"]
    issued = token(folder, "issue", *WHO, "--jurisdictions", "it", *sends, "--scope", "cases:read")
    assert issued.exit_code == 0, issued.output
    bears = issued.stdout.strip()
    judged = Tokens(KeysInFile(folder / PUBLIC), "throughcare", "throughcare-dev")
    assert asyncio.run(judged.caller(bears)) == Caller(
        sources=("/prisons/north",),
        scopes=frozenset({"events:custody.*", "events:person.died", "cases:read"}),
        jurisdictions=frozenset({"eu", "it"}),
    )
    claims = decoded(bears)
    assert claims["sub"] == "north-prison"
    assert claims["exp"] - claims["iat"] == 24 * 3600


def decoded(bears: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(bears, options={"verify_signature": False})
    return claims


@pytest.mark.parametrize(("span", "seconds"), [("30m", 1800), ("12h", 43200), ("7d", 604800)])
def test_it_expires_when_it_was_told_to(folder: Path, span: str, seconds: int) -> None:
    claims = decoded(token(folder, "issue", *WHO, "--scope", "cases:read", "--expires", span).stdout.strip())
    assert claims["exp"] - claims["iat"] == seconds


WRONG: dict[str, tuple[list[str], str]] = {
    "an event type that isn't there": (
        ["--source", "/p", "--events", "custody.freed"],
        "custody.freed: no event type",
    ),
    "a word that isn't there": (["--source", "/p", "--events", "customs.*"], "customs.*: no event type"),
    "an event type in full": (
        ["--source", "/p", "--events", "throughcare.custody.released.v1"],
        "no event type",
    ),
    "a scope that isn't there": (["--scope", "cases:write"], "cases:write: there is cases:read, "),
    "no source to speak as": (["--events", "custody.*"], "--source: needed"),
    "no source to import as": (["--scope", "agencies:write"], "--source: needed"),
    "nothing to do": ([], "good for nothing"),
    "no such jurisdiction": (["--scope", "cases:read", "--jurisdictions", "e u"], "jurisdictions"),
    "a source that can't be one": (["--events", "*", "--source", ""], "sources"),
    "no span": (["--scope", "cases:read", "--expires", "soon"], "a span is written 30m, 12h or 7d"),
}


@pytest.mark.parametrize(("options", "why"), WRONG.values(), ids=WRONG)
def test_a_token_that_nobody_could_use_is_not_issued(folder: Path, options: list[str], why: str) -> None:
    refused = token(folder, "issue", *WHO, *options)
    assert refused.exit_code != 0
    assert why in " ".join(refused.output.replace("│", " ").split())
    assert "eyJ" not in refused.output


@pytest.mark.parametrize("command", [["keys"], ["rotate"], ["issue", *WHO, "--scope", "cases:read"]])
def test_without_a_stack_there_is_nothing_to_sign_with(tmp_path: Path, command: list[str]) -> None:
    refused = token(tmp_path, *command)
    assert refused.exit_code == 1
    assert "no stack was ever started" in refused.output
    assert list(tmp_path.iterdir()) == []


def test_the_former_key_counts_for_a_while_and_then_not_at_all(folder: Path) -> None:
    first = shown(folder)[0]["kid"]
    told = token(folder, "rotate", "--keep", "2d").output
    assert f"those of {first} count until" in told
    second, former = shown(folder)
    assert (former["kid"], "exp" in former, "exp" in second) == (first, True, False)
    assert second["kid"] in told
    token(folder, "rotate", "--keep", "0m")
    assert [key["kid"] for key in shown(folder)][1:] == [first]


def shown(folder: Path) -> list[dict[str, Any]]:
    keys: list[dict[str, Any]] = json.loads(token(folder, "keys").stdout)["keys"]
    assert json.loads((folder / PUBLIC).read_text())["keys"] == keys
    assert not any("d" in key for key in keys)
    return keys
