"""Dead letters tried again: what is, what is left out, and what an operator hears of either."""

import asyncio
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from pydantic_core import to_json

from activities.inbox import FactsAfter
from activities.postgres.dead_letters import give_up_unknown
from activities.postgres.exercise import settle_clock
from activities.postgres.inbox import PostgresInbox
from activities.postgres.inbox_desk import Which
from activities.postgres.letters import NotToSettle, set_aside
from activities.postgres.retrying import retry
from domain.dead_letters import MOST_BYTES
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, inbound, release, report
from tests.integration.inbox_desk import at_terminal, held_up, letters, until_waiting
from workers.wiring import policy_of


@pytest.fixture
async def inbox(database: Database) -> PostgresInbox:
    await settle_clock(database.owner_dsn, None, NOON)
    return PostgresInbox(database.pool, policy_of)


async def test_how_long_a_fact_is_the_retry_measures_as_the_relay_does(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    """The store writes a space after each comma: what is short enough without them isn't with them."""
    count = MOST_BYTES // 5 + 1
    long = inbound("meeting.held", "D-1", attendees=["police:eu"], decisions=["x"] * count)
    assert len(to_json(long.data)) < MOST_BYTES
    await accept(inbox, release("D-1"), long)
    [first, second] = await inbox.undelivered("D-1")
    assert (first.fault, second.fault) == (None, "too-large")
    await give_up(inbox, "D-1", 2)
    again = await at_terminal(database, tmp_path, "retry", "--case", "D-1", "--by", "ops:jo")
    assert "tried again: 0\n" in again.stdout
    assert await letters(database) == [("D-1", 2, "too-large")]


async def test_a_retry_tells_how_many_it_has_left_out_and_why(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    await accept(inbox, release("D-1"), report("D-1"), report("D-1"), report("D-1"), report("D-2"))
    await inbox.accept([report("D-3")], NOON, frozenset({"it"}))
    for number in (1, 2, 3):
        await give_up(inbox, "D-1", number)
    await spoiled(database, "D-1", 3)
    await accept(inbox, release("D-3"))
    await give_up_unknown(database.pool, NOON + timedelta(days=1))
    aside = ("set-aside", "D-1", "2", "--by", "desk-4", "--reason", "sent twice")
    await at_terminal(database, tmp_path, *aside)
    done = await at_terminal(database, tmp_path, "retry", "--all", "--by", "ops:jo")
    assert done.stdout.splitlines() == [
        "tried again: 1",
        "left out: 1 out-of-bounds: goes out only where --reason out-of-bounds asks for it",
        "left out: 1 set-aside: was set aside: --case and --number name one that is to go out after all",
        "left out: 2 unknown-reference: goes out by itself as soon as the register knows the case",
        "left out: 1 unreadable: can't be read still",
    ]


async def test_what_two_retry_and_a_third_sets_aside_at_the_same_instant_is_done_by_one_of_them(
    inbox: PostgresInbox, database: Database
) -> None:
    await accept(inbox, release("D-1"), report("D-1"))
    await give_up(inbox, "D-1", 2)

    async def retried() -> bool:
        return (await retry(database.pool, Which("D-1"), policy_of, "ops:jo", None)).again == 1

    async def was_set_aside() -> bool:
        try:
            await set_aside(database.pool, "D-1", 2, "desk-4", "sent twice")
        except NotToSettle:
            return False
        else:
            return True

    async with asyncio.TaskGroup() as group, held_up(database):
        tasks = [group.create_task(each()) for each in (retried, retried, was_set_aside)]
        await until_waiting(database, 3)
    assert [task.result() for task in tasks].count(True) == 1
    assert await letters(database) == []


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("7", "case D-1 has no fact 7"),
        ("1", "fact 1 of case D-1 is no dead letter: nothing has been given up"),
        ("2", "fact 2 of case D-1 was retried by ops:jo at"),
    ],
)
async def test_the_only_one_that_is_named_and_cant_be_retried_says_why(
    inbox: PostgresInbox, database: Database, tmp_path: Path, number: str, why: str
) -> None:
    await accept(inbox, release("D-1"), report("D-1"))
    await give_up(inbox, "D-1", 2)
    retry = ("retry", "--case", "D-1", "--by", "ops:jo", "--number")
    assert (await at_terminal(database, tmp_path, *retry, "2")).stdout == "tried again: 1\n"
    refused = await at_terminal(database, tmp_path, *retry, number)
    assert refused.exit_code == 1
    assert f"error: {why}" in refused.stderr


async def test_a_release_date_that_is_retried_makes_its_case_known_to_the_bounds_of_what_was_told_early(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    await accept(inbox, release("D-1"))
    await give_up(inbox, "D-1", 1)
    for bounds in ("it", "eu"):
        await inbox.accept([report("D-1")], NOON, frozenset({bounds}))
    await at_terminal(database, tmp_path, "retry", "--case", "D-1", "--by", "ops:jo")
    assert await letters(database) == [("D-1", 2, "out-of-bounds")]
    read = (await inbox.read(FactsAfter(case="D-1"))).facts
    assert [fact.data is None for fact in read] == [True, True, False, False]


async def spoiled(database: Database, case: str, number: int) -> None:
    """What is stored can't be read by this version."""
    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute(
        'update inbox set data = \'{"kept": "perhaps"}\' where case_ref = $1 and number = $2', case, number
    )
    await owner.close()


async def give_up(inbox: PostgresInbox, case: str, number: int) -> None:
    await inbox.hindered(case, {number: "too-large"})
    await inbox.give_up(case, number)
