"""Sending: how mail leaves the house here, and what keeps both channels open, that of mails and that of events."""

from datetime import timedelta
from typing import NamedTuple

from temporalio.client import Client, ScheduleActionStartWorkflow

from activities.mail_folder import MailFolder
from activities.post import NoPost, Post
from activities.smtp import MailServer, SmtpPost
from domain.addresses import (
    EVENT_SENDING,
    EVENT_SENDING_SCHEDULE,
    NOTICE_SENDING,
    NOTICE_SENDING_SCHEDULE,
    TASK_QUEUE,
)
from domain.clock import CaseClock
from workers import schedules
from workers.mail_settings import MailSettings

EVERY = timedelta(seconds=15)
"""A channel that isn't open is opened again: each lasts for an hour, one after trouble less."""
CATCH_UP = timedelta(minutes=1)


class Channel(NamedTuple):
    """A way out of the house, and what operators read of it in the Web UI, under *User Metadata*."""

    schedule: str
    workflow: str
    summary: str
    details: str


_AN_HOUR = """
One activity looks every second, for an hour; then the schedule begins the next run.

- **what left so far**: *Pending Activities*, the heartbeat details, half a minute old at most; of a run that is over,
  its result
"""
CHANNELS = (
    Channel(
        NOTICE_SENDING_SCHEDULE,
        NOTICE_SENDING,
        "Notices to members leave by mail.",
        f"""{_AN_HOUR}- **what is in the way of all mail**: the last failure there, until the next mail leaves
- **which notices couldn't be delivered, and why**: `throughcare notices list`
""",
    ),
    Channel(
        EVENT_SENDING_SCHEDULE,
        EVENT_SENDING,
        "Other systems are told of events by webhooks.",
        f"""{_AN_HOUR}- **which endpoints take nothing or are paused, since when and why**: the same, `in_trouble`
- **how many events wait for each**: `throughcare subscriptions list`
""",
    ),
)


def post_of(settings: MailSettings, clock: CaseClock) -> Post:
    """A mail server where one is named, else a folder; of an exercise no mail ever goes to a server."""
    if settings.smtp_host is not None and not clock.is_exercise:
        return SmtpPost(
            MailServer(
                settings.smtp_host,
                settings.smtp_port,
                settings.smtp_tls,
                settings.smtp_user,
                settings.smtp_password,
                settings.smtp_authorities,
            )
        )
    if settings.mail_folder is not None:
        return MailFolder(settings.mail_folder)
    if settings.smtp_host is not None:
        return NoPost("an exercise sends nothing to a mail server: set THROUGHCARE_MAIL_FOLDER")
    return NoPost()


async def ensure_schedules(client: Client) -> None:
    for channel in CHANNELS:
        action = ScheduleActionStartWorkflow(
            channel.workflow,
            id=channel.schedule,
            task_queue=TASK_QUEUE,
            static_summary=channel.summary,
            static_details=channel.details,
        )
        await schedules.ensure(client, channel.schedule, schedules.regularly(action, EVERY, CATCH_UP))
