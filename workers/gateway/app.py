"""The gateway as an application, put together from what it depends on."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from activities.agencies import Directory
from activities.inbox import Inbox
from activities.reading import CaseReader
from workers.gateway import agencies, cases, court_reports, events, health, lessons, problems, schema
from workers.gateway.callers.bearing import Bearers
from workers.gateway.callers.tokens import Tokens
from workers.gateway.room import Room


def build(
    inbox: Inbox,
    reader: CaseReader,
    directory: Directory,
    now: Callable[[], datetime],
    token: str | None,
    tokens: Tokens | None = None,
    room: Room | None = None,
) -> FastAPI:
    """``now`` is case time; ``token`` the deployment's own, ``tokens`` those that an issuer has signed."""
    bearers = Bearers(token, tokens)
    room = room or Room()
    app = FastAPI(
        title="Throughcare",
        version="1",
        description="Takes in CloudEvents about people on their way from prison into the community.",
        responses={status: {"model": problems.ProblemDetails} for status in problems.DESCRIBED},
        docs_url=None,  # both would load scripts from elsewhere
        redoc_url=None,
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
        },  # asked for at each request; nobody collects it
    )
    problems.install(app)
    schema.describe(app)
    app.include_router(events.router(inbox, now, bearers, room))
    app.include_router(cases.router(reader, bearers))
    app.include_router(court_reports.router(reader, now, bearers))
    app.include_router(lessons.router(reader, bearers))
    app.include_router(agencies.router(directory, now, bearers, room))
    app.include_router(health.router(reader, now))
    return app
