"""Notices on their way out, over a real outbox to a real mail server: none is lost, and none stops the others."""

import asyncio
import json
import os
import traceback
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

import asyncpg
import icalendar
import pytest
from pydantic import SecretStr
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import ActivityEnvironment, WorkflowEnvironment
from temporalio.worker import Worker
from typer.testing import CliRunner

from activities.errors import PostAway
from activities.mail_folder import MailFolder
from activities.notices import NoticeActivities, NoticesSent
from activities.outbox import Unsent
from activities.post import Post
from activities.postgres.agencies import PostgresDirectory
from activities.postgres.history import rebuild
from activities.postgres.ledger import PostgresLedger
from activities.postgres.notices import StoredNotice, stored_notices
from activities.postgres.outbox import PostgresOutbox
from activities.smtp import SmtpPost
from domain.addresses import NOTICE_SENDING
from domain.agencies.agency import Agency
from domain.agencies.news import DirectoryChange
from domain.network.events import MemberInvited
from domain.notices.delivery import MOST_REFUSALS, Outcome, Sent
from tests.conftest import Database
from tests.integration.certificates import certified, knows
from tests.integration.mail_server import TestServer, mail_server
from tests.integration.recording import CASE, NOON, STREAM, batch, envelope, make_case
from tests.orchestration.world import TEST_SERVER
from tests.unit.test_calendar_files import CALLED, CANCELLED, POLICE, PRISON, SOCIAL
from workers import notices_cli
from workers.case_worker import SANDBOX
from workers.gateway.reading import PostgresReader
from workflows.notice_sending import NoticeSending

SENDER = Address("Throughcare", addr_spec="cases@probation.example")
DESK = {member: f"{member.replace(':', '.')}@agencies.example" for member in (POLICE, PRISON, SOCIAL)}


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async with mail_server() as running:
        yield running


@pytest.fixture
async def outbox(database: Database) -> PostgresOutbox:
    """Three members are invited; the directory has an address of each."""
    await make_case(database.pool)
    for member, address in DESK.items():
        await known(database, member, channel="mail", address=address)
    invited = [envelope(n, MemberInvited(member=member), STREAM) for n, member in enumerate(DESK, start=1)]
    await PostgresLedger(database.pool).append(batch(*invited))
    return PostgresOutbox(database.pool)


async def known(database: Database, member: str, **reached: str) -> None:
    agency = Agency.model_validate({"member": member, "jurisdiction": "eu", "level": "national", **reached})
    change = DirectoryChange(source="test", member=member, agency=agency)
    await PostgresDirectory(database.pool).bring_in([change], NOON)


async def told(database: Database) -> Sequence[StoredNotice]:
    return await stored_notices(database.pool, CASE) or ()


async def states(database: Database) -> dict[str, str | None]:
    """Of each member's notice: sent, or why not, or None while it waits."""
    stored = await told(database)
    return {each.notice.to: "sent" if each.sent_at else each.undeliverable for each in stored}


async def later(database: Database) -> None:
    """What was put off is due."""
    await database.pool.execute("update notice set next_attempt = clock_timestamp()")


async def one_round(outbox: PostgresOutbox, post: Post) -> NoticesSent:
    activities = NoticeActivities(outbox, post, SENDER)
    found: NoticesSent = await ActivityEnvironment().run(activities.send_what_is_due)
    return found


async def test_each_notice_goes_out_once_to_the_address_of_its_member(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=3)
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent()
    assert server.receivers == list(DESK.values())
    assert server.taken[0]["Message-ID"] == "<C-1~1~police=north@probation.example>"
    assert set((await states(database)).values()) == {"sent"}


@pytest.mark.proves("R45")
async def test_a_call_to_a_meeting_and_its_cancellation_arrive_as_calendar_parts(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    await one_round(outbox, SmtpPost(server.address))
    server.taken.clear()
    await PostgresLedger(database.pool).append(
        batch(envelope(4, CALLED, STREAM), envelope(5, CANCELLED, STREAM))
    )
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=4)
    methods = []
    for mail in server.taken:
        _, part = mail.iter_parts()
        assert isinstance(part, EmailMessage)
        calendar = icalendar.Calendar.from_ical(part.get_content())
        assert part.get_param("method") == calendar["METHOD"]
        methods.append(str(calendar["METHOD"]))
    assert sorted(methods) == ["CANCEL", "CANCEL", "CANCEL", "REQUEST"]


async def test_a_member_whom_the_server_refuses_for_good_is_told_to_operators_and_stops_nobody(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    server.answers[DESK[POLICE]] = f"550 5.1.1 <{DESK[POLICE]}> is unknown here"
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=2, undeliverable=1)
    refused, *_ = await told(database)
    assert (refused.sent_at, refused.undeliverable, refused.reply) == (None, "refused", "550 5.1.1")
    await later(database)
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent()


