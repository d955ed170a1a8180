"""Events to append in tests of the ledger."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from activities.ledger import Append
from activities.postgres.pool import Pool
from domain.addresses import case_id, procedure_id
from domain.events import Envelope, Event, StreamRewound
from domain.obligations.obligation import ObligationMet, ObligationRaised

CASE = "C-1"
STREAM = case_id(CASE)
HANDOVER = procedure_id(CASE, "handover", 1)
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


def raised(version: int, case: str = CASE) -> Event:
    return ObligationRaised(
        obligation=f"supply-item:{version}",
        kind="supply-item",
        what="supply treatment-record",
        owner=f"prison:{case.lower()}",
        due=NOON + timedelta(days=version),
        warn=None,
        escalate_to="probation:é",
    )


def met(version: int) -> Event:
    return ObligationMet(obligation=f"supply-item:{version}", met_at=NOON, late=False)


def rewound(kept: int, last: int) -> Event:
    return StreamRewound(kept=kept, discarded=(kept + 1, last))


def envelope(
    version: int, event: Event | None = None, stream: str = HANDOVER, event_id: UUID | None = None
) -> Envelope:
    case = stream.split("/")[1]
    event = event or raised(version, case)
    return Envelope(
        id=event_id or uuid4(),
        case=case,
        stream=stream,
        version=version,
        type=event.TYPE,
        occurred_at=NOON,
        recorded_at=NOON + timedelta(microseconds=version),
        actor="prison:north",
        cause="prison.example#1",
        number=version,
        policy="mates@1",
        data=event.model_dump(mode="json"),
    )


def batch(*events: Envelope) -> Append:
    first = events[0]
    return Append(case=first.case, stream=first.stream, expected=first.version - 1, events=events)


def events_of(stream: str, first: int, last: int) -> list[Envelope]:
    return [envelope(version, stream=stream) for version in range(first, last + 1)]


async def make_case(pool: Pool, case: str = CASE) -> None:
    await pool.execute("insert into case_file (case_ref) values ($1)", case)
