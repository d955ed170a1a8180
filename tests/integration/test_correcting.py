"""Another event in the place of a dead letter: once, whoever does it at the same moment, and whole or not at all."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from activities.errors import StoreUnavailable
from activities.inbox import FactsAfter
from activities.postgres.correcting import correct
from activities.postgres.dead_letters import give_up_unknown
from activities.postgres.exercise import settle_clock
from activities.postgres.inbox import PostgresInbox
from activities.postgres.letters import NotToSettle
from activities.postgres.pool import open_pool
from domain.inbox import InboundFact
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, inbound, release, report
from tests.integration.inbox_desk import at_terminal, held_up, letters, until_waiting, written
from workers.wiring import policy_of

WHY = "a slip in the reference"
ASKED = ("--by", "ops:jo", "--why", WHY)


@pytest.fixture
async def inbox(database: Database) -> PostgresInbox:
    """Of a case that is known, and with one fact that a slip has sent to another one."""
    await settle_clock(database.owner_dsn, None, NOON)
    inbox = PostgresInbox(database.pool, policy_of)
    await accept(inbox, release("D-8"), report("D-9", "slip"))
    await give_up_unknown(database.pool, NOON + timedelta(days=1))
    assert await letters(database) == [("D-9", 1, "unknown-reference")]
    return inbox


async def test_a_fact_is_corrected_by_another_one_and_both_stay_on_record(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    same = written(tmp_path, report("D-8", "slip"))
    refused = await at_terminal(database, tmp_path, "correct", "D-9", "1", same, *ASKED)
    assert refused.exit_code == 1
    assert "is known already" in refused.stderr
    assert await letters(database) == [("D-9", 1, "unknown-reference")]
    wrong = written(tmp_path, inbound("supervision.contact", "D-8", kept="perhaps"))
    faulty = await at_terminal(database, tmp_path, "correct", "D-9", "1", wrong, *ASKED)
    assert "kept ('perhaps'): has to be true or false" in faulty.stderr
    right = written(tmp_path, report("D-8", "put-right"))
    done = await at_terminal(database, tmp_path, "correct", "D-9", "1", right, *ASKED)
    assert done.stdout == "corrected by prison.example#put-right\n"
    again = await at_terminal(database, tmp_path, "correct", "D-9", "1", right, *ASKED)
    assert again.exit_code == 1
    assert "fact 1 of case D-9 was corrected by ops:jo at" in again.stderr
    assert "goes on as fact 2 of case D-8" in again.stderr
    assert await letters(database) == []
    (old,) = json.loads((await at_terminal(database, tmp_path, "show", "D-9", "1", "--json")).stdout)
    assert (old["settled"], old["settled_by"], old["settled_why"]) == ("corrected", "ops:jo", WHY)
    assert (old["next_case"], old["next_number"], old["data"]) == ("D-8", 2, {"kept": True})
    new = await at_terminal(database, tmp_path, "show", "--source", "prison.example", "--id", "put-right")
    assert "instead of" in new.stdout
    assert "D-9 1" in new.stdout
    await accept(inbox, release("D-9", person="P-9"))
    (fact,) = (await inbox.read(FactsAfter(case="D-9", numbers=(1,)))).facts
    assert fact.data is None


@pytest.mark.parametrize(
    ("ref", "number", "why"),
    [
        ("D-9", "2", "case D-9 has no fact 2"),
        ("D-8", "1", "fact 1 of case D-8 is no dead letter: nothing has been given up"),
    ],
)
async def test_what_is_no_dead_letter_cant_be_corrected_and_nothing_is_stored(
    inbox: PostgresInbox, database: Database, tmp_path: Path, ref: str, number: str, why: str
) -> None:
    del inbox
    right = written(tmp_path, report("D-8", "put-right"))
    refused = await at_terminal(database, tmp_path, "correct", ref, number, right, *ASKED)
    assert (refused.exit_code, refused.stderr) == (1, f"error: {why}\n")
    assert await stored(database) == 2


@pytest.mark.parametrize("other_case", ["D-8", "D-7"])
async def test_of_two_corrections_at_the_same_instant_one_counts_and_the_other_hears_of_it(
    inbox: PostgresInbox, database: Database, other_case: str
) -> None:
    await accept(inbox, release("D-7", person="P-7"))
    async with asyncio.TaskGroup() as group, held_up(database):
        both = [
            group.create_task(outcome(database, correction))
            for correction in (report("D-8", "one"), report(other_case, "other"))
        ]
        await until_waiting(database, 2)
    won, lost = sorted((task.result() for task in both), key=lambda result: result is not None)
    assert won is None
    assert "fact 1 of case D-9 was corrected by ops:jo" in str(lost)
    assert await stored(database) == 4, "of the one that lost nothing is stored"
    assert await letters(database) == []


async def test_a_correction_that_makes_its_own_case_known_is_told_what_will_help(
    inbox: PostgresInbox, database: Database
) -> None:
    del inbox
    refused = await outcome(database, release("D-9", person="P-9"))
    assert "fact 1 of case D-9 goes out by itself" in str(refused)
    assert await letters(database) == [("D-9", 1, "unknown-reference")]


async def test_a_correction_that_is_cut_off_leaves_nothing_behind_and_is_done_by_the_same_command(
    inbox: PostgresInbox, database: Database
) -> None:
    del inbox
    right = report("D-8", "put-right")
    async with held_up(database):
        cut_off = asyncio.create_task(outcome(database, right))
        await until_waiting(database, 1)
        await database.terminate_connections()
        assert isinstance(await cut_off, StoreUnavailable)
    assert await stored(database) == 2
    assert await letters(database) == [("D-9", 1, "unknown-reference")]
    assert await outcome(database, right) is None
    assert await letters(database) == []
    assert await stored(database) == 3


async def outcome(database: Database, correction: InboundFact) -> NotToSettle | StoreUnavailable | None:
    """Over a connection of its own, as a command has it; None where it has been corrected."""
    pool = await open_pool(database.app_dsn, most=1)
    try:
        await correct(PostgresInbox(pool, policy_of), ("D-9", 1), correction, NOON, "ops:jo", WHY)
    except (NotToSettle, StoreUnavailable) as exc:
        return exc
    else:
        return None
    finally:
        pool.terminate()


async def stored(database: Database) -> int:
    return int(await database.pool.fetchval("select count(*) from inbox"))
