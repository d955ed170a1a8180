"""The release register on a real PostgreSQL: which case opens when, and how cases are listed."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from activities.postgres.exercise import ClockMismatch, read_clock, settle_clock
from activities.postgres.inbox import PostgresInbox
from activities.postgres.ledger import PostgresLedger
from activities.postgres.migrate import migrate
from activities.postgres.openings import reckon_openings
from activities.postgres.register import PostgresRegister
from activities.reading import CaseFilters
from domain.addresses import case_id, procedure_id
from domain.clock import CaseClock
from tests.conftest import Database
from tests.integration.inbound import COMMUNITY, NOON, accept, inbound, release
from tests.integration.recording import batch, events_of
from workers.wiring import policy_of

FAR = date(2199, 1, 1)


@pytest.fixture
def inbox(database: Database) -> PostgresInbox:
    return PostgresInbox(database.pool, policy_of)


@pytest.fixture
def register(database: Database) -> PostgresRegister:
    return PostgresRegister(database.pool)


async def opens_on(register: PostgresRegister, case: str = "C-1") -> date | None:
    enrolled = await register.enrolled(case)
    assert enrolled is not None
    return enrolled.opens_on


@pytest.mark.proves("R15")
async def test_a_case_opens_by_the_policys_lead_before_release(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    await accept(inbox, release(release_date="2027-08-31"))
    assert await opens_on(register) == date(2027, 2, 28)
    assert await register.due_for_opening(date(2027, 2, 27)) == []
    assert await register.due_for_opening(date(2027, 2, 28)) == ["C-1"]
    assert await register.due_for_opening(date(2027, 4, 1)) == ["C-1"], "a missed day is caught up"


async def test_a_case_opens_by_the_lead_of_its_jurisdictions_pack_unless_another_was_asked_for(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    await accept(inbox, release("C-1", release_date="2027-09-15", jurisdiction="gb-ew"))
    await accept(inbox, release("C-2", release_date="2027-09-15", jurisdiction="gb-ew", policy="mates"))
    assert await opens_on(register, "C-1") == date(2027, 1, 1)
    assert await opens_on(register, "C-2") == date(2027, 3, 15)


async def test_a_release_with_another_pack_reckons_openings_anew_but_not_of_open_cases(
    inbox: PostgresInbox, register: PostgresRegister, database: Database
) -> None:
    for case in ("C-1", "C-2"):
        await accept(inbox, release(case, release_date="2027-09-15", jurisdiction="gb-ew"))
    await register.mark_opened("C-2", NOON, "gb-ew@1")
    await database.pool.execute("update case_file set opens_on = '2027-03-15'")
    await reckon_openings(database.owner_dsn, policy_of)
    assert await opens_on(register, "C-1") == date(2027, 1, 1)
    assert await opens_on(register, "C-2") == date(2027, 3, 15)


async def test_a_community_sentence_opens_on_receipt(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    await accept(inbox, inbound("custody.release-date", **COMMUNITY))
    assert await opens_on(register) == NOON.date()


async def test_an_unknown_date_opens_nothing(inbox: PostgresInbox, register: PostgresRegister) -> None:
    await accept(inbox, release())
    await accept(inbox, release(release_date=None, kind="unknown"), days=1)
    assert await opens_on(register) is None
    assert await register.due_for_opening(FAR) == []


async def test_a_reference_nobody_has_announced_is_kept_and_not_due(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    await accept(inbox, inbound("custody.transferred", establishment="south"))
    assert await register.enrolled("C-1") is None
    assert await register.to_deliver(FAR) == []


async def test_of_two_release_dates_the_later_occurred_counts_though_it_came_first(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    await accept(inbox, release(release_date="2027-06-01", at="2026-08-20T00:00:00Z"))
    await accept(inbox, release(release_date="2027-05-01", at="2026-08-10T00:00:00Z"), days=1)
    assert await opens_on(register) == date(2026, 12, 1)


async def test_of_two_that_occurred_at_once_the_later_received_counts(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    at = "2026-08-20T00:00:00Z"
    await accept(inbox, release(release_date="2027-06-01", at=at), release(release_date="2027-07-01", at=at))
    assert await opens_on(register) == date(2027, 1, 1)


async def test_a_withdrawn_release_date_leaves_the_one_before(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    await accept(
        inbox, release(release_date="2027-06-01"), release(event_id="wrong", release_date="2027-04-01")
    )
    await accept(
        inbox, inbound("fact.withdrawn", source="prison.example", id="wrong", reason="another person")
    )
    assert await opens_on(register) == date(2026, 12, 1)


async def test_a_return_with_a_date_moves_the_release(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    await accept(inbox, release())
    await accept(
        inbox, inbound("custody.returned", reason="recall", release_date="2028-06-01", kind="earliest")
    )
    assert await opens_on(register) == date(2027, 12, 1)


async def test_a_case_is_opened_once_and_keeps_its_policy(
    inbox: PostgresInbox, register: PostgresRegister
) -> None:
    await accept(inbox, release())
    await register.mark_opened("C-1", NOON, "mates@1")
    await register.mark_opened("C-1", NOON + timedelta(days=9), "other@1")
    await accept(inbox, release(policy="mates"), days=1)
    enrolled = await register.enrolled("C-1")
    assert enrolled is not None
    assert (enrolled.opened_at, enrolled.policy) == (NOON, "mates@1")
    assert await register.due_for_opening(FAR) == []
    assert await register.to_deliver(NOON.date()) == ["C-1"]


async def test_due_cases_come_in_pages(inbox: PostgresInbox, register: PostgresRegister) -> None:
    await accept(inbox, *(release(f"C-{n}") for n in range(5)))
    first = await register.due_for_opening(FAR, most=3)
    assert first == ["C-0", "C-1", "C-2"]
    assert await register.due_for_opening(FAR, first[-1], most=3) == ["C-3", "C-4"]


async def test_only_opened_cases_are_listed_page_by_page(
    inbox: PostgresInbox, register: PostgresRegister, database: Database
) -> None:
    await accept(inbox, *(release(f"C-{n}") for n in range(6)))
    for n in range(5):
        await register.mark_opened(f"C-{n}", NOON, "mates@1")
    await database.pool.execute("update case_file set phase = 'preparation' where opened_at is not null")
    pages: list[list[str]] = []
    token: str | None = None
    while True:
        cases, token = await register.listed(CaseFilters(), NOON, token, most=2)
        pages.append(cases)
        if token is None:
            break
    assert pages == [["C-0", "C-1"], ["C-2", "C-3"], ["C-4"]]


@pytest.mark.parametrize(
    ("filters", "cases"),
    [({"phase": "preparation"}, ["C-1"]),
     ({"jurisdiction": "south"}, ["C-2"]),
     ({"jurisdiction": "eu"}, ["C-1"]),
     ({"manager": "probation:ab12"}, ["C-2"]),
     ({"overdue": True}, ["C-1"]),
     ({"overdue": False}, ["C-2"]),
     ({"phase": "supervision", "overdue": True}, [])],
)  # fmt: skip
async def test_cases_are_filtered_by_where_they_stand(
    inbox: PostgresInbox,
    register: PostgresRegister,
    database: Database,
    filters: dict[str, Any],
    cases: list[str],
) -> None:
    await accept(inbox, release("C-1"), release("C-2", person="P-2"))
    await register.mark_opened("C-1", NOON, "mates@1")
    await register.mark_opened("C-2", NOON, "mates@1")
    await PostgresLedger(database.pool).append(batch(*events_of(procedure_id("C-1", "handover", 1), 1, 1)))
    await database.pool.execute("update case_file set phase = 'preparation' where case_ref = 'C-1'")
    await database.pool.execute(
        """update case_file set phase = 'supervision', served_by = 'south', manager = 'probation:ab12'
            where case_ref = 'C-2'"""
    )
    listed, _ = await register.listed(CaseFilters.model_validate(filters), NOON + timedelta(days=3), None)
    assert listed == cases


async def test_the_states_of_a_case_are_those_of_all_its_streams(
    inbox: PostgresInbox, register: PostgresRegister, database: Database
) -> None:
    await accept(inbox, release("C-1"))
    handover = procedure_id("C-1", "handover", 1)
    ledger = PostgresLedger(database.pool)
    await ledger.append(batch(*events_of(case_id("C-1"), 1, 2)))
    await ledger.append(batch(*events_of(handover, 1, 3)))
    await database.pool.execute("update case_file set phase = 'preparation'")
    stored = await register.case_states("C-1")
    assert stored is not None
    assert stored.position == 5
    assert list(stored.states) == [case_id("C-1"), handover]
    assert len(stored.states[handover].obligations) == 3


async def test_the_clock_is_settled_once(database: Database) -> None:
    epoch = datetime(2026, 9, 1, tzinfo=UTC)
    settled = await settle_clock(database.owner_dsn, 10, epoch)
    assert settled == CaseClock.exercise(epoch, 10)
    assert await settle_clock(database.owner_dsn, 10, epoch + timedelta(days=3)) == settled
    assert await read_clock(database.pool) == settled
    assert await settle_clock(database.owner_dsn, None, epoch) == settled
    with pytest.raises(ClockMismatch, match="days_per_second 10"):
        await settle_clock(database.owner_dsn, 5, epoch)


async def test_in_production_case_time_is_time(database: Database) -> None:
    assert await settle_clock(database.owner_dsn, None, NOON) == CaseClock()
    assert (await read_clock(database.pool)).case_time(NOON) == NOON


async def test_migrating_again_or_at_once_changes_nothing(database: Database) -> None:
    await asyncio.gather(*(migrate(database.owner_dsn) for _ in range(3)))


async def test_every_table_and_column_says_what_it_means(database: Database) -> None:
    owner = await asyncpg.connect(database.owner_dsn)
    silent = await owner.fetch(
        """select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0
              and c.relname <> 'alembic_version' and col_description(c.oid, a.attnum) is null"""
    )
    await owner.close()
    assert [tuple(row) for row in silent] == []