async def test_a_member_who_is_put_off_is_tried_again_and_given_up_in_the_end(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    server.answers[DESK[POLICE]] = "452 4.2.2 the mailbox is full"
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=2, put_off=1)
    assert (await told(database))[0].reply == "452 4.2.2"
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent()
    await database.pool.execute("update notice set refusals = $1 where sent_at is null", MOST_REFUSALS - 1)
    await later(database)
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(undeliverable=1)
    assert (await states(database))[POLICE] == "expired"


async def test_a_mailbox_that_is_emptied_in_time_gets_what_waited(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    server.answers[DESK[POLICE]] = "452 4.2.2 the mailbox is full"
    await one_round(outbox, SmtpPost(server.address))
    server.answers.clear()
    await later(database)
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=1)
    assert (await told(database))[0].reply is None


async def test_a_server_that_hangs_on_one_receiver_serves_the_others(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    server.hangs_on.add(DESK[POLICE])
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=2, put_off=1)
    assert (await states(database))[POLICE] is None
    server.hangs_on.clear()
    await later(database)
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=1)


async def test_a_server_that_hangs_on_everybody_is_left_alone_until_the_next_attempt(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    server.hangs_on.update(DESK.values())
    with pytest.raises(PostAway, match="3 times in a row"):
        await one_round(outbox, SmtpPost(server.address))
    assert set((await states(database)).values()) == {None}


async def test_a_server_that_is_away_has_everything_wait_and_takes_it_when_it_is_back(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    await server.go_away()
    with pytest.raises(PostAway, match="can't be reached: SMTPConnectError"):
        await one_round(outbox, SmtpPost(server.address))
    assert set((await states(database)).values()) == {None}
    await server.start()
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=3)


async def test_a_server_without_encryption_gets_nothing_unless_that_was_asked_for(
    outbox: PostgresOutbox, server: TestServer
) -> None:
    with pytest.raises(PostAway):
        await one_round(outbox, SmtpPost(server.address._replace(tls="starttls")))
    assert server.taken == []


async def test_a_server_with_a_certificate_and_a_password_gets_both_checked_before_any_mail(
    outbox: PostgresOutbox, server: TestServer, tmp_path: Path
) -> None:
    await server.go_away()
    encrypted, authorities = certified(tmp_path)
    server.options = {
        "tls_context": encrypted,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": knows("cases", "open sesame"),
    }
    await server.start()
    right = server.address._replace(
        tls="starttls", authorities=authorities, user="cases", password=SecretStr("open sesame")
    )
    with pytest.raises(PostAway, match="SMTPAuthenticationError 535"):
        await one_round(outbox, SmtpPost(right._replace(password=SecretStr("open barley"))))
    with pytest.raises(PostAway, match="can't be reached"):
        await one_round(outbox, SmtpPost(right._replace(authorities=None)))
    assert server.taken == []
    assert await one_round(outbox, SmtpPost(right)) == NoticesSent(sent=3)


async def test_a_server_that_closes_the_channel_while_it_names_an_address_doesnt_bring_it_into_a_failure(
    outbox: PostgresOutbox, server: TestServer
) -> None:
    server.answers = {address: f"421 4.3.2 <{address}> not now" for address in DESK.values()}
    with pytest.raises(PostAway) as failed:
        await one_round(outbox, SmtpPost(server.address))
    shown = "".join(traceback.format_exception(failed.value))
    assert "agencies.example" not in shown
    assert "BrokenOff" in shown


async def test_what_the_server_refuses_of_all_that_we_send_is_no_fault_of_the_receivers(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    server.takes_from_us = "550 5.7.1 who are you?"
    with pytest.raises(PostAway, match="takes nothing from our sender: 550"):
        await one_round(outbox, SmtpPost(server.address))
    assert set((await states(database)).values()) == {None}


async def test_a_mail_that_is_refused_after_it_was_read_is_told_with_its_code(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    server.after_reading = "554 5.6.0 not like this"
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(undeliverable=3)
    assert {each.reply for each in await told(database)} == {"554 5.6.0"}


async def test_a_crash_between_sending_and_marking_sends_the_same_mail_again(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    await database.pool.execute("update notice set sent_at = now() where member <> $1", POLICE)
    server.drops_after_taking = True
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(put_off=1)
    server.drops_after_taking = False
    await later(database)
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=1)
    first, again = server.taken
    assert first["Message-ID"] == again["Message-ID"]
    assert first.as_bytes() == again.as_bytes()


async def test_a_process_that_dies_after_sending_lets_go_of_the_notice_and_the_folder_keeps_one_mail(
    outbox: PostgresOutbox, database: Database, tmp_path: Path
) -> None:
    carried = asyncio.Event()

    class Dying(MailFolder):
        async def _carry(self, mail: EmailMessage) -> None:
            await super()._carry(mail)
            carried.set()
            await asyncio.sleep(3600)

    sending = asyncio.create_task(one_round(outbox, Dying(tmp_path)))
    await carried.wait()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert set((await states(database)).values()) == {None}
    assert await one_round(outbox, MailFolder(tmp_path)) == NoticesSent(sent=3)
    assert len(os.listdir(tmp_path)) == 3


async def test_two_senders_never_carry_the_same_notice(outbox: PostgresOutbox) -> None:
    seen: list[str] = []

    async def deliver(unsent: Unsent) -> Outcome:
        seen.append(str(unsent.key))
        await asyncio.sleep(0.05)
        return Sent()

    await asyncio.gather(*(outbox.settle_next(deliver) for _ in range(4)))
    assert len(seen) == len(set(seen)) == 3


async def test_a_mail_that_is_slow_to_go_out_holds_up_nothing_that_its_case_records(
    outbox: PostgresOutbox, database: Database
) -> None:
    async def deliver(_: Unsent) -> Outcome:
        again = envelope(4, MemberInvited(member=POLICE), STREAM)
        await PostgresLedger(database.pool).append(batch(again))
        await rebuild(database.pool, CASE)
        return Sent()

    async with asyncio.timeout(10):
        assert await outbox.settle_next(deliver) == Sent()
    assert [each.sent_at is not None for each in await told(database)] == [True, False, False, False]


async def test_who_has_no_address_or_another_channel_is_listed_until_an_operator_has_it_tried_again(
    outbox: PostgresOutbox, server: TestServer, database: Database, tmp_path: Path
) -> None:
    await known(database, POLICE, channel="phone", address="+32 2 555 01 00")
    await known(database, PRISON)
    await known(database, SOCIAL, channel="mail", address="by the back door")
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(undeliverable=3)
    expected = {POLICE: "other-channel", PRISON: "no-address", SOCIAL: "bad-address"}
    assert await states(database) == expected

    listed = await at_terminal(database, tmp_path, "list", "--json")
    assert {each["member"]: each["undeliverable"] for each in json.loads(listed)} == expected
    assert "another channel than mail" in await at_terminal(database, tmp_path, "list", "--member", POLICE)
    assert json.loads(await at_terminal(database, tmp_path, "list", "--waiting", "--json")) == []

    await known(database, PRISON, channel="mail", address=DESK[PRISON])
    assert "tried again: 1" in await at_terminal(database, tmp_path, "retry", "--reason", "no-address")
    assert await one_round(outbox, SmtpPost(server.address)) == NoticesSent(sent=1)
    assert server.receivers == [DESK[PRISON]]
    assert "tried again: 2" in await at_terminal(database, tmp_path, "retry", "--all")


async def at_terminal(database: Database, folder: Path, *asked: str) -> str:
    (folder / "dev.json").write_text(json.dumps({"database": database.app_dsn}))
    command = [*asked, "--data", str(folder)]
    answer = await asyncio.to_thread(CliRunner(env={"COLUMNS": "200"}).invoke, notices_cli.app, command)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.mark.parametrize("asked", [["retry"], ["list", "--reason", "mood"]])
def test_a_retry_of_nothing_in_particular_and_an_unknown_reason_are_refused(asked: list[str]) -> None:
    assert CliRunner().invoke(notices_cli.app, asked).exit_code == 2


async def test_a_notice_is_read_with_what_came_of_it(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    server.answers[DESK[POLICE]] = "550 5.1.1 unknown"
    await one_round(outbox, SmtpPost(server.address))
    first, second, _ = await PostgresReader(database.pool, lambda: NOON).notices(CASE) or ()
    assert (first["sent"], first["undeliverable"], first["reply"]) == (None, "refused", "550 5.1.1")
    assert second["sent"] is not None


@pytest.mark.usefixtures("outbox")
async def test_nothing_is_both_sent_and_undeliverable(database: Database) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await database.pool.execute("update notice set sent_at = now(), undeliverable = 'refused'")


async def test_a_server_that_is_away_for_a_day_loses_nothing(
    outbox: PostgresOutbox, server: TestServer, database: Database
) -> None:
    await server.go_away()
    activities = NoticeActivities(outbox, SmtpPost(server.address), SENDER)
    async with (
        await WorkflowEnvironment.start_time_skipping(
            test_server_existing_path=str(TEST_SERVER), data_converter=pydantic_data_converter
        ) as environment,
        Worker(
            environment.client,
            task_queue="notices",
            workflows=[NoticeSending],
            activities=[activities.send_notices],
            workflow_runner=SANDBOX,
        ),
    ):
        handle = await environment.client.start_workflow(NOTICE_SENDING, id="sending", task_queue="notices")
        await environment.sleep(timedelta(days=1))
        assert set((await states(database)).values()) == {None}
        await server.start()
        assert NoticesSent.model_validate(await handle.result()) == NoticesSent(sent=3)
    assert sorted(server.receivers) == sorted(DESK.values())
