"""Events on their way to other systems, in PostgreSQL.

Whoever serves a subscription holds it by a lease in its row: no connection is held while an endpoint takes its time,
and a process that dies is followed by another one when the lease is over.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import asyncpg
from pydantic import SecretStr

from activities.event_outbox import Endpoint, Round, Waiting
from activities.postgres.chain import envelope_of
from activities.postgres.pool import Connection, Pool, connected, transaction
from domain.subscriptions.delivery import (
    KEPT_FOR,
    Answer,
    PutOff,
    Refused,
    SetAside,
    Taken,
    after_refusal,
    judged,
    standing_after,
)
from domain.subscriptions.trouble import InTrouble, in_trouble

AT_ONCE = 8
"""Events that are under way to one endpoint."""
AT_ONCE_IN_TROUBLE = 2
"""Of two cases: that one event isn't taken doesn't say yet that none is."""
LEASE = timedelta(minutes=1)
"""Longer than a round may take."""

_UNSENT = "sent_at is null and set_aside_at is null"
# Goes from case to case in the index, and of each looks at its first event only: however many wait behind that one,
# nobody counts them; and however many cases there are, it goes no further than whoever asks. The order is that of the
# walk: one that was asked for (order by) would have all of it walked first.
_DUE = f"""
    with recursive turn as (
        (select case_ref from subscribed_event
          where subscription = {{subscription}} and case_ref > {{behind}} and {_UNSENT} order by case_ref limit 1)
        union all
        select (select case_ref from subscribed_event
                 where subscription = {{subscription}} and case_ref > turn.case_ref and {_UNSENT}
                 order by case_ref limit 1)
          from turn where turn.case_ref is not null)
    select {{columns}}
      from turn cross join lateral (
           select * from subscribed_event event
            where event.subscription = {{subscription}} and event.case_ref = turn.case_ref and {_UNSENT}
              and event.stored_at > now() - $1::interval
            order by event.position limit 1) as first
     where first.next_attempt <= now() limit {{most}}
"""
_OPEN = "removed_at is null and paused_at is null and next_attempt <= now()"
_CLAIM = f"""
update subscription set leased_by = $2, leased_until = now() + $3
 where name in (
    select name from subscription
     where {_OPEN} and leased_until <= now() and (training or not $4)
       and exists ({_DUE.format(subscription="name", behind="''", columns="true", most=1)})
     order by next_attempt limit $5 for no key update skip locked)
returning name
"""
_RENEW = f"""
update subscription set leased_until = now() + $3 where name = $1 and leased_by = $2 and {_OPEN}
returning url, secret, case when former_until > now() then former_secret end as former_secret, failures,
          last_case
"""
_RECORD = (
    "(select record from ledger where case_ref = first.case_ref and position = first.position) as record"
)
_NEXT = _DUE.format(
    subscription="$2",
    behind="$3",
    columns=f"first.case_ref, first.position, first.refusals, {_RECORD}",
    most="$4",
)
_THIS = "where subscription = $1 and case_ref = $2 and position = $3"
_TAKEN = f"update subscribed_event set sent_at = clock_timestamp(), set_aside_at = null, reply = null {_THIS}"
_PUT_OFF = f"""
update subscribed_event set refusals = refusals + 1, next_attempt = clock_timestamp() + $5, reply = $4 {_THIS}
"""
_SET_ASIDE = (
    f"update subscribed_event set set_aside_at = clock_timestamp(), reply = $4 {_THIS} and sent_at is null"
)
_REFUSES_EVERYTHING = f"""
update subscription
   set paused_at = coalesce(paused_at, clock_timestamp()), reply = $4,
       paused_because = coalesce(paused_because, 'refuses-everything')
 where name = $1 and coalesce(taken_at, '-infinity') < (select stored_at from subscribed_event {_THIS})
