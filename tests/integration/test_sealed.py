"""Secrets of subscriptions are sealed in the database; those of earlier versions go on counting, and are sealed too."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook
from typer.testing import CliRunner

from activities.endpoints import reaching_out
from activities.postgres.event_outbox import PostgresEventOutbox
from activities.postgres.exercise import settle_clock
from activities.postgres.sealed import seal_anew
from activities.postgres.subscriptions import add, resume, rotate
from activities.sealing import NoKey, Sealing, drawn_key
from activities.webhooks import Sending
from domain.subscriptions.subscription import Subscription
from tests.conftest import Database
from tests.integration.receiver import Receiver, receiver
from tests.integration.recording import NOON
from tests.integration.subscribing import (
    KEY,
    SEALING,
    SOURCE,
    begun,
    one_case,
    recorded,
    send_all,
    standing,
    subscribe,
)
from tests.integration.test_subscriptions_made import ADD
from workers import subscriptions_cli
from workers.dev.credentials import Credentials
from workers.subscriptions_cli import drawn_secret


async def stored(database: Database) -> list[str]:
    row = await database.pool.fetchrow(
        "select secret, former_secret from subscription where name = 'housing'"
    )
    assert row is not None
    return [each for each in row if each is not None]


async def told(database: Database, system: Receiver, version: int, *secrets: str) -> None:
    """The next event goes out, and whoever knows one of these secrets can verify it."""
    await recorded(database.pool, "C-1", version, version)
    assert (await send_all(database.pool)).taken == 1
    posted = system.taken[-1]
    for secret in secrets:
        Webhook(secret).verify(posted.body, posted.headers)


async def test_a_secret_is_stored_sealed_and_events_are_signed_by_it(database: Database) -> None:
    async with receiver() as system:
        secret = await subscribe(database.pool, system.url)
        [sealed] = await stored(database)
        assert secret.removeprefix("whsec_") not in sealed
        await one_case(database.pool)
        await told(database, system, 1, secret)


async def test_secrets_that_an_earlier_version_has_stored_plain_go_on_counting_and_are_sealed_by_the_next_worker(
    database: Database,
) -> None:
    former, secret = drawn_secret(), drawn_secret()
    async with receiver() as system:
        new = Subscription(name="housing", url=system.url, owner="a desk", events=("*",))
        await add(database.pool, new, former)
        await rotate(database.pool, "housing", secret, timedelta(days=7))
        await one_case(database.pool)
        await told(database, system, 1, former, secret)
        assert await seal_anew(database.pool, Sealing()) == []
        assert await stored(database) == [secret, former], "without a key all stays as it is"
        assert await seal_anew(database.pool, SEALING) == []
        assert not {former, secret} & {*await stored(database)}
        await told(database, system, 2, former, secret)


async def test_a_key_is_replaced_by_another_one_in_front_of_it(database: Database) -> None:
    newer = drawn_key()
    secret = await subscribe(database.pool, "https://desk.example/")
    assert await seal_anew(database.pool, Sealing.by(SecretStr(f"{newer},{KEY}"))) == []
    [sealed] = await stored(database)
    assert Sealing.by(SecretStr(newer)).opened(sealed).get_secret_value() == secret
    with pytest.raises(NoKey):
        SEALING.opened(sealed)


@pytest.mark.parametrize("sealing", [Sealing(), Sealing.by(SecretStr(drawn_key()))])
async def test_without_its_key_a_subscription_waits_and_says_so_and_no_other_does(
    database: Database, sealing: Sealing
) -> None:
    pool = database.pool
    async with receiver() as system, reaching_out(sealing) as endpoints:
        await subscribe(pool, system.url)
        plain = Subscription(name="plain", url=system.url, owner="a desk", events=("*",))
        await add(pool, plain, drawn_secret())
        await one_case(pool)
        await recorded(pool, "C-1", 1, 1)
        before = await stored(database)
        sending = Sending(PostgresEventOutbox(pool, exercise=False), endpoints, SOURCE)
        while await begun(sending):
            pass
        found = await standing(pool)
        assert (found.reply, found.waiting) == ("no key opens its secret", 1)
        assert (await standing(pool, "plain")).waiting == 0
        assert await seal_anew(pool, sealing) == (["housing"] if sealing.has_a_key else [])
        assert await stored(database) == before
        await resume(pool, "housing")
        assert (await send_all(pool)).taken == 1


@pytest.mark.parametrize(
    ("keys", "told"),
    [(None, "THROUGHCARE_SUBSCRIPTION_KEYS isn't set"), ("key-1", "a key is 32 bytes in base64")],
)
async def test_no_secret_is_drawn_that_couldnt_be_sealed(
    database: Database, tmp_path: Path, keys: str | None, told: str
) -> None:
    await settle_clock(database.owner_dsn, None, NOON)
    published = {"database": database.app_dsn} | ({"subscription_keys": keys} if keys else {})
    (tmp_path / "dev.json").write_text(json.dumps(published))
    command = [*ADD, "--jurisdictions", "eu", "--data", str(tmp_path)]
    answer = await asyncio.to_thread(CliRunner().invoke, subscriptions_cli.app, command)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert told in answer.stderr
    assert "key-1" not in answer.output
    assert await database.pool.fetchval("select count(*) from subscription") == 0


def test_a_key_that_was_drawn_seals() -> None:
    drawn = CliRunner().invoke(subscriptions_cli.app, "key")
    sealing = Sealing.by(SecretStr(drawn.stdout.strip()))
    assert sealing.opened(sealing.sealed(SecretStr("whsec_x"))).get_secret_value() == "whsec_x"


def test_a_stack_of_an_earlier_version_is_given_a_key_and_keeps_it(tmp_path: Path) -> None:
    earlier = Credentials.kept_in(tmp_path)
    file = tmp_path / "secrets.json"
    file.write_text(earlier.model_dump_json(exclude={"subscription_key"}))
    upgraded = Credentials.kept_in(tmp_path)
    assert upgraded.token == earlier.token
    assert upgraded == Credentials.kept_in(tmp_path)
