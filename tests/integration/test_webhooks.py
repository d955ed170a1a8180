"""Events on their way to other systems, over a real outbox to a real endpoint: none is lost, none overtakes."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from activities.postgres.ledger import PostgresLedger
from activities.postgres.subscriptions import not_taken, pause, remove, resume, rotate
from domain.appointment.events import CaseHolderChanged
from domain.custody.facts import ReleaseDateSet
from domain.subscriptions.delivery import PAUSES
from tests.conftest import Database
from tests.integration.receiver import Posted, Receiver, receiver
from tests.integration.recording import STREAM, batch, envelope, make_case
from tests.integration.subscribing import (
    SOURCE,
    case_with,
    later,
    one_case,
    recorded,
    send_all,
    sending,
    standing,
    subscribe,
    subscribed_case,
)
from workers.subscriptions_cli import drawn_secret


@pytest.fixture
async def system() -> AsyncIterator[Receiver]:
    async with receiver() as running:
        yield running


async def test_what_is_recorded_is_told_once_signed_and_with_references_only(
    database: Database, system: Receiver
) -> None:
    secret = await subscribed_case(database.pool, system.url, events=1)
    assert (await send_all(database.pool)).taken == 1
    assert (await send_all(database.pool)).taken == 0
    (posted,) = system.taken
    event = Webhook(secret).verify(posted.body, posted.headers)
    assert event["id"] == posted.headers["webhook-id"]
    del event["id"]
    assert event == {
        "specversion": "1.0",
        "source": SOURCE,
        "type": "throughcare.obligation.raised.v1",
        "subject": "C-1",
        "time": "2026-09-01T12:00:00Z",
        "recordedtime": "2026-09-01T12:00:00.000001Z",
        "sequence": "0000000001",
        "datacontenttype": "application/json",
        "data": {
            "obligation": "handover/1/supply-item:1",
            "kind": "supply-item",
            "owner": "prison:c-1",
            "due": "2026-09-02T12:00:00Z",
        },
    }
    assert posted.headers["content-type"] == "application/cloudevents+json"


async def test_an_event_that_was_changed_on_its_way_or_signed_by_somebody_else_is_recognised(
    database: Database, system: Receiver
) -> None:
    secret = await subscribed_case(database.pool, system.url, events=1)
    await send_all(database.pool)
    (posted,) = system.taken
    changed = posted.body.replace("C-1", "C-2")
    for body, headers, key in (
        (changed, posted.headers, secret),
        (posted.body, posted.headers | {"webhook-id": "another"}, secret),
        (posted.body, posted.headers | {"webhook-timestamp": "1788264000"}, secret),
        (posted.body, posted.headers, drawn_secret()),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(key).verify(body, headers)


async def test_while_a_secret_is_replaced_whoever_knows_either_can_verify(
    database: Database, system: Receiver
) -> None:
    former = await subscribe(database.pool, system.url)
    newer = drawn_secret()
    await rotate(database.pool, "housing", newer, timedelta(days=7))
    await case_with(database.pool, events=1)
    await send_all(database.pool)
    (posted,) = system.taken
    for secret in (former, newer):
        Webhook(secret).verify(posted.body, posted.headers)
    await database.pool.execute("update subscription set former_until = now()")
    await recorded(database.pool, "C-1", 2, 2)
    await send_all(database.pool)
    posted = system.taken[-1]
    Webhook(newer).verify(posted.body, posted.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(former).verify(posted.body, posted.headers)


async def test_a_system_hears_of_its_types_and_its_jurisdictions_and_of_nothing_from_before(
    database: Database, system: Receiver
) -> None:
    pool = database.pool
    for case, area in (("C-1", "eu"), ("C-2", "eu-south")):
        await one_case(pool, case, area)
    await recorded(pool, "C-1", 1, 1)
    await subscribe(pool, system.url, "all", events=("*",), jurisdictions=None)
    await subscribe(pool, system.url, "south", events=("obligation.*",), jurisdictions=("eu-south",))
    await subscribe(pool, system.url, "met", events=("obligation.met",), jurisdictions=("eu", "eu-south"))
    await subscribe(pool, system.url, "gone")
    await remove(pool, "gone")
    await recorded(pool, "C-1", 2, 2)
    await recorded(pool, "C-2", 1, 1)
    rows = await pool.fetch("select subscription, case_ref, position from subscribed_event order by 1, 2, 3")
    assert [tuple(row) for row in rows] == [("all", "C-1", 2), ("all", "C-2", 1), ("south", "C-2", 1)]


async def test_of_a_case_that_moves_both_areas_are_told_that_it_does(database: Database) -> None:
    pool = database.pool
    for area in ("eu", "eu-south", "eu-north"):
        await subscribe(pool, "https://desk.example/", area, jurisdictions=(area,))
    await make_case(pool)
    ledger = PostgresLedger(pool)
    release = {"person": "P-1", "entry": "sentence", "kind": "unknown", "release_date": None}
    here = ReleaseDateSet.model_validate(release | {"jurisdiction": "eu", "supervision_end": None})
    there = ReleaseDateSet.model_validate(release | {"jurisdiction": "eu-south", "supervision_end": None})
    await ledger.append(batch(envelope(1, here, STREAM)))
    moves = CaseHolderChanged(holder="probation:eu-south", jurisdiction="eu-south")
    await ledger.append(batch(envelope(2, there, STREAM), envelope(3, moves, STREAM)))
    await ledger.append(batch(envelope(4, there, STREAM)))
    rows = await pool.fetch("select subscription, position from subscribed_event order by 2, 1")
    assert [tuple(row) for row in rows] == [
        ("eu", 1),
        ("eu", 2),
        ("eu-south", 2),
        ("eu", 3),
        ("eu-south", 3),
        ("eu-south", 4),
    ]


async def test_no_events_without_what_is_told_of_them_and_nothing_told_of_what_failed(
    database: Database, system: Receiver
) -> None:
    await subscribed_case(database.pool, system.url, events=1)
    clashing = envelope(
        1, stream=STREAM, event_id=await database.pool.fetchval("select event_id from ledger")
    )
    with pytest.raises(Exception, match="duplicate key"):
        await PostgresLedger(database.pool).append(batch(clashing))
    assert await database.pool.fetchval("select count(*) from subscribed_event") == 1


async def test_what_is_told_of_a_case_comes_in_its_order_and_several_cases_at_once(
    database: Database, system: Receiver
) -> None:
    await subscribe(database.pool, system.url)
    system.delay = 0.01
    for number in range(1, 21):
        await case_with(database.pool, f"C-{number}", events=10)
    assert (await send_all(database.pool)).taken == 200
    for number in range(1, 21):
        mine = [place for case, place in system.places if case == f"C-{number}"]
        assert mine == list(range(1, 11))
    assert 1 < system.most_at_once <= 8


async def test_two_senders_at_once_send_each_event_once(database: Database, system: Receiver) -> None:
    await subscribe(database.pool, system.url)
    for number in range(1, 11):
        await case_with(database.pool, f"C-{number}", events=10)
    both = await asyncio.gather(send_all(database.pool), send_all(database.pool))
    assert sum(each.taken for each in both) == 100
    assert set(system.ids.values()) == {1}


@pytest.mark.parametrize(
    ("head", "reply"),
    [
        ("302 Found\r\nLocation: http://127.0.0.1:1/elsewhere", "302 (a redirect)"),
        ("500 Internal Server Error", "500"),
        ("404 Not Found", "404"),
        ("401 Unauthorized", "401"),
    ],
)
async def test_an_endpoint_that_takes_nothing_is_left_alone_for_longer_and_longer(
    database: Database, system: Receiver, head: str, reply: str
) -> None:
    await subscribed_case(database.pool, system.url, events=3)
    system.head = head
    for failures, pause_of_it in enumerate(PAUSES[:3], start=1):
        assert (await send_all(database.pool)).taken == 0
        assert len(system.posted) == failures
        found = await standing(database.pool)
        assert (found.reply, found.waiting, found.paused_at) == (reply, 3, None)
        until = await database.pool.fetchval("select next_attempt - now() from subscription")
        assert pause_of_it - timedelta(seconds=30) < until <= pause_of_it
        await later(database.pool)
    system.head = "202 Accepted"
    assert (await send_all(database.pool)).taken == 3
    assert (await standing(database.pool)).failing_since is None


async def test_an_endpoint_that_takes_nothing_for_days_is_paused_and_shown_and_gets_all_when_it_is_resumed(
    database: Database, system: Receiver
) -> None:
    await subscribed_case(database.pool, system.url, events=3)
    await system.go_away()
    for _ in range(len(PAUSES) + 1):
        assert (await standing(database.pool)).paused_at is None
        await send_all(database.pool)
        await later(database.pool)
    found = await standing(database.pool)
    assert (found.paused_because, found.reply, found.waiting) == ("away", "ConnectError", 3)
    await recorded(database.pool, "C-1", 4, 4)
    await system.start()
    assert (await send_all(database.pool)).taken == 0
    await resume(database.pool, "housing")
    assert (await send_all(database.pool)).taken == 4
    assert [place for _, place in system.places] == [1, 2, 3, 4]


async def test_an_endpoint_that_says_it_is_gone_is_paused_at_once(
    database: Database, system: Receiver
) -> None:
    await subscribed_case(database.pool, system.url, events=2)
    system.head = "410 Gone"
    await send_all(database.pool)
    await later(database.pool)
    await send_all(database.pool)
    assert len(system.posted) == 1
    assert (await standing(database.pool)).paused_because == "gone"


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_an_endpoint_that_asks_for_time_is_given_it(
    database: Database, system: Receiver, status: str
) -> None:
    await subscribed_case(database.pool, system.url, events=1)
    system.head = f"{status}\r\nRetry-After: 3600"
    await send_all(database.pool)
    until = await database.pool.fetchval("select next_attempt - now() from subscription")
    assert timedelta(minutes=59) < until <= timedelta(hours=1)


async def test_one_event_that_is_refused_holds_up_its_case_and_no_other_and_is_set_aside_in_the_end(
    database: Database, system: Receiver
) -> None:
    pool = database.pool
    await subscribe(pool, system.url)
    for case in ("C-1", "C-2"):
        await case_with(pool, case, events=3)

    def is_disliked(posted: Posted) -> bool:
        return posted.place == ("C-1", 2)

    system.refuses = is_disliked
    await send_all(pool)
    assert sorted(system.places) == [("C-1", 1), ("C-2", 1), ("C-2", 2), ("C-2", 3)]
    assert (await standing(pool)).failing_since is None
    for _ in PAUSES:
        await later(pool)
        await send_all(pool)
    found = await standing(pool)
    assert (found.paused_at, found.waiting, found.aside) == (None, 0, 1)
    (refused,) = await not_taken(pool, "housing", 10)
    assert (refused.case, refused.position, refused.reply) == ("C-1", 2, "422")
    assert system.places[-1] == ("C-1", 3)
    system.refuses = lambda _: False
    await resume(pool, "housing")
    assert (await send_all(pool)).taken == 1
    assert (await standing(pool)).aside == 0


async def test_one_event_that_an_endpoint_stumbles_over_stops_none_of_its_other_cases(
    database: Database, system: Receiver
) -> None:
    pool = database.pool
    await subscribe(pool, system.url)
    system.refusal = "500 Internal Server Error"
    system.refuses = lambda posted: posted.place[0] in ("C-1", "C-2")
    for case in ("C-1", "C-2"):
        await case_with(pool, case, events=1)
    for _ in PAUSES[:3]:
        await send_all(pool)
        await later(pool)
    assert (await standing(pool)).failing_since is not None
    for case in ("C-3", "C-4"):
        await case_with(pool, case, events=1)
    for _ in range(2):
        await pool.execute("update subscription set next_attempt = now()")
        await send_all(pool)
    assert sorted(system.places) == [("C-3", 1), ("C-4", 1)]
    found = await standing(pool)
    assert (found.paused_at, found.waiting) == (None, 2)


async def test_what_one_endpoint_sets_as_cookies_no_other_is_sent(
    database: Database, system: Receiver
) -> None:
    system.head = "200 OK\r\nSet-Cookie: sid=one; Path=/"
    await subscribed_case(database.pool, system.url, events=2)
    assert (await send_all(database.pool)).taken == 2
    assert not any("cookie" in posted.headers for posted in system.posted)


async def test_a_fault_of_ours_with_one_endpoint_leaves_it_alone_and_ends_no_other(
    database: Database, system: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with receiver() as odd:
        await subscribe(database.pool, odd.url, "odd")
        await subscribe(database.pool, system.url, "well")
        await case_with(database.pool, events=3)
        odd.head = "200 Odd"
        monkeypatch.setattr("activities.endpoints.asked_for", _stumble_over("Odd"))
        assert (await send_all(database.pool)).taken == 3
    found = await standing(database.pool, "odd")
    assert (found.reply, found.waiting) == ("ArithmeticError", 3)
    assert system.places == [("C-1", 1), ("C-1", 2), ("C-1", 3)]


def _stumble_over(reason: str) -> Callable[[httpx.Response], timedelta]:
    def asked_for(response: httpx.Response) -> timedelta:
        if response.reason_phrase == reason:
            raise ArithmeticError
        return timedelta()

    return asked_for


async def test_an_endpoint_that_refuses_each_event_for_days_is_paused(
    database: Database, system: Receiver
) -> None:
    pool = database.pool
    await subscribed_case(pool, system.url, events=2)
    system.refuses = lambda _: True
    for _ in range(len(PAUSES) + 1):
        await send_all(pool)
        await later(pool)
    found = await standing(pool)
    assert (found.paused_because, found.reply, found.waiting) == ("refuses-everything", "422", 2)


async def test_an_endpoint_that_hangs_holds_up_nobody_else(
    database: Database, system: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.webhooks.SECONDS_TO_FINISH", 0.1)
    async with receiver() as hanging, sending(database.pool) as of:
        hanging.mood = "hanging"
        await subscribe(database.pool, hanging.url, "hanging")
        await subscribe(database.pool, system.url, "well")
        await case_with(database.pool, events=5)
        await of.look()
        async with asyncio.timeout(60):
            while len(system.taken) < 5:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert (await standing(database.pool, "hanging")).waiting == 5


@pytest.mark.parametrize("mood", ["endless", "endless head", "hanging", "hanging up"])
async def test_an_answer_without_end_or_without_beginning_is_waited_for_no_longer_than_needed(
    database: Database, system: Receiver, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.endpoints.IN_ALL", 2.0)
    await subscribed_case(database.pool, system.url, events=1)
    system.mood = mood  # type: ignore[assignment]
    sent = await send_all(database.pool)
    assert sent.taken == (1 if mood == "endless" else 0)
    if not sent.taken:
        assert (await standing(database.pool)).waiting == 1


async def test_what_is_paused_by_hand_waits_and_what_has_waited_too_long_is_counted_and_not_sent(
    database: Database, system: Receiver
) -> None:
    pool = database.pool
    await subscribe(pool, system.url)
    await one_case(pool)
    await pause(pool, "housing")
    await recorded(pool, "C-1", 1, 3)
    assert (await send_all(pool)).taken == 0
    owner_sees = "update subscribed_event set stored_at = now() - interval '91 days' where position = 1"
    with pytest.raises(Exception, match="permission denied"):
        await pool.execute(owner_sees)
    await _as_owner(database, owner_sees)
    await resume(pool, "housing")
    assert (await send_all(pool)).taken == 2
    assert [place for _, place in system.places] == [2, 3]
    assert (await standing(pool)).too_old == 1


async def _as_owner(database: Database, statement: str) -> None:
    import asyncpg

    owner = await asyncpg.connect(database.owner_dsn)
    await owner.execute(statement)
    await owner.close()


@pytest.mark.parametrize(("training", "sent"), [(False, 0), (True, 1)])
async def test_an_exercise_writes_to_no_other_machine_unless_it_is_there_for_training(
    database: Database, *, training: bool, sent: int
) -> None:
    await subscribe(database.pool, "http://desk.invalid/", in_the_clear=True, training=training)
    await case_with(database.pool, events=1)
    tried = await send_all(database.pool, exercise=True)
    assert tried.not_taken == sent


async def test_a_sender_that_is_killed_after_posting_is_followed_by_one_that_posts_under_the_same_id(
    database: Database, system: Receiver
) -> None:
    await subscribed_case(database.pool, system.url, events=1)
    system.mood = "hanging"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "tests.integration.sender", database.app_dsn
    )
    async with asyncio.timeout(60):
        while not system.posted:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    system.mood = "well"
    assert (await send_all(database.pool)).taken == 0, "the lease of the one that was killed"
    await later(database.pool)
    assert (await send_all(database.pool)).taken == 1
    first, again = system.posted
    assert (first.headers["webhook-id"], first.body) == (again.headers["webhook-id"], again.body)


async def test_a_sender_that_has_lost_its_lease_still_marks_what_was_taken(
    database: Database, system: Receiver
) -> None:
    pool = database.pool
    await subscribed_case(pool, system.url, events=2)
    system.is_free.clear()
    async with sending(pool) as slow:
        await slow.look()
        async with asyncio.timeout(60):
            while not system.posted:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await pool.execute("update subscription set leased_by = gen_random_uuid()")
        system.is_free.set()
        await asyncio.gather(*slow.served)
    assert await pool.fetchval("select count(*) from subscribed_event where sent_at is not null") == 1
    assert (await standing(pool)).taken_at is None


async def test_nothing_of_a_secret_or_an_answer_is_kept_where_it_could_be_read(
    database: Database, system: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = await subscribed_case(database.pool, system.url, events=1)
    system.head = "500 Whispered"
    await send_all(database.pool)
    shown = json.dumps([(await standing(database.pool))._asdict()], default=str)
    logged = capsys.readouterr()
    for place in (shown, logged.out, logged.err):
        assert secret not in place
        assert "Whispered" not in place
