"""A notice on its way out: its name, its mail, and what comes of an answer."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import icalendar
import pytest
from pydantic import ValidationError

from activities.errors import PostAway
from activities.mail import mail_address, mail_of
from activities.mail_folder import MailFolder
from activities.outbox import Unsent
from activities.post import NoPost, Post
from activities.smtp import SmtpPost
from domain.agencies.agency import Agency, ChannelKind
from domain.clock import CaseClock
from domain.events import Event
from domain.notices.delivery import (
    LONGEST_PAUSE,
    MOST_REFUSALS,
    GivenUp,
    NoticeKey,
    PutOff,
    after_refusal,
    lacks,
)
from domain.notices.notice import notices_of
from domain.obligations.obligation import ObligationReminded
from tests.integration.recording import NOON, STREAM, envelope
from tests.unit.test_calendar_files import CALLED, PRISON
from workers.mail_settings import MailSettings
from workers.sending import post_of
from workers.wording import sending

SENDER = Address("Throughcare", addr_spec="cases@probation.example")
DESK = Address("", addr_spec="desk@north.example")
REMINDED = ObligationReminded(obligation="supply-item:health-summary", to=PRISON)


def agency(channel: ChannelKind | None, address: str | None) -> Agency:
    return Agency(
        member="police:north", jurisdiction="eu", level="national", channel=channel, address=address
    )


def unsent(event: Event, place: int = 0) -> Unsent:
    recorded = envelope(7, event, STREAM)
    notice = notices_of(recorded)[place]
    return Unsent(NoticeKey("C-1", 7, notice.to), notice, recorded, NOON, None, 0)


def written(event: Event, place: int = 0) -> EmailMessage:
    read = message_from_bytes(mail_of(unsent(event, place), DESK, SENDER).as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    assert read.defects == []
    return read


def test_no_two_notices_have_the_same_name() -> None:
    keys = [
        NoticeKey("C-1", 12, "police:north"),
        NoticeKey("C-1", 1, "police:north"),
        NoticeKey("C-1", 12, "police:north.2"),
        NoticeKey("C.1", 12, "police:north"),
        NoticeKey("C:1", 12, "police:north"),
        NoticeKey("C-1", 12, "court"),
    ]
    assert str(keys[0]) == "C-1~12~police=north"
    assert len({str(key) for key in keys}) == len(keys)


def test_a_mail_is_known_by_the_name_of_its_notice_and_says_that_no_person_wrote_it() -> None:
    mail = written(REMINDED)
    assert mail["Message-ID"] == "<C-1~7~prison=eu@probation.example>"
    assert mail["Date"].datetime == NOON
    assert (mail["From"], mail["To"]) == ("Throughcare <cases@probation.example>", "desk@north.example")
    assert mail["Subject"] == "Reminder: supply health-summary, case C-1"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert "About: supply-item:health-summary\r\nFor: prison:eu\r\n" in mail.get_content()


@pytest.mark.proves("R45")
@pytest.mark.parametrize(("place", "method"), [(0, "REQUEST"), (1, "CANCEL")])
def test_a_call_to_a_meeting_carries_its_calendar(place: int, method: str) -> None:
    text, calendar = written(CALLED, place).iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(calendar, EmailMessage)
    assert text.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == method
    read = icalendar.Calendar.from_ical(calendar.get_content())
    assert read["METHOD"] == method
    (meeting,) = read.walk("VEVENT")
    assert (meeting["UID"], meeting["SEQUENCE"]) == (CALLED.uid, CALLED.sequence)


def test_the_same_notice_is_the_same_mail_byte_for_byte() -> None:
    first, second = (mail_of(unsent(CALLED), DESK, SENDER).as_bytes() for _ in range(2))
    assert first == second


NO_ADDRESSES = ["+32 2 555 01 00", "desk", "desk@", "desk@[", "Desk <a@b.example>", "a@b.example\r\n"]


@pytest.mark.parametrize("nonsense", [*NO_ADDRESSES, "a b@north.example", "désk@north.example", "a@-b"])
def test_what_is_no_mail_address_is_seen(nonsense: str) -> None:
    assert mail_address(nonsense) is None


def test_who_is_reached_by_mail_is_a_matter_of_the_directory() -> None:
    assert lacks(None) == "no-address"
    assert lacks(agency(None, None)) == "no-address"
    assert lacks(agency("phone", "+32 2 555 01 00")) == "other-channel"
    assert lacks(agency("mail", "desk@north.example")) is None


def test_a_refusal_for_good_is_final_and_any_other_is_tried_again_for_about_five_days() -> None:
    assert after_refusal("550 5.1.1", permanent=True, before=0) == GivenUp("refused", "550 5.1.1")
    pauses = timedelta()
    for before in range(MOST_REFUSALS - 1):
        outcome = after_refusal("451", permanent=False, before=before)
        assert isinstance(outcome, PutOff)
        assert outcome.pause <= LONGEST_PAUSE
        pauses += outcome.pause
    assert timedelta(days=4, hours=12) < pauses < timedelta(days=5, hours=12)
    assert after_refusal("451", permanent=False, before=MOST_REFUSALS - 1) == GivenUp("expired", "451")


async def test_in_a_folder_the_same_notice_is_one_file_however_often_it_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    for _ in range(2):
        async with MailFolder(folder).round() as carry:
            await carry(mail_of(unsent(CALLED), DESK, SENDER))
    (file,) = folder.iterdir()
    assert file.name == "C-1~7~police=north.eml"
    assert file.read_bytes() == mail_of(unsent(CALLED), DESK, SENDER).as_bytes()
    assert (folder.stat().st_mode | file.stat().st_mode) & 0o077 == 0


async def test_a_folder_that_cant_be_written_has_the_mail_wait(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    async with MailFolder(tmp_path / "mail").round() as carry:
        with pytest.raises(PostAway, match="File exists"):
            await carry(mail_of(unsent(REMINDED), DESK, SENDER))


EXERCISE = CaseClock.exercise(datetime(2026, 9, 1, tzinfo=UTC), 10)


@pytest.mark.parametrize(
    ("settings", "clock", "kind"),
    [
        (MailSettings(), CaseClock(), NoPost),
        (MailSettings(mail_folder=Path("mail")), CaseClock(), MailFolder),
        (MailSettings(mail_folder=Path("mail"), smtp_host="mail.example"), CaseClock(), SmtpPost),
        (MailSettings(mail_folder=Path("mail"), smtp_host="mail.example"), EXERCISE, MailFolder),
        (MailSettings(smtp_host="mail.example"), EXERCISE, NoPost),
    ],
)
def test_a_server_stands_before_a_folder_but_never_in_an_exercise(
    settings: MailSettings, clock: CaseClock, kind: type[Post]
) -> None:
    assert isinstance(post_of(settings, clock), kind)


async def test_where_nobody_has_said_how_mail_leaves_it_waits_and_says_what_to_set() -> None:
    async with NoPost().round() as carry:
        with pytest.raises(PostAway, match="THROUGHCARE_SMTP_HOST nor THROUGHCARE_MAIL_FOLDER"):
            await carry(EmailMessage())


def test_a_password_shows_nowhere_and_never_goes_out_in_the_clear() -> None:
    given = {"smtp_host": "mail.example", "smtp_password": "open sesame"}
    assert "sesame" not in repr(MailSettings.model_validate(given))
    with pytest.raises(ValidationError, match="never goes out in the clear"):
        MailSettings.model_validate({**given, "smtp_tls": "none"})
    with pytest.raises(ValidationError, match="is no mail address"):
        MailSettings(smtp_sender="cases")


@pytest.mark.parametrize(
    ("sent", "undeliverable", "reply", "shown"),
    [
        ("2026-09-01T12:00:00Z", None, None, "sent 2026-09-01 12:00Z"),
        (None, None, None, "not yet sent"),
        (None, None, "452 4.2.2", "not yet sent (452 4.2.2)"),
        (None, "refused", "550", "[red]undeliverable:[/] the mail server refuses it for good (550)"),
        (None, "no-address", None, "[red]undeliverable:[/] the agency directory has no address"),
    ],
)
def test_operators_read_when_a_notice_went_out_or_why_it_didnt(
    sent: str | None, undeliverable: str | None, reply: str | None, shown: str
) -> None:
    assert sending({"sent": sent, "undeliverable": undeliverable, "reply": reply}) == shown
