"""``GET /cases/{case}/court-reports/{due}``: a report to the court, drawn when it is asked for (R11)."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response

from activities.court_report_files import pdf_file
from activities.reading import CaseReader
from domain.court.report.document import document_of
from domain.court.report.draft import ReportDraft
from domain.court.report.drawing import draw
from domain.court.report.markdown import markdown
from domain.events import Envelope
from domain.fields import Day, Moment
from workers.gateway.accepting import chosen
from workers.gateway.callers.bearing import Bearers
from workers.gateway.callers.caller import COURT_REPORTS_READ
from workers.gateway.cases import CaseReference, opened, seeing
from workers.gateway.problems import Problem

JSON, MARKDOWN, PDF = "application/json", "text/markdown", "application/pdf"
OFFERED: dict[str, str] = {JSON: "json", MARKDOWN: "md", PDF: "pdf"}
"""And how the names of such files end."""

Due = Annotated[
    Day | Moment,
    Path(description="the local day at whose end it is due, or that instant, as the case view has it"),
]
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The draft; of a report that was filed, what was known when it was.",
        "content": {
            MARKDOWN: {"schema": {"type": "string"}},
            PDF: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


def router(reader: CaseReader, now: Callable[[], datetime], bearers: Bearers) -> APIRouter:
    """``now`` is case time."""
    routes = APIRouter(prefix="/cases", tags=["cases"])

    @routes.get(
        "/{case}/court-reports/{due}",
        response_model=ReportDraft,
        responses=_ANSWERS,
        dependencies=[seeing(reader, bearers, COURT_REPORTS_READ)],
    )
    async def court_report(
        case: CaseReference, due: Due, accept: Annotated[str | None, Header()] = None
    ) -> Response:
        """A report to the court: to be checked, signed and filed by a person."""
        media_type = chosen(accept, tuple(OFFERED))
        recorded = opened(case, await reader.recorded(case))
        # Folding a case of many years, or setting it in type, would keep everybody else waiting.
        return await asyncio.to_thread(_answer, recorded, due, now(), media_type)

    return routes


def _answer(recorded: Sequence[Envelope], due: Day | Moment, now: datetime, media_type: str) -> Response:
    draft = draw(recorded, due, now)
    if draft is None:
        raise Problem(404, "no report of this case to a court is due then, and none was")
    name = f"court-report-{draft.case}-{draft.day}.{OFFERED[media_type]}".replace(":", "-")
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "no-store",
        "Vary": "Accept",
    }
    return Response(_written(draft, media_type), media_type=media_type, headers=headers)


def _written(draft: ReportDraft, media_type: str) -> bytes:
    match media_type:
        case "text/markdown":
            return markdown(document_of(draft)).encode()
        case "application/pdf":
            return pdf_file(document_of(draft))
        case _:
            return draft.model_dump_json().encode()
