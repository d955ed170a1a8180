"""What could never be served, or would end something unasked, is refused when a subscription is made or changed."""

from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from activities.postgres.exercise import settle_clock
from tests.conftest import Database
from tests.integration.receiver import receiver
from tests.integration.recording import NOON
from tests.integration.subscribing import one_case, recorded, send_all, standing, subscribe
from tests.integration.test_subscriptions_cli import run, said

ADD = ("add", "desk", "--url", "https://desk.example/events", "--owner", "A desk", "--events", "case.*")


@pytest.fixture
async def clock(database: Database) -> None:
    await settle_clock(database.owner_dsn, None, NOON)


@pytest.mark.usefixtures("clock")
async def test_a_jurisdiction_that_nothing_here_is_of_is_refused_and_the_known_ones_are_named(
    database: Database, tmp_path: Path
) -> None:
    await one_case(database.pool, served_by="eu-south")
    refused = await run(database, tmp_path, *ADD, "--jurisdictions", "eu-suoth")
    assert refused.exit_code == 1
    assert "eu-suoth: no case, agency or policy pack here is of it" in refused.stderr
    assert "eu, eu-south, fr" in refused.stderr
    assert "--not-yet-known" in refused.stderr
    await said(database, tmp_path, *ADD, "--jurisdictions", "eu-south", "--jurisdictions", "it")
    assert (await standing(database.pool, "desk")).jurisdictions == ["eu-south", "it"]


@pytest.mark.usefixtures("clock")
async def test_a_jurisdiction_whose_first_case_is_to_come_is_taken_when_that_is_said(
    database: Database, tmp_path: Path
) -> None:
    await said(database, tmp_path, *ADD, "--jurisdictions", "eu-north", "--not-yet-known")
    assert (await standing(database.pool, "desk")).jurisdictions == ["eu-north"]


@pytest.mark.usefixtures("clock")
async def test_what_is_named_twice_is_taken_once(database: Database, tmp_path: Path) -> None:
    twice = ("--events", "case.*", "--jurisdictions", "eu", "--jurisdictions", "eu")
    await said(database, tmp_path, *ADD, *twice)
    found = await standing(database.pool, "desk")
    assert (found.events, found.jurisdictions) == (["case.*"], ["eu"])


async def test_a_secret_that_is_still_being_replaced_is_not_ended_unless_that_is_asked_for(
    database: Database, tmp_path: Path
) -> None:
    async with receiver() as system:
        first = await subscribe(database.pool, system.url)
        second = (await said(database, tmp_path, "rotate", "housing")).strip()
        refused = await run(database, tmp_path, "rotate", "housing")
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "signed by the former secret too, until" in refused.stderr
        assert "--again" in refused.stderr
        await one_case(database.pool)
        await recorded(database.pool, "C-1", 1, 1)
        await send_all(database.pool)
        for secret in (first, second):
            Webhook(secret).verify(system.taken[0].body, system.taken[0].headers)

        third = (await said(database, tmp_path, "rotate", "housing", "--again")).strip()
        await recorded(database.pool, "C-1", 2, 2)
        await send_all(database.pool)
        for secret in (second, third):
            Webhook(secret).verify(system.taken[1].body, system.taken[1].headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(first).verify(system.taken[1].body, system.taken[1].headers)


async def test_a_secret_whose_former_one_counts_no_more_is_replaced_without_a_word(
    database: Database, tmp_path: Path
) -> None:
    await subscribe(database.pool, "https://desk.example/")
    for _ in range(2):
        assert (await said(database, tmp_path, "rotate", "housing", "--keep", "0m")).startswith("whsec_")