returning name
"""
_STANDS = """
update subscription
   set failures = $3, failing_since = case when $3 > 0 then coalesce(failing_since, clock_timestamp()) end,
       next_attempt = clock_timestamp() + $4, reply = $6,
       paused_at = case when $5::text is null then paused_at else coalesce(paused_at, clock_timestamp()) end,
       paused_because = coalesce(paused_because, $5::text),
       taken_at = case when $7 then clock_timestamp() else taken_at end, last_case = $8
 where name = $1 and leased_by = $2
"""
_RELEASE = "update subscription set leased_until = now() where name = $1 and leased_by = $2"
_IN_TROUBLE = """
select name, paused_at, paused_because, failing_since, reply from subscription
 where removed_at is null and (paused_at is not null or failures > 0) order by name
"""


class PostgresEventOutbox:
    """One sender: what it has claimed no other one serves."""

    def __init__(self, pool: Pool, *, exercise: bool) -> None:
        self._pool = pool
        self._exercise = exercise
        self._me = uuid4()

    async def claim(self, most: int) -> Sequence[str]:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(_CLAIM, KEPT_FOR, self._me, LEASE, self._exercise, most)
        return [row["name"] for row in rows]

    async def next_round(self, subscription: str) -> Round | None:
        async with transaction(self._pool) as connection:
            row = await connection.fetchrow(_RENEW, subscription, self._me, LEASE)
            if row is None:
                return None
            most = AT_ONCE_IN_TROUBLE if row["failures"] else AT_ONCE
            due = await _in_turn(connection, subscription, row["last_case"], most)
        return Round(_endpoint(row), [_waiting(each) for each in due]) if due else None

    async def settle(self, subscription: str, answers: Sequence[tuple[Waiting, Answer]]) -> None:
        async with transaction(self._pool) as connection:
            failures = await connection.fetchval(
                "select failures from subscription where name = $1 for no key update", subscription
            )
            given = judged([(answer, waiting.refusals) for waiting, answer in answers])
            taken = any(isinstance(each, Taken) for each in given)
            standing = standing_after(failures, given)
            last = answers[-1][0].recorded.case
            await connection.execute(_STANDS, subscription, self._me, *standing, taken, last)
            for (waiting, _), answer in zip(answers, given, strict=True):
                await _keep(
                    connection, (subscription, waiting.recorded.case, waiting.position), waiting, answer
                )

    async def release(self, subscription: str) -> None:
        async with connected(self._pool) as connection:
            await connection.execute(_RELEASE, subscription, self._me)

    async def in_trouble(self) -> Sequence[InTrouble]:
        async with connected(self._pool) as connection:
            rows = await connection.fetch(_IN_TROUBLE)
        return [found for row in rows if (found := in_trouble(*row)) is not None]


async def _in_turn(
    connection: Connection, subscription: str, last_case: str, most: int
) -> Sequence[asyncpg.Record]:
    """Of the cases behind the last one, and where they don't fill a round, from the first on."""
    due = await connection.fetch(_NEXT, KEPT_FOR, subscription, last_case, most)
    if len(due) < most and last_case:
        due += await connection.fetch(_NEXT, KEPT_FOR, subscription, "", most)
    return list({each["case_ref"]: each for each in due}.values())[:most]


async def _keep(connection: Connection, key: tuple[str, str, int], waiting: Waiting, answer: Answer) -> None:
    match answer:
        case Taken():
            await connection.execute(_TAKEN, *key)
        case Refused(reply):
            await _refused(connection, key, after_refusal(waiting.refusals), reply)


async def _refused(
    connection: Connection, key: tuple[str, str, int], outcome: PutOff | SetAside, reply: str
) -> None:
    if isinstance(outcome, PutOff):
        await connection.execute(_PUT_OFF, *key, reply, outcome.pause)
    elif await connection.fetchval(_REFUSES_EVERYTHING, *key, reply) is None:
        await connection.execute(_SET_ASIDE, *key, reply)


def _endpoint(row: asyncpg.Record) -> Endpoint:
    secrets = (row["secret"], row["former_secret"])
    return Endpoint(row["url"], tuple(SecretStr(each) for each in secrets if each is not None))


def _waiting(row: asyncpg.Record) -> Waiting:
    return Waiting(row["position"], envelope_of(row["record"]), row["refusals"])
