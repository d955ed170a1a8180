"""Dead letters on real Temporal and PostgreSQL: what becomes one, what never does, and what operators do about it."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner

from activities.inbox import FactsAfter
from activities.opening import Delivery
from activities.postgres.dead_letters import give_up_unknown
from activities.postgres.exercise import settle_clock
from activities.postgres.ledger import PostgresLedger
from domain.addresses import DELIVER, case_id
from domain.inbox import InboundFact
from domain.supervision.facts import ContactReported
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, inbound, release, report
from tests.integration.inbox_desk import at_terminal, letters
from tests.integration.recording import STREAM, batch, envelope
from tests.integration.relaying import (
    MOST_BYTES,
    MOST_SIGNALS,
    Deployment,
    deployment,
    has,
    temporal,
    until,
)
from workers import inbox_cli
from workers.relay import kept_since
from workers.wiring import policy_of

__all__ = ["deployment", "temporal"]


@pytest.fixture
async def owner(database: Database) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    await settle_clock(database.owner_dsn, None, NOON)
    connection = await asyncpg.connect(database.owner_dsn)
    yield connection
    await connection.close()


Owner = asyncpg.Connection


def long_meeting(case: str) -> InboundFact:
    """Longer than this engine takes; the gateway would have taken half of it."""
    decisions = ["x" * 7_900] * (MOST_BYTES // 7_900 + 1)
    return inbound("meeting.held", case, attendees=["police:eu"], decisions=decisions)


async def aged(database: Database) -> None:
    """As if what hinders a fact had hindered it for a day, and often."""
    await database.pool.execute(
        "update dead_letter set attempts = 100, hindered_since = clock_timestamp() - interval '1 day'"
    )


async def test_a_fact_that_the_engine_refuses_is_given_up_and_what_comes_after_it_goes_on(
    deployment: Deployment, database: Database
) -> None:
    await accept(deployment.inbox, release("D-1"), long_meeting("D-1"), report("D-1"))
    await accept(deployment.inbox, release("D-2", person="P-2"), report("D-2"))
    async with deployment.relay():
        await until(lambda: has(deployment, "D-2", 2))
        await until(lambda: is_hindered(database, "D-1", 2))
        assert await deployment.numbers("D-1") == [1]
        await aged(database)
        await until(lambda: has(deployment, "D-1", 3))
    assert await deployment.numbers("D-1") == [1, 2, 3]
    read = (await deployment.inbox.read(FactsAfter(case="D-1"))).facts
    assert [fact.data is None for fact in read] == [False, True, False]
    assert await letters(database) == [("D-1", 2, "refused")]


async def test_a_case_that_takes_nothing_any_more_loses_no_fact(
    deployment: Deployment, database: Database
) -> None:
    await accept(deployment.inbox, release("D-3"))
    handle = deployment.client.get_workflow_handle(case_id("D-3"))
    async with deployment.relay():
        await until(lambda: has(deployment, "D-3", 1))
        for _ in range(MOST_SIGNALS - 1):
            await handle.signal(DELIVER, Delivery(facts=()))
        await accept(deployment.inbox, report("D-3"))
        await until(lambda: is_hindered(database, "D-3", 2))
        await aged(database)
        await until(lambda: was_tried(database, "D-3", 104))
        assert await letters(database) == []
        await handle.terminate()
        await until(lambda: has(deployment, "D-3", 2))
    assert await deployment.numbers("D-3") == [2]


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        ("type = 'throughcare.supervision.hunch.v1'", "type = $1", "unknown-type"),
        ('data = \'{"kept": "perhaps"}\'', "data = $2", "unreadable"),
        ("data = '[1, 2]'", "data = $2", "unreadable"),
    ],
)
async def test_what_this_version_cant_read_is_retried_after_an_upgrade(
    deployment: Deployment,
    database: Database,
    owner: Owner,
    tmp_path: Path,
    wrong: str,
    right: str,
    reason: str,
) -> None:
    case = f"D-{reason}-{len(wrong)}"
    await accept(deployment.inbox, release(case), report(case), report(case))
    await owner.execute(f"update inbox set {wrong} where number = 2")
    async with deployment.relay():
        await until(lambda: is_hindered(database, case, 2))
        await aged(database)
        await until(lambda: has(deployment, case, 3))
        assert await letters(database) == [(case, 2, reason)]
        retry = ("retry", "--reason", reason, "--by", "ops:jo")
        left_out = (await at_terminal(database, tmp_path, *retry)).stdout
        assert left_out.startswith(f"tried again: 0\nleft out: 1 {reason}: ")
        upgraded = f"update inbox set {right} where number = 2 and ($1::text, $2::jsonb) is not null"
        await owner.execute(upgraded, ContactReported.TYPE, '{"kept": true}')
        done = await at_terminal(database, tmp_path, *retry)
        assert done.stdout == "tried again: 1\n"
        await until(lambda: has(deployment, case, 4))
    assert await deployment.numbers(case) == [1, 2, 3, 4]
    assert await letters(database) == []
    (fourth,) = (await deployment.inbox.read(FactsAfter(case=case, numbers=(4,)))).facts
    assert (fourth.type, fourth.data) == (ContactReported.TYPE, {"kept": True})
    named = (await deployment.inbox.read(FactsAfter(case=case, event=(fourth.source, fourth.id)))).facts
    assert [fact.number for fact in named] == [4, 2]
    assert (await at_terminal(database, tmp_path, "retry", "--all", "--by", "x")).stdout == "tried again: 0\n"


async def test_many_that_cant_be_read_wait_together_and_not_one_after_the_other(
    deployment: Deployment, database: Database, owner: Owner
) -> None:
    await accept(deployment.inbox, release("D-10"), *[report("D-10") for _ in range(11)])
    await owner.execute("""update inbox set data = '{"kept": "perhaps"}' where number between 2 and 11""")
    async with deployment.relay():
        await until(lambda: is_hindered(database, "D-10", 11))
        assert await deployment.numbers("D-10") == [1]
        await aged(database)
        await until(lambda: has(deployment, "D-10", 12))
    assert await deployment.numbers("D-10") == list(range(1, 13))
    assert await letters(database) == [("D-10", number, "unreadable") for number in range(2, 12)]


async def test_what_is_far_too_large_is_given_up_at_once_and_never_read_into_its_case(
    deployment: Deployment, database: Database, owner: Owner
) -> None:
    await accept(deployment.inbox, release("D-4"), report("D-4"), report("D-4"))
    await owner.execute("update inbox set data = to_jsonb(repeat('x', 2000000)) where number = 2")
    read = (await deployment.inbox.read(FactsAfter(case="D-4"))).facts
    assert [(fact.number, fact.data is None) for fact in read] == [(1, False), (2, True), (3, False)]
    async with deployment.relay():
        await until(lambda: has(deployment, "D-4", 3))
    assert await letters(database) == [("D-4", 2, "too-large")]


async def test_a_release_date_that_was_given_up_is_known_no_more_and_counts_again_when_it_is_retried(
    deployment: Deployment, database: Database, tmp_path: Path
) -> None:
    await accept(deployment.inbox, release("D-5"))
    await deployment.inbox.hindered("D-5", {1: "unreadable"})
    await deployment.inbox.give_up("D-5", 1)
    assert await deployment.register.enrolled("D-5") is None
    assert (await at_terminal(database, tmp_path, "retry", "--all", "--by", "x")).stdout == "tried again: 1\n"
    enrolled = await deployment.register.enrolled("D-5")
    assert enrolled is not None
    assert enrolled.jurisdiction == "eu"


async def test_what_a_case_has_read_by_itself_is_no_dead_letter(
    deployment: Deployment, database: Database, tmp_path: Path
) -> None:
    await accept(deployment.inbox, release("C-1"), report("C-1"))
    taken = envelope(1, ContactReported(kept=True), STREAM).model_copy(update={"number": 2})
    for number in (1, 2):
        await deployment.inbox.hindered("C-1", {number: "refused"}, "too much")
    await deployment.inbox.give_up("C-1", 1)
    await PostgresLedger(database.pool).append(batch(taken))
    await deployment.inbox.give_up("C-1", 2)
    assert await letters(database) == [("C-1", 1, "refused")]
    # Recorded only a moment after it was given up.
    await database.pool.execute("update dead_letter set given_up_at = now() where number = 2")
    done = await at_terminal(database, tmp_path, "retry", "--case", "C-1", "--number", "2", "--by", "x")
    assert done.stdout == "tried again: 0\nleft out: 1 known: is in the ledger of its case already\n"
    assert await database.pool.fetchval("select last_number from case_file") == 2


async def test_an_unknown_reference_is_given_up_after_its_time_and_revived_when_it_becomes_known(
    deployment: Deployment, database: Database, tmp_path: Path
) -> None:
    await accept(deployment.inbox, report("D-6"), report("D-6"))
    await deployment.inbox.accept([report("D-6")], NOON + timedelta(days=200))
    unknown = await at_terminal(database, tmp_path, "list", "--unknown", "--json")
    assert len(json.loads(unknown.stdout)) == 3
    later = NOON + timedelta(days=200)
    assert await give_up_unknown(database.pool, kept_since(later)) == 2
    assert await give_up_unknown(database.pool, kept_since(later)) == 0
    assert await letters(database) == [(("D-6"), n, "unknown-reference") for n in (1, 2)]
    left_out = (await at_terminal(database, tmp_path, "retry", "--all", "--by", "x")).stdout
    assert left_out.startswith("tried again: 0\nleft out: 2 unknown-reference: ")
    await accept(deployment.inbox, release("D-6"))
    assert await letters(database) == []
    async with deployment.relay():
        await until(lambda: has(deployment, "D-6", 4))
    assert await deployment.numbers("D-6") == [1, 2, 3, 4]
    read = (await deployment.inbox.read(FactsAfter(case="D-6"))).facts
    assert all(fact.data is not None for fact in read)


def test_how_long_an_unknown_reference_is_kept_is_policy() -> None:
    assert policy_of(None).receipt is not None
    assert kept_since(NOON).date().isoformat() == "2026-03-01"


async def test_what_a_foreign_teller_said_early_is_listed_and_goes_out_when_an_operator_says_so(
    deployment: Deployment, database: Database, tmp_path: Path
) -> None:
    for bounds in ("it", "eu"):
        await deployment.inbox.accept([report("D-7")], NOON, frozenset({bounds}))
    await give_up_unknown(database.pool, NOON + timedelta(days=1))
    await accept(deployment.inbox, release("D-7"))
    assert await letters(database) == [("D-7", 1, "out-of-bounds")]
    shown = await at_terminal(database, tmp_path, "list")
    assert "out-of-bounds: whoever told it isn't bound" in shown.stdout
    retry = ("retry", "--case", "D-7", "--by", "ops:jo")
    left_out = (await at_terminal(database, tmp_path, *retry)).stdout
    assert left_out.startswith("tried again: 0\nleft out: 1 out-of-bounds: ")
    done = await at_terminal(database, tmp_path, *retry, "--reason", "out-of-bounds")
    assert done.stdout == "tried again: 1\n"
    async with deployment.relay():
        await until(lambda: has(deployment, "D-7", 4))
    read = (await deployment.inbox.read(FactsAfter(case="D-7"))).facts
    assert [fact.data is None for fact in read] == [True, False, False, False]


async def test_lists_tell_nothing_of_what_was_said(
    deployment: Deployment, database: Database, tmp_path: Path
) -> None:
    secret = inbound(
        "breach.reported", "D-1", breach="b", condition="c", urgency="routine", description="Whisper"
    )
    await accept(deployment.inbox, release("D-1"), secret)
    await deployment.inbox.hindered("D-1", {2: "refused"}, "too much")
    for kind in ((), ("--waiting",), ("--unknown",), ("--waiting", "--json"), ("--json",)):
        listed = await at_terminal(database, tmp_path, "list", *kind)
        assert listed.exit_code == 0
        assert "Whisper" not in listed.stdout
    waiting = json.loads((await at_terminal(database, tmp_path, "list", "--waiting", "--json")).stdout)
    assert [(each["number"], each["reason"], each["attempts"]) for each in waiting] == [
        (2, "refused", 1),
        (1, None, None),
    ]
    assert "Whisper" in (await at_terminal(database, tmp_path, "show", "D-1", "2")).stdout


@pytest.mark.parametrize(
    "asked",
    [
        ["retry", "--by", "x"],
        ["retry", "--by", "x", "--number", "2", "--source", "s"],
        ["retry", "--all"],
        ["list", "--reason", "mood"],
        ["list", "--waiting", "--unknown"],
        ["list", "--all", "--unknown"],
        ["set-aside", "C-1", "1", "--by", "x"],
        ["set-aside", "C-1", "--by", "x", "--reason", "y"],
        ["show", "C-1"],
        ["show", "--source", "s"],
        ["show", "C-1", "99999999999"],
        ["show", "--source", "\udcff", "--id", "e"],
        ["list", "--type", "\udcff"],
        ["retry", "--by", "\udcff", "--all"],
        ["retry", "--by", "x", "--case", "C-1", "--number", "0"],
    ],
)
def test_what_is_asked_by_halves_or_cant_be_meant_is_refused(asked: list[str]) -> None:
    assert CliRunner().invoke(inbox_cli.app, asked).exit_code == 2


async def is_hindered(database: Database, case: str, number: int) -> bool:
    attempts = "select attempts from dead_letter where case_ref = $1 and number = $2"
    return bool(await database.pool.fetchval(attempts, case, number))


async def was_tried(database: Database, case: str, times: int) -> bool:
    attempts = "select max(attempts) from dead_letter where case_ref = $1"
    return int(await database.pool.fetchval(attempts, case) or 0) >= times
