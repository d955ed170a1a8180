"""Subscriptions in PostgreSQL, as operators manage them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from activities.postgres.pool import Connection, Pool, connected, transaction
from domain.subscriptions.delivery import KEPT_FOR, WhyPaused
from domain.subscriptions.subscription import Subscription


class Listed(NamedTuple):
    """A subscription, and how it stands with it. Its secret is shown to nobody any more."""

    name: str
    url: str
    owner: str
    events: list[str]
    jurisdictions: list[str] | None
    training: bool
    made_at: datetime
    removed_at: datetime | None
    paused_at: datetime | None
    paused_because: WhyPaused | None
    failing_since: datetime | None
    next_attempt: datetime
    reply: str | None
    taken_at: datetime | None
    former_until: datetime | None
    waiting: int
    oldest: datetime | None
    """When the first event was recorded that still waits."""
    too_old: int
    """Waited for longer than events are kept for an endpoint."""
    aside: int
    """Refused for good while others weren't."""


class NotTaken(NamedTuple):
    """An event that the endpoint doesn't take."""

    case: str
    position: int
    type: str
    stored_at: datetime
    refusals: int
    reply: str | None
    set_aside_at: datetime | None
    """None: it is tried again."""


class NameTaken(Exception):
    """A name is given once and for all."""


class StillReplacing(Exception):
    """The secret before this one is still in use."""


class UnknownSubscription(LookupError):
    """There is none of this name, or not any more."""


_LIST = """
select name, url, owner, events, jurisdictions, training, made_at, removed_at, paused_at, paused_because,
       failing_since, next_attempt, reply, taken_at, case when former_until > now() then former_until end,
       waiting, oldest, too_old, aside
  from subscription
       cross join lateral (
           select count(*) filter (where young) as waiting, min(stored_at) filter (where young) as oldest,
                  count(*) filter (where not young) as too_old
             from (select stored_at, stored_at > now() - $1::interval as young from subscribed_event
                    where subscription = name and sent_at is null and set_aside_at is null) as event) as unsent
       cross join lateral (
           select count(*) as aside from subscribed_event
            where subscription = name and set_aside_at is not null) as given_up
 where $2::text is null or name = $2 order by name
"""
_ADD = """
insert into subscription (name, url, owner, events, jurisdictions, training, secret)
values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning name
"""
_THIS = "where name = $1 and removed_at is null returning name"
_ROTATE = f"""
update subscription set former_secret = secret, former_until = clock_timestamp() + $3, secret = $2 {_THIS}
"""
_PAUSE = f"""
update subscription set paused_at = coalesce(paused_at, clock_timestamp()),
       paused_because = coalesce(paused_because, 'by-hand') {_THIS}
"""
_RESUME = f"""
update subscription set paused_at = null, paused_because = null, failures = 0, failing_since = null, reply = null,
       next_attempt = clock_timestamp() {_THIS}
"""
_AGAIN = """
update subscribed_event set set_aside_at = null, refusals = 0, reply = null, next_attempt = clock_timestamp()
 where subscription = $1 and sent_at is null and (set_aside_at is not null or refusals > 0)
"""
_REPLACING = """
select former_until from subscription where name = $1 and former_until > clock_timestamp() for no key update
"""
_JURISDICTIONS = """
select jurisdiction from case_file where jurisdiction is not null
 union select served_by from case_file where served_by is not null
 union select jurisdiction from agency where jurisdiction is not null
"""
_REMOVE = f"""
update subscription set removed_at = clock_timestamp(), secret = null, former_secret = null, former_until = null {_THIS}
"""


async def add(pool: Pool, new: Subscription, secret: str) -> None:
    """It hears of what is recorded from now on. The secret is stored as it is given, sealed. Raises ``NameTaken``."""
    async with connected(pool) as connection:
        added = await connection.fetchval(
            _ADD,
            new.name,
            new.url,
            new.owner,
            new.events,
            new.jurisdictions,
            new.may_be_told(exercise=True),
            secret,
        )
    if added is None:
        raise NameTaken(f"{new.name}: a subscription has or had this name; take another one")


async def subscriptions(pool: Pool, name: str | None = None) -> Sequence[Listed]:
    async with connected(pool) as connection:
        rows = await connection.fetch(_LIST, KEPT_FOR, name)
    return [Listed(*row) for row in rows]


async def not_taken(pool: Pool, name: str, most: int) -> Sequence[NotTaken]:
    """Events that the endpoint has refused, those that are given up first."""
    async with connected(pool) as connection:
        rows = await connection.fetch(
            """select case_ref, position, type, subscribed_event.stored_at, refusals, reply, set_aside_at
                 from subscribed_event join ledger using (case_ref, position)
                where subscription = $1 and sent_at is null and refusals > 0
                order by set_aside_at, subscribed_event.stored_at limit $2""",
            name,
            most,
        )
    return [NotTaken(*row) for row in rows]


async def jurisdictions(pool: Pool) -> frozenset[str]:
    """All that a case or an agency is of."""
    async with connected(pool) as connection:
        return frozenset(row["jurisdiction"] for row in await connection.fetch(_JURISDICTIONS))


async def rotate(pool: Pool, name: str, secret: str, keep: timedelta, *, again: bool = False) -> None:
    """Events are signed by both secrets for as long as the former one is kept.

    While one is kept, another replacement would end it before its time: raises ``StillReplacing``, unless ``again``.
    """
    async with transaction(pool) as connection:
        until = await connection.fetchval(_REPLACING, name)
        if until is not None and not again:
            raise StillReplacing(
                f"{name}: events are signed by the former secret too, until {until:%Y-%m-%d %H:%MZ}; "
                "another one now would end that at once: --again"
            )
        await _changed(connection, name, _ROTATE, name, secret, keep)


async def pause(pool: Pool, name: str) -> None:
    """Nothing is sent; what is recorded meanwhile waits."""
    async with connected(pool) as connection:
        await _changed(connection, name, _PAUSE, name)


async def resume(pool: Pool, name: str) -> None:
    """What waits is sent, what was set aside is tried again."""
    async with transaction(pool) as connection:
        await _changed(connection, name, _RESUME, name)
        await connection.execute(_AGAIN, name)


async def remove(pool: Pool, name: str) -> None:
    """It hears of nothing any more. What it was told stays on record."""
    async with connected(pool) as connection:
        await _changed(connection, name, _REMOVE, name)


async def _changed(connection: Connection, name: str, statement: str, *values: object) -> None:
    if await connection.fetchval(statement, *values) is None:
        raise UnknownSubscription(f"{name}: there is no such subscription")
