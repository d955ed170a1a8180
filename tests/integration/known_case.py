"""A gateway before a PostgreSQL in which the case C-1, an agency and a lesson are of the jurisdiction eu."""

from uuid import uuid4

from fastapi import FastAPI

from activities.ledger import Append
from activities.postgres.agencies import PostgresDirectory
from activities.postgres.inbox import PostgresInbox
from activities.postgres.ledger import PostgresLedger
from activities.postgres.register import PostgresRegister
from domain.agencies.agency import Agency
from domain.agencies.news import DirectoryChange
from tests.conftest import Database
from tests.integration.behind_the_gateway import NOW, TOKEN
from tests.integration.inbound import accept, release
from tests.unit.issuing import AUDIENCE, EU, Issuer, jwks
from tests.unit.reported_case import reported_case
from workers.gateway.app import build
from workers.gateway.callers.keys import Key, keys_in
from workers.gateway.callers.tokens import Tokens
from workers.gateway.reading import PostgresReader
from workers.wiring import policy_of

ISSUER = Issuer()
CASE = "C-1"
AGENCY = "housing:quay"


class KnownKeys:
    def __init__(self, *issuers: Issuer) -> None:
        self._keys = keys_in(jwks(*issuers))

    async def key(self, kid: str) -> Key | None:
        return self._keys.get(kid)


def gateway_before(database: Database) -> FastAPI:
    told = reported_case().now
    return build(
        PostgresInbox(database.pool, policy_of),
        PostgresReader(database.pool, lambda: told),
        PostgresDirectory(database.pool),
        lambda: told,
        TOKEN,
        Tokens(KnownKeys(ISSUER), AUDIENCE),
    )


async def fill(database: Database) -> None:
    inbox = PostgresInbox(database.pool, policy_of)
    await accept(inbox, release(CASE))
    await PostgresRegister(database.pool).mark_opened(CASE, NOW, "mates@1")
    events = tuple(event.model_copy(update={"id": uuid4()}) for event in reported_case().envelopes)
    batch = Append(case=CASE, stream=events[0].stream, expected=0, events=events)
    await PostgresLedger(database.pool).append(batch)
    agency = Agency(member=AGENCY, jurisdiction=EU, level="regional")
    change = DirectoryChange(source="directory.csv", member=AGENCY, agency=agency)
    await PostgresDirectory(database.pool).bring_in([change], NOW)
    await database.pool.execute(
        "insert into lesson values ('\\x01', $1, 'police', '2026-09', 'Meet before release.')", EU
    )
