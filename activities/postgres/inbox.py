"""The inbox in PostgreSQL: facts numbered per case, and what they change in the register, at once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

import asyncpg

from activities.bounds import Bounds
from activities.delivery import Waiting
from activities.errors import StoreUnavailable
from activities.inbox import Accepted, FactsAfter, FactsRead, Inbound
from activities.policies import ShippedPolicies
from activities.postgres.agencies import bring_in
from activities.postgres.bounds import early_ones
from activities.postgres.case_files import Overtaken, lock_case_files, persons_locked, write_registers_of
from activities.postgres.dead_letters import count_attempts, give_up
from activities.postgres.heard import heard_before, holders_of_withdrawn, key_of
from activities.postgres.inbox_pages import read_facts, read_undelivered
from activities.postgres.kin import held_by, kin
from activities.postgres.pool import Connection, Pool, connected, transaction
from activities.postgres.posting import Holders, NewFact, Posting, insert
from activities.turns import stretches
from domain.agencies.news import DirectoryChange
from domain.dead_letters import DeadBecause, Hindered
from domain.facts import KEPT_TYPES, parse_fact
from domain.inbox import InboundFact
from domain.person.kinship import Kinship
from domain.register import PERSON_TYPES, REGISTER_TYPES, persons_named

CHANNEL = "inbox"
"""PostgreSQL notifies here of every case that has received something to be brought to it now."""

_ATTEMPTS = 5
_ROWS_AT_A_TIME = 500
_WAKE = "select pg_notify($1, case_ref) from unnest($2::text[]) as due (case_ref)"
T = TypeVar("T")


class Telling(NamedTuple):
    """What one request tells: stored as a whole, or not at all."""

    facts: Sequence[NewFact]
    news: Sequence[DirectoryChange]
    received_at: datetime
    bounds: Bounds

    @classmethod
    async def of(cls, told: Sequence[Inbound], received_at: datetime, bounds: Bounds) -> "Telling":
        facts: list[NewFact] = []
        async for stretch in stretches([each for each in told if isinstance(each, InboundFact)]):
            facts += [
                NewFact(each, parse_fact(each.type, each.data, KEPT_TYPES), received_at, bounds)
                for each in stretch
            ]
        return cls(facts, [each for each in told if isinstance(each, DirectoryChange)], received_at, bounds)

    @property
    def events(self) -> int:
        return len(self.facts) + len(self.news)


class PostgresInbox:
    def __init__(self, pool: Pool, policy_of: ShippedPolicies) -> None:
        self._pool = pool
        self._policy_of = policy_of

    async def accept(self, told: Sequence[Inbound], received_at: datetime, bounds: Bounds = None) -> Accepted:
        [accepted] = await self.accept_together([await Telling.of(told, received_at, bounds)])
        return accepted

    async def accept_together(self, tellings: Sequence[Telling]) -> Sequence[Accepted]:
        """In one transaction, one after the other; nothing is stored where any of them can't be."""
        return await self.in_one(lambda connection: self.accept_within(connection, tellings))

    async def in_one(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """``work`` in one transaction, which is begun anew where somebody tells the same at the same moment."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with transaction(self._pool) as connection:
                    return await work(connection)
            except (asyncpg.UniqueViolationError, Overtaken) as exc:
                # Another has just stored the same event, or made the same case's file: by now both can be seen.
                if attempt == _ATTEMPTS:
                    raise StoreUnavailable(
                        "others tell the same at the same moment, again and again"
                    ) from exc
        raise AssertionError("unreachable")

    async def read(self, asked: FactsAfter) -> FactsRead:
        async with connected(self._pool) as connection:
            return await read_facts(connection, asked)

    async def undelivered(self, case: str) -> Sequence[Waiting]:
        async with connected(self._pool) as connection:
            return await read_undelivered(connection, case)

    async def hindered(
        self, case: str, faults: Mapping[int, DeadBecause], answer: str | None = None
    ) -> Mapping[int, Hindered]:
        return await count_attempts(self._pool, case, faults, answer)

    async def give_up(self, case: str, number: int) -> None:
        await give_up(self._pool, case, number, self._policy_of)

    async def mark_delivered(self, case: str, numbers: Sequence[int]) -> None:
        async with connected(self._pool) as connection:
            await connection.execute(
                """update inbox set delivered_at = clock_timestamp()
                    where case_ref = $1 and number = any($2::int[]) and delivered_at is null""",
                case,
                list(numbers),
            )

    async def accept_within(self, connection: Connection, tellings: Sequence[Telling]) -> Sequence[Accepted]:
        """In the caller's transaction."""
        facts = [new for telling in tellings for new in telling.facts]
        news = [each for telling in tellings for each in telling.news]
        await _order_person_facts(connection, facts)
        holders = await holders_of_withdrawn(connection, facts)
        kinsfolk = await _kin(connection, facts)
        files = await lock_case_files(connection, _concerned(facts, holders) | kinsfolk)
        known = await heard_before(connection, [*facts, *news])
        unheard = {key_of(each) for each in news} - known
        early = await early_ones(connection, facts, known, files)
        posting = Posting(files, known, holders, Kinship(await held_by(connection, kinsfolk)))
        accepted = [await _posted(posting, telling.facts) for telling in tellings]
        posting.pass_on()
        if posting.rows:
            today = max(telling.received_at for telling in tellings).date()
            due = posting.due(today)
            async for rows in stretches(posting.rows, _ROWS_AT_A_TIME):
                await insert(connection, rows, early, CHANNEL, due)
            await write_registers_of(connection, posting.changed(), self._policy_of)
            await wake(connection, [case for case in posting.due(today) if case not in due])
        # After the case files: an import locks the directory alone, so nobody waits in a ring.
        for place, telling in enumerate(tellings):
            new = [each for each in telling.news if key_of(each) in unheard]
            if new:
                heard = await bring_in(connection, new, telling.received_at, telling.bounds)
                accepted[place] += heard.added + heard.changed
        return [
            Accepted(accepted=count, duplicates=telling.events - count)
            for telling, count in zip(tellings, accepted, strict=True)
        ]


async def wake(connection: Connection, cases: Sequence[str]) -> None:
    """Has the relay look at them at once, when the transaction ends. It finds them anyway, a second later."""
    if cases:
        await connection.execute(_WAKE, CHANNEL, cases)


async def _posted(posting: Posting, facts: Sequence[NewFact]) -> int:
    """How many of them are new."""
    return sum([posting.post(stretch) async for stretch in stretches(facts)])


def _concerned(facts: Sequence[NewFact], holders: Holders) -> set[str]:
    """The cases of the batch, and those that have received what it withdraws."""
    return {new.inbound.case for new in facts}.union(*holders.values())


async def _kin(connection: Connection, facts: Sequence[NewFact]) -> set[str]:
    """All cases of the persons whom the batch is about; none where it names only persons of one case each."""
    about = {new.inbound.case for new in facts if new.inbound.type in PERSON_TYPES}
    persons = {person for new in facts for person in persons_named(new.fact)}
    if not about and not persons:
        return set()
    found, subjects = await kin(connection, persons, about), {new.inbound.case for new in facts}
    return found | subjects if about or found - subjects else set()


async def _order_person_facts(connection: Connection, facts: Sequence[NewFact]) -> None:
    """Of a person's new case and a fact about the person, one waits for the other before it locks a row."""
    types = {new.inbound.type for new in facts}
    if types & set(PERSON_TYPES):
        await persons_locked(connection, shared=False)
    elif types & set(REGISTER_TYPES):
        await persons_locked(connection, shared=True)
