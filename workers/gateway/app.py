"""The gateway as an application, put together from what it depends on."""

from collections.abc import Callable
from datetime import datetime

from fastapi import Depends, FastAPI

from activities.agencies import Directory
from activities.inbox import Inbox
from activities.reading import CaseReader
from workers.gateway import agencies, auth, cases, court_reports, events, health, lessons, problems, schema


def build(
    inbox: Inbox, reader: CaseReader, directory: Directory, now: Callable[[], datetime], token: str
) -> FastAPI:
    """``now`` is case time; ``token`` is what a caller has to bear."""
    app = FastAPI(
        title="Throughcare",
        version="1",
        description="Takes in CloudEvents about people on their way from prison into the community.",
        responses={"4XX": {"model": problems.ProblemDetails}, "503": {"model": problems.ProblemDetails}},
        docs_url=None,  # both would load scripts from elsewhere
        redoc_url=None,
    )
    problems.install(app)
    schema.describe(app)
    bearer = [Depends(auth.bearer_of(token))]
    app.include_router(events.router(inbox, now), dependencies=bearer)
    app.include_router(cases.router(reader), dependencies=bearer)
    app.include_router(court_reports.router(reader, now), dependencies=bearer)
    app.include_router(lessons.router(reader), dependencies=bearer)
    app.include_router(agencies.router(directory, now), dependencies=bearer)
    app.include_router(health.router(reader, now))
    return app
