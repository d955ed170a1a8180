"""Requests that share a commit: each with its own answer, in the order in which they came."""

import asyncio
from collections.abc import Sequence
from random import Random

import pytest

from activities.bounds import OutOfBounds
from activities.errors import StoreUnavailable
from activities.inbox import Accepted, Inbound
from activities.postgres.inbox import PostgresInbox, Telling
from activities.postgres.pool import open_pool
from domain.agencies.news import DirectoryChange
from tests.conftest import Database
from tests.integration.inbound import NOON, release, report
from workers.gateway.group_commit import MOST_TOGETHER, GroupCommit
from workers.wiring import policy_of


class Counted(PostgresInbox):
    """Remembers how many requests shared each transaction."""

    def __init__(self, database: Database) -> None:
        super().__init__(database.pool, policy_of)
        self.groups: list[int] = []

    async def accept_together(self, tellings: Sequence[Telling]) -> Sequence[Accepted]:
        self.groups.append(len(tellings))
        return await super().accept_together(tellings)


@pytest.fixture
def counted(database: Database) -> Counted:
    return Counted(database)


@pytest.fixture
def inbox(counted: Counted) -> GroupCommit:
    return GroupCommit(counted)


async def ids(database: Database, case: str) -> list[str]:
    rows = await database.pool.fetch(
        "select number, event_id from inbox where case_ref = $1 order by number", case
    )
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    return [row["event_id"] for row in rows]


async def test_what_comes_meanwhile_is_stored_together_in_the_order_of_its_arrival(
    inbox: GroupCommit, counted: Counted, database: Database
) -> None:
    told = [report("C-1", f"e-{n}") for n in range(20)]
    answers = await asyncio.gather(*(inbox.accept([each], NOON) for each in told))
    assert set(answers) == {Accepted(accepted=1, duplicates=0)}
    assert counted.groups == [20]
    assert await ids(database, "C-1") == [each.id for each in told]


async def test_those_who_come_again_a_little_later_share_a_transaction_again(counted: Counted) -> None:
    inbox = GroupCommit(counted, patience=60)

    async def tell_again_and_again(caller: int) -> None:
        for _ in range(5):
            await inbox.accept([report()], NOON)
            for _ in range(caller):
                await asyncio.sleep(0)

    await asyncio.gather(*map(tell_again_and_again, range(8)))
    assert counted.groups == [8] * 5


async def test_nobody_is_waited_for_in_vain(counted: Counted) -> None:
    inbox = GroupCommit(counted, patience=0.001)
    await asyncio.gather(inbox.accept([report()], NOON), inbox.accept([report()], NOON))
    for _ in range(2):
        await inbox.accept([report()], NOON)
    assert counted.groups == [2, 1, 1]


