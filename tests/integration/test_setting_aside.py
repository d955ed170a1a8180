"""Dead letters that nobody has to do anything about: out of the way, and never forgotten."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from activities.inbox import FactsAfter
from activities.postgres.dead_letters import give_up_unknown
from activities.postgres.exercise import settle_clock
from activities.postgres.inbox import PostgresInbox
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, release, report
from tests.integration.inbox_desk import at_terminal, letters, written
from workers.wiring import policy_of

SLIP = "Sent by the test system: there is no such case"
ASKED = ("--by", "desk-4", "--reason", SLIP)
IT, EU = frozenset({"it"}), frozenset({"eu"})


@pytest.fixture
async def inbox(database: Database) -> PostgresInbox:
    """With two facts about a case that nobody has come to know."""
    await settle_clock(database.owner_dsn, None, NOON)
    inbox = PostgresInbox(database.pool, policy_of)
    for bounds in (IT, EU):
        await inbox.accept([report("D-9")], NOON, bounds)
    await give_up_unknown(database.pool, NOON + timedelta(days=1))
    return inbox


async def test_what_is_set_aside_waits_for_nobody_and_is_kept_with_who_and_when_and_why(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    del inbox
    done = await at_terminal(database, tmp_path, "set-aside", "D-9", "1", *ASKED)
    assert done.stdout == "set aside: fact 1 of case D-9\n"
    assert await letters(database) == [("D-9", 2, "unknown-reference")]
    listed = await at_terminal(database, tmp_path, "list", "--all", "--json")
    of_all = {each["number"]: each for each in json.loads(listed.stdout)}
    assert of_all.keys() == {1, 2}
    assert (of_all[1]["set_aside_by"], of_all[2]["set_aside_by"]) == ("desk-4", None)
    table = (await at_terminal(database, tmp_path, "list", "--all")).stdout
    assert "by desk-4" in table
    assert SLIP not in table + listed.stdout
    shown = (await at_terminal(database, tmp_path, "show", "D-9", "1")).stdout
    assert f"by desk-4: {SLIP}" in shown


@pytest.mark.parametrize(
    ("number", "asked", "status", "why"),
    [
        ("3", ASKED, 1, "case D-9 has no fact 3"),
        ("2", ("--by", "desk-4", "--reason", " "), 2, "says nothing"),
        ("2", ("--by", "", "--reason", "a slip"), 2, "says nothing"),
        ("1", ASKED, 1, "fact 1 of case D-9 was set aside by desk-3 at"),
    ],
)
async def test_what_cant_be_set_aside_says_why(
    inbox: PostgresInbox,
    database: Database,
    tmp_path: Path,
    number: str,
    asked: tuple[str, ...],
    status: int,
    why: str,
) -> None:
    del inbox
    await at_terminal(database, tmp_path, "set-aside", "D-9", "1", "--by", "desk-3", "--reason", "a slip")
    refused = await at_terminal(database, tmp_path, "set-aside", "D-9", number, *asked)
    assert refused.exit_code == status
    assert why in refused.stderr
    assert await letters(database) == [("D-9", 2, "unknown-reference")]


async def test_a_case_that_becomes_known_gets_only_the_number_of_what_was_set_aside_until_it_is_retried(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    await at_terminal(database, tmp_path, "set-aside", "D-9", "2", *ASKED)
    await accept(inbox, release("D-9"))
    assert await without_data(inbox) == [True, True, False]
    retry = ("retry", "--by", "desk-5", "--case", "D-9")
    assert "left out: 1 set-aside" in (await at_terminal(database, tmp_path, *retry)).stdout
    assert await without_data(inbox) == [True, True, False]
    done = await at_terminal(database, tmp_path, *retry, "--number", "2")
    assert done.stdout == "tried again: 1\n"
    assert await without_data(inbox) == [True, True, False, False]
    (old,) = json.loads((await at_terminal(database, tmp_path, "show", "D-9", "2", "--json")).stdout)
    assert (old["settled"], old["settled_by"], old["next_number"]) == ("retried", "desk-5", 4)
    assert (old["set_aside_by"], old["set_aside_because"]) == ("desk-4", SLIP)
    refused = await at_terminal(database, tmp_path, "set-aside", "D-9", "2", *ASKED)
    assert "was retried by desk-5 at" in refused.stderr


async def test_what_was_set_aside_for_an_unknown_case_waits_for_it_anew_when_it_is_retried(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    for number in ("1", "2"):
        await at_terminal(database, tmp_path, "set-aside", "D-9", number, *ASKED)
        again = ("retry", "--by", "desk-5", "--case", "D-9", "--number", number)
        assert (await at_terminal(database, tmp_path, *again)).stdout == "tried again: 1\n"
    await accept(inbox, release("D-9"))
    assert await letters(database) == [("D-9", 3, "out-of-bounds")], "whoever told it is bound elsewhere"
    assert await without_data(inbox) == [True, True, True, False, False]


async def test_a_retry_lets_nobody_tell_a_case_that_has_become_known_what_lies_beyond_their_bounds(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    await at_terminal(database, tmp_path, "set-aside", "D-9", "1", *ASKED)
    await accept(inbox, release("D-9"))
    again = ("retry", "--by", "desk-5", "--case", "D-9", "--number", "1")
    await at_terminal(database, tmp_path, *again)
    assert await letters(database) == [("D-9", 4, "out-of-bounds")]
    assert (await without_data(inbox))[3]


async def test_what_was_set_aside_can_be_corrected_after_all(
    inbox: PostgresInbox, database: Database, tmp_path: Path
) -> None:
    await accept(inbox, release("D-8"))
    await at_terminal(database, tmp_path, "set-aside", "D-9", "1", *ASKED)
    right = written(tmp_path, report("D-8", "put-right"))
    done = await at_terminal(database, tmp_path, "correct", "D-9", "1", right, "--by", "x", "--why", "a slip")
    assert done.stdout == "corrected by prison.example#put-right\n"


async def without_data(inbox: PostgresInbox) -> list[bool]:
    return [fact.data is None for fact in (await inbox.read(FactsAfter(case="D-9"))).facts]
