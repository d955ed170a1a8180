"""The inbox on a real PostgreSQL: every fact once, numbered without gaps, all of a batch or none."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from activities.inbox import Accepted, FactsAfter
from activities.postgres.heard import KNOWN
from activities.postgres.inbox import PostgresInbox
from domain.inbox import InboundFact
from tests.conftest import Database
from tests.integration.inbound import NOON, accept, inbound, numbers, release, report
from workers.wiring import policy_of


@pytest.fixture
def inbox(database: Database) -> PostgresInbox:
    return PostgresInbox(database.pool, policy_of)


async def test_facts_are_numbered_in_the_order_of_the_batch(inbox: PostgresInbox) -> None:
    assert await accept(inbox, release(), report(), report()) == Accepted(accepted=3, duplicates=0)
    await accept(inbox, report())
    facts = (await inbox.read(FactsAfter(case="C-1"))).facts
    assert numbers(facts) == [1, 2, 3, 4]
    assert facts[0].type == "throughcare.custody.release-date.v1"


async def test_the_same_source_and_id_is_stored_once_whatever_it_holds(inbox: PostgresInbox) -> None:
    await accept(inbox, report("C-1", "same"))
    again = await accept(inbox, report("C-1", "same"), report("C-2", "same"), report("C-1", "other"))
    assert again == Accepted(accepted=1, duplicates=2)
    assert numbers((await inbox.read(FactsAfter(case="C-1"))).facts) == [1, 2]
    assert (await inbox.read(FactsAfter(case="C-2"))).facts == ()


async def test_eight_posters_at_once_leave_no_gap_and_no_duplicate(
    inbox: PostgresInbox, database: Database
) -> None:
    shared = [[report(f"C-{n % 3}", f"shared-{n}-{k}") for k in range(3)] for n in range(10)]

    async def post(poster: int) -> int:
        stored = 0
        for n, batch in enumerate(shared):
            mine = [report(f"C-{(n + poster) % 3}"), report(f"C-{(n + 2 * poster) % 3}")]
            turned = [*batch, *mine][:: 1 if poster % 2 else -1]
            stored += (await accept(inbox, *turned)).accepted
        return stored

    stored = await asyncio.gather(*(post(poster) for poster in range(8)))
    assert sum(stored) == 30 + 8 * 20
    for case in ("C-0", "C-1", "C-2"):
        rows = await database.pool.fetch("select number from inbox where case_ref = $1 order by 1", case)
        assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert await database.pool.fetchval("select sum(last_number) from case_file") == sum(stored)


async def test_one_event_under_two_subjects_at_once_is_stored_once(inbox: PostgresInbox) -> None:
    answers = await asyncio.gather(*(accept(inbox, report(f"C-{n}", "same")) for n in range(8)))
    assert sum(answer.accepted for answer in answers) == 1


async def test_a_batch_that_cannot_be_stored_stores_nothing(inbox: PostgresInbox, database: Database) -> None:
    unstorable = report().model_copy(update={"source": "a\x00b"})
    with pytest.raises(asyncpg.PostgresError):
        await accept(inbox, report(), report("C-2"), unstorable)
    assert await database.pool.fetchval("select count(*) from inbox") == 0
    assert await database.pool.fetchval("select count(*) from case_file") == 0


@pytest.mark.parametrize(
    ("at", "time", "occurred"),
    [("2026-08-01T10:00:00+02:00", "2026-08-02", datetime(2026, 8, 1, 8, tzinfo=UTC)),
     (None, "2026-08-02", datetime(2026, 8, 2, tzinfo=UTC)),
     (None, None, NOON)],
)  # fmt: skip
async def test_occurred_is_the_at_of_the_data_else_the_time_else_the_receipt(
    inbox: PostgresInbox, at: str | None, time: str | None, occurred: datetime
) -> None:
    fact = report().model_copy(
        update={
            "time": datetime.fromisoformat(time).replace(tzinfo=UTC) if time else None,
            "data": {"kept": True} | ({"at": at} if at else {}),
        }
    )
    await accept(inbox, fact)
    (stored,) = (await inbox.read(FactsAfter(case="C-1"))).facts
    assert (stored.occurred_at, stored.received_at) == (occurred, NOON)


async def test_what_a_case_opens_by_counts_from_its_receipt_and_later_waits_for_its_time(
    inbox: PostgresInbox, database: Database
) -> None:
    ahead = "2041-09-01T08:00:00Z"
    await accept(inbox, release(at=ahead))
    await database.pool.execute("update case_file set opened_at = received_at from inbox")
    await accept(inbox, release(at=ahead))
    opening, later = (await inbox.read(FactsAfter(case="C-1"))).facts
    assert (opening.occurred_at, later.occurred_at) == (NOON, datetime.fromisoformat(ahead))
    assert opening.data is not None
    assert opening.data["at"] == ahead


async def test_a_death_reaches_every_case_of_the_person_under_its_own_number(inbox: PostgresInbox) -> None:
    await accept(inbox, release("C-1"), release("C-2"), report("C-2"), release("C-3", person="P-2"))
    assert await accept(inbox, died("C-1")) == Accepted(accepted=1, duplicates=0)
    assert await last_fact(inbox, "C-1") == (2, "throughcare.person.died.v1")
    assert await last_fact(inbox, "C-2") == (3, "throughcare.person.died.v1")
    assert await last_fact(inbox, "C-3") == (1, "throughcare.custody.release-date.v1")


async def test_a_death_in_the_same_batch_as_the_cases_reaches_them_all(inbox: PostgresInbox) -> None:
    await accept(inbox, release("C-2"), release("C-1"), died("C-1"))
    assert await last_fact(inbox, "C-2") == (2, "throughcare.person.died.v1")


async def test_the_withdrawal_of_a_false_death_reaches_every_case_that_heard_of_it(
    inbox: PostgresInbox,
) -> None:
    await accept(inbox, release("C-1"), release("C-2"), release("C-3", person="P-2"))
    await accept(inbox, inbound("person.died", "C-1", "false"))
    await accept(
        inbox, inbound("fact.withdrawn", "C-1", source="prison.example", id="false", reason="a slip")
    )
    assert await last_fact(inbox, "C-1") == (3, "throughcare.fact.withdrawn.v1")
    assert await last_fact(inbox, "C-2") == (3, "throughcare.fact.withdrawn.v1")
    assert await last_fact(inbox, "C-3") == (1, "throughcare.custody.release-date.v1")


async def test_merged_persons_share_what_is_said_of_either_until_they_are_unmerged(
    inbox: PostgresInbox,
) -> None:
    await accept(inbox, release("C-1", person="P-1"), release("C-2", person="P-2"))
    await accept(inbox, inbound("person.merged", "C-1", **{"from": "P-1", "into": "P-2"}))
    assert await last_fact(inbox, "C-2") == (2, "throughcare.person.merged.v1")
    await accept(inbox, died("C-2"))
    assert await last_fact(inbox, "C-1") == (3, "throughcare.person.died.v1")
    await accept(inbox, inbound("person.unmerged", "C-1", **{"from": "P-1", "into": "P-2"}))
    await accept(inbox, died("C-2"))
    assert await last_fact(inbox, "C-1") == (4, "throughcare.person.unmerged.v1")


async def test_what_parts_two_records_reaches_the_case_of_one_that_becomes_known_after_it(
    inbox: PostgresInbox,
) -> None:
    await accept(inbox, release("C-1", person="P-1"))
    await accept(inbox, inbound("person.unmerged", "C-1", **{"from": "P-2", "into": "P-1"}))
    await accept(inbox, release("C-2", person="P-2"))
    assert await last_fact(inbox, "C-2") == (2, "throughcare.person.unmerged.v1")


async def test_a_death_reaches_the_case_that_is_announced_after_it_unless_it_was_false(
    inbox: PostgresInbox,
) -> None:
    await accept(inbox, release("C-1"), inbound("person.died", "C-1", "true"))
    await accept(inbox, inbound("person.died", "C-1", "false"))
    await accept(inbox, inbound("fact.withdrawn", "C-1", source="prison.example", id="false", reason="slip"))
    await accept(inbox, release("C-2"), release("C-3", person="P-3"), days=1)
    assert await types(inbox, "C-2") == ["custody.release-date", "person.died"]
    assert await types(inbox, "C-3") == ["custody.release-date"]
    died_before = (await inbox.read(FactsAfter(case="C-2"))).facts[-1]
    assert (died_before.occurred_at, died_before.data) == (NOON, {"person": "P-1"})


async def test_a_death_that_was_told_before_the_case_was_known_reaches_the_persons_others(
    inbox: PostgresInbox,
) -> None:
    await accept(inbox, release("C-1"), died("C-2"))
    await accept(inbox, release("C-2"))
    assert await types(inbox, "C-1") == ["custody.release-date", "person.died"]
    assert await types(inbox, "C-2") == ["person.died", "custody.release-date"]


MERGERS = {
    "a chain": [("P-1", "P-2"), ("P-2", "P-3")],
    "a chain told from its end": [("P-2", "P-3"), ("P-1", "P-2")],
    "a circle": [("P-1", "P-2"), ("P-2", "P-3"), ("P-3", "P-1")],
}


@pytest.mark.parametrize("mergers", MERGERS.values(), ids=MERGERS)
@pytest.mark.parametrize("dead", ["C-1", "C-2", "C-3"])
@pytest.mark.parametrize("told", ["before", "after"])
async def test_a_death_reaches_all_cases_of_merged_records_before_or_after_the_mergers(
    inbox: PostgresInbox, mergers: list[tuple[str, str]], dead: str, told: str
) -> None:
    await accept(inbox, *(release(f"C-{n}", person=f"P-{n}") for n in (1, 2, 3)))
    if told == "before":
        await accept(inbox, died(dead))
    for record, into in mergers:
        subject = f"C-{record[-1]}"
        await accept(inbox, inbound("person.merged", subject, **{"from": record, "into": into}))
    if told == "after":
        await accept(inbox, died(dead))
    for case in ("C-1", "C-2", "C-3"):
        assert (await types(inbox, case)).count("person.died") == 1


async def test_persons_and_new_cases_arriving_at_once_lose_no_death(inbox: PostgresInbox) -> None:
    await accept(inbox, release("C-0"))
    await asyncio.gather(*(accept(inbox, release(f"C-{n}"), died("C-0")) for n in range(1, 7)))
    deaths = []
    for n in range(1, 7):
        facts = (await inbox.read(FactsAfter(case=f"C-{n}"))).facts
        deaths.append(sum(fact.type == "throughcare.person.died.v1" for fact in facts))
    assert deaths == [6] * 6


async def test_facts_are_read_by_number_too(inbox: PostgresInbox) -> None:
    await accept(inbox, *(report() for _ in range(6)))
    assert numbers((await inbox.read(FactsAfter(case="C-1", numbers=(5, 2)))).facts) == [2, 5]
    assert numbers((await inbox.read(FactsAfter(case="C-1", after=4))).facts) == [5, 6]


async def test_a_reading_stays_small_enough_for_temporal(inbox: PostgresInbox) -> None:
    breach = {"condition": "c", "urgency": "routine", "description": "x" * 7_900}
    large = [inbound("breach.reported", breach=f"b{n}", **breach) for n in range(150)]
    await accept(inbox, *large[:100])
    await accept(inbox, *large[100:])
    first = numbers((await inbox.read(FactsAfter(case="C-1"))).facts)
    assert first == list(range(1, len(first) + 1))
    assert 50 < len(first) < 70


async def test_a_withdrawn_fact_keeps_its_number_and_loses_its_data(
    inbox: PostgresInbox, database: Database
) -> None:
    await accept(inbox, report())
    await database.pool.execute("update inbox set withdrawn = true")
    (fact,) = (await inbox.read(FactsAfter(case="C-1"))).facts
    assert (fact.number, fact.data) == (1, None)


async def test_what_was_delivered_is_not_offered_again(inbox: PostgresInbox) -> None:
    await accept(inbox, report(), report(), report())
    await inbox.mark_delivered("C-1", [1, 2])
    assert [each.fact.number for each in await inbox.undelivered("C-1")] == [3]


async def test_to_know_an_event_again_never_takes_a_look_through_the_whole_inbox(
    inbox: PostgresInbox, database: Database
) -> None:
    """Also while PostgreSQL's statistics still say that there is hardly anything in it."""
    for _ in range(4):
        await accept(inbox, *(report(f"C-{n}") for n in range(500)))
    sources, events = ["prison.example"] * 50, [f"event-{n}" for n in range(50)]
    plan = await database.pool.fetch(f"explain {KNOWN}", sources, events)
    assert not any("Seq Scan on inbox" in row[0] for row in plan), plan


async def types(inbox: PostgresInbox, case: str) -> list[str]:
    facts = (await inbox.read(FactsAfter(case=case))).facts
    return [fact.type.removeprefix("throughcare.").removesuffix(".v1") for fact in facts]


def died(case: str) -> InboundFact:
    return inbound("person.died", case)


async def last_fact(inbox: PostgresInbox, case: str) -> tuple[int, str]:
    fact = (await inbox.read(FactsAfter(case=case))).facts[-1]
    return fact.number, fact.type