async def test_a_group_is_no_larger_than_one_request_may_be_kept_waiting_for(
    inbox: GroupCommit, counted: Counted
) -> None:
    large = [[report() for _ in range(MOST_TOGETHER // 2)] for _ in range(4)]
    await asyncio.gather(*(inbox.accept(each, NOON) for each in large))
    assert counted.groups == [2, 2]


async def test_one_that_is_out_of_bounds_takes_no_other_with_it(
    inbox: GroupCommit, database: Database
) -> None:
    await inbox.accept([release("C-1")], NOON)
    answers = await asyncio.gather(
        inbox.accept([report("C-1", "a"), report("C-2", "b")], NOON),
        inbox.accept([report("C-3", "c"), report("C-1", "d")], NOON, frozenset({"it"})),
        inbox.accept([report("C-1", "e")], NOON, frozenset({"eu"})),
        return_exceptions=True,
    )
    assert answers[0] == Accepted(accepted=2, duplicates=0)
    assert isinstance(answers[1], OutOfBounds)
    assert answers[2] == Accepted(accepted=1, duplicates=0)
    assert (await ids(database, "C-1"))[1:] == ["a", "e"]
    assert await database.pool.fetch("select from case_file where case_ref = 'C-3'") == []


async def test_one_that_cannot_be_stored_takes_no_other_with_it(
    inbox: GroupCommit, database: Database
) -> None:
    unstorable = report("C-1", "nul").model_copy(update={"source": "a\x00b"})
    answers = await asyncio.gather(
        *(inbox.accept([each], NOON) for each in (report("C-1", "a"), unstorable, report("C-1", "b"))),
        return_exceptions=True,
    )
    assert [isinstance(answer, Accepted) for answer in answers] == [True, False, True]
    assert await ids(database, "C-1") == ["a", "b"]


async def test_the_same_event_in_two_requests_of_a_group_is_a_duplicate_of_the_second(
    inbox: GroupCommit, counted: Counted
) -> None:
    told = (inbox.accept([report("C-1", "same"), report(case)], NOON) for case in ("C-1", "C-2"))
    assert await asyncio.gather(*told) == [
        Accepted(accepted=2, duplicates=0),
        Accepted(accepted=1, duplicates=1),
    ]
    assert counted.groups == [2]


async def test_whose_case_it_is_becomes_known_within_the_group(
    inbox: GroupCommit, database: Database
) -> None:
    """Each keeps the bounds of whoever told it."""
    await asyncio.gather(
        inbox.accept([report("C-1", "foreign")], NOON, frozenset({"it"})),
        inbox.accept([report("C-1", "own")], NOON, frozenset({"eu", "es"})),
        inbox.accept([release("C-1", "opens")], NOON),
    )
    rows = await database.pool.fetch("select event_id, withdrawn from inbox order by number")
    assert [(row["event_id"], row["withdrawn"]) for row in rows] == [
        ("foreign", True),
        ("own", False),
        ("opens", False),
    ]


async def test_news_of_agencies_are_stored_by_themselves(inbox: GroupCommit, counted: Counted) -> None:
    gone = DirectoryChange(source="a", id="gone", member="housing:x", agency=None)
    told: list[list[Inbound]] = [[report()], [report()], [gone, report()], [report()]]
    answers = await asyncio.gather(*(inbox.accept(each, NOON) for each in told))
    assert counted.groups == [2, 1, 1]
    assert [answer.accepted + answer.duplicates for answer in answers] == [1, 1, 2, 1]


async def test_who_hangs_up_has_told_it_all_the_same(inbox: GroupCommit, database: Database) -> None:
    staying = asyncio.create_task(inbox.accept([report("C-1", "a")], NOON))
    leaving = asyncio.create_task(inbox.accept([report("C-1", "b")], NOON))
    await asyncio.sleep(0)
    leaving.cancel()
    await staying
    assert await inbox.accept([report("C-1", "b")], NOON) == Accepted(accepted=0, duplicates=1)
    assert await ids(database, "C-1") == ["a", "b"]


async def test_while_the_store_is_away_all_are_told_so_and_the_next_is_stored_again() -> None:
    nowhere = await open_pool("postgresql://nobody@127.0.0.1:1/nothing")
    inbox = GroupCommit(PostgresInbox(nowhere, policy_of))
    for _ in range(2):
        answers = await asyncio.gather(
            *(inbox.accept([report()], NOON) for _ in range(3)), return_exceptions=True
        )
        assert {type(answer) for answer in answers} == {StoreUnavailable}
    nowhere.terminate()


async def test_two_gateways_with_batches_that_share_cases_never_wait_in_a_ring(database: Database) -> None:
    """Eight clients at either, each with the cases in another order: no gap, no half batch, no deadlock."""
    gateways = [GroupCommit(PostgresInbox(database.pool, policy_of)) for _ in range(2)]
    cases = [f"C-{n}" for n in range(12)]

    async def post(client: int) -> int:
        order = Random(client)
        for turn in range(10):
            shared = [report(case, f"{client}-{turn}-{case}") for case in order.sample(cases, 6)]
            await gateways[client % 2].accept(shared, NOON)
        return 60

    async with asyncio.timeout(60):
        told = sum(await asyncio.gather(*(post(client) for client in range(16))))
    stored = [each for case in cases for each in await ids(database, case)]
    assert len(stored) == len(set(stored)) == told
    for case in cases:
        mine = [tuple(map(int, each.split("-")[:2])) for each in await ids(database, case)]
        for client in range(16):
            turns = [turn for who, turn in mine if who == client]
            assert turns == sorted(turns)
