"""Subscriptions, and rounds of sending, for tests of what other systems are told."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from activities.endpoints import reaching_out
from activities.postgres.event_outbox import PostgresEventOutbox
from activities.postgres.ledger import PostgresLedger
from activities.postgres.pool import Pool
from activities.postgres.subscriptions import Listed, add, subscriptions
from activities.sealing import Sealing
from activities.webhooks import EventsSent, Sending
from domain.addresses import procedure_id
from domain.subscriptions.subscription import Subscription
from tests.integration.recording import batch, events_of, make_case
from workers.subscriptions_cli import drawn_secret

SOURCE = "/probation/eu"
KEY = b64encode(bytes(32)).decode()
"""Known to senders in other processes too."""
SEALING = Sealing.by(SecretStr(KEY))


async def subscribe(pool: Pool, url: str, name: str = "housing", **given: Any) -> str:  # noqa: ANN401
    """To everything, of all jurisdictions, unless it is said otherwise; returns the secret."""
    new = Subscription.model_validate({"name": name, "url": url, "owner": "a desk", "events": ("*",)} | given)
    secret = drawn_secret()
    await add(pool, new, SEALING.sealed(SecretStr(secret)))
    return secret


async def one_case(pool: Pool, case: str = "C-1", served_by: str = "eu") -> None:
    await make_case(pool, case)
    await pool.execute("update case_file set served_by = $2 where case_ref = $1", case, served_by)


async def recorded(pool: Pool, case: str, first: int, last: int) -> None:
    """Obligations of these versions are raised in its handover; each is told."""
    events = events_of(procedure_id(case, "handover", 1), first, last)
    await PostgresLedger(pool).append(batch(*events))


async def case_with(pool: Pool, case: str = "C-1", *, events: int) -> None:
    await one_case(pool, case)
    await recorded(pool, case, 1, events)


async def subscribed_case(pool: Pool, url: str, *, events: int) -> str:
    """Its events are recorded after somebody has subscribed to them; returns the secret."""
    secret = await subscribe(pool, url)
    await case_with(pool, events=events)
    return secret


async def send_all(pool: Pool, *, exercise: bool = False) -> EventsSent:
    """Until nothing is due any more."""
    async with sending(pool, exercise=exercise) as of:
        while await begun(of):
            pass
    return of.sent


async def begun(of: Sending) -> bool:
    """Whether a look found somebody to serve; after they were served."""
    await of.look()
    found = bool(of.served)
    await asyncio.gather(*of.served)
    return found


@asynccontextmanager
async def sending(pool: Pool, *, exercise: bool = False) -> AsyncIterator[Sending]:
    async with reaching_out(SEALING) as endpoints:
        of = Sending(PostgresEventOutbox(pool, exercise=exercise), endpoints, SOURCE)
        try:
            yield of
        finally:
            await of.finish()


async def later(pool: Pool) -> None:
    """What was put off is due."""
    await pool.execute("update subscription set next_attempt = now(), leased_until = now()")
    await pool.execute("update subscribed_event set next_attempt = now()")


async def standing(pool: Pool, name: str = "housing") -> Listed:
    (found,) = await subscriptions(pool, name)
    return found
