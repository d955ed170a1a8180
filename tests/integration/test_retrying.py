"""Dead letters tried again: what is, what is left out, and what an operator hears of either."""

from pathlib import Path

import pytest
from pydantic_core import to_json

from activities.postgres.exercise import settle_clock
from activities.postgres.inbox import PostgresInbox
from domain.dead_letters import MOST_BYTES
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, inbound, release
from tests.integration.inbox_desk import at_terminal, letters
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


async def give_up(inbox: PostgresInbox, case: str, number: int) -> None:
    await inbox.hindered(case, number, "too-large", None)
    await inbox.give_up(case, number)
