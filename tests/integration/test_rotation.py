"""Keys are rotated while callers call: nobody who bears a good token is ever refused."""

import asyncio
from collections import Counter
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.integration.behind_the_gateway import NOW, NoDirectory, OneCase, RecordedInbox
from tests.integration.listening import listening
from tests.integration.publishing import publishing
from tests.unit.issuing import Issuer, jwks
from workers.cli import app as commands
from workers.dev.token_keys import PRIVATE, PUBLIC, TokenKeys
from workers.gateway.app import build
from workers.gateway.callers import key_url
from workers.gateway.callers.issuer import tokens_of
from workers.settings import GatewaySettings

CALLERS = 8


def settings(jwks: str) -> GatewaySettings:
    return GatewaySettings(database="postgresql://nobody@127.0.0.1:1/nothing", jwks=jwks)


def token(folder: Path, *options: str) -> str:
    """As a person at the terminal gets it."""
    command = ["token", "issue", "--subject", "desk", "--jurisdictions", "eu", "--scope", "cases:read"]
    answered = CliRunner().invoke(commands, [*command, "--data", str(folder), *options])
    assert answered.exit_code == 0, answered.output
    return answered.stdout.strip()


def rotate(folder: Path, keep: str) -> None:
    assert (
        CliRunner().invoke(commands, ["token", "rotate", "--keep", keep, "--data", str(folder)]).exit_code
        == 0
    )


async def status(client: httpx.AsyncClient, bears: str) -> int:
    return (await client.get("/cases/C-1", headers={"Authorization": f"Bearer {bears}"})).status_code


async def test_the_stacks_keys_are_rotated_under_load(tmp_path: Path) -> None:
    TokenKeys.kept_in(tmp_path)
    bears = [token(tmp_path)]
    stopped = asyncio.Event()
    answers: Counter[int] = Counter()
    async with tokens_of(settings(str(tmp_path / PUBLIC))) as tokens:
        app = build(RecordedInbox(), OneCase(), NoDirectory(), lambda: NOW, None, tokens)
        async with listening(app) as at, httpx.AsyncClient(base_url=at.gateway, trust_env=False) as client:

            async def call(number: int) -> None:
                while not stopped.is_set():
                    answers[await status(client, bears[number % len(bears)])] += 1

            calling = [asyncio.create_task(call(number)) for number in range(CALLERS)]
            for _ in range(5):
                await asyncio.to_thread(rotate, tmp_path, "1d")
                bears.append(await asyncio.to_thread(token, tmp_path))
                await asyncio.sleep(0.1)
            stopped.set()
            await asyncio.gather(*calling)
            assert set(answers) == {200}
            assert answers[200] > CALLERS
            # The key got into wrong hands: from now on none but the newest counts.
            await asyncio.to_thread(rotate, tmp_path, "0m")
            assert await status(client, bears[-1]) == 401
            assert await status(client, bears[0]) == 200, "retired in good time, it ends when it was told to"
            assert await status(client, token(tmp_path)) == 200


async def test_an_issuer_that_goes_away_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_url, "ASKED_AT_MOST_EVERY", 0.0)
    monkeypatch.setattr(key_url, "REFRESHED_EVERY", 0.0)
    first, second = Issuer("first"), Issuer("second", "RS256")
    async with publishing(jwks(first)) as publisher, tokens_of(settings(publisher.url)) as tokens:
        await publisher.go_away()
        app = build(RecordedInbox(), OneCase(), NoDirectory(), lambda: NOW, None, tokens)
        async with listening(app) as at, httpx.AsyncClient(base_url=at.gateway, trust_env=False) as client:
            good, newer = first.token(scope="cases:read"), second.token(scope="cases:read")
            assert await status(client, good) == 503
            await publisher.start()
            assert await status(client, good) == 200
            await publisher.go_away()
            publisher.content = jwks(first, second)
            assert [await status(client, good) for _ in range(20)] == [200] * 20
            assert await status(client, newer) == 503
            await publisher.start()
            assert await status(client, newer) == 200
            assert await status(client, Issuer("third").token(scope="cases:read")) == 401


def test_the_stacks_keys_are_nobody_elses_to_read_and_the_public_ones_are_shown(tmp_path: Path) -> None:
    TokenKeys.kept_in(tmp_path).keep(tmp_path)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in (PRIVATE, PUBLIC)] == [0o600, 0o600]
    shown = CliRunner().invoke(commands, ["token", "keys", "--data", str(tmp_path)]).stdout
    assert shown.strip() == (tmp_path / PUBLIC).read_text()
    assert '"d"' not in shown
