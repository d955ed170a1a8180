"""Sending: how mail leaves the house here, and what keeps both channels open, that of mails and that of events."""

from datetime import timedelta

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
CHANNELS = {NOTICE_SENDING_SCHEDULE: NOTICE_SENDING, EVENT_SENDING_SCHEDULE: EVENT_SENDING}


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
    for name, workflow in CHANNELS.items():
        action = ScheduleActionStartWorkflow(workflow, id=name, task_queue=TASK_QUEUE)
        await schedules.ensure(client, name, schedules.regularly(action, EVERY, CATCH_UP))
