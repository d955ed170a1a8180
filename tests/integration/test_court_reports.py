"""Court reports over HTTP and at the terminal: as data, as Markdown, as PDF (R11)."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from domain.court.report.document import document_of
from domain.court.report.markdown import markdown
from tests.integration.behind_the_gateway import TOKEN, NoDirectory, OneCase, RecordedInbox
from tests.integration.listening import listening
from tests.unit.reported_case import SECOND, SECRET, drawn, reported_case
from workers import calling, case_cli
from workers.gateway.app import build
from workers.settings import CallerSettings

NOW = reported_case().now
DUE = "/cases/C-1/court-reports/2027-08-30"
DRAFT = drawn(reported_case(), SECOND)


@pytest.fixture
async def caller() -> AsyncIterator[CallerSettings]:
    async with listening(build(RecordedInbox(), OneCase(), NoDirectory(), lambda: NOW, TOKEN)) as caller:
        yield caller


@pytest.fixture
async def gateway(caller: CallerSettings) -> AsyncIterator[httpx.AsyncClient]:
    async with calling.client(caller) as client:
        yield client


async def asked(gateway: httpx.AsyncClient, accept: str | None, path: str = DUE) -> httpx.Response:
    return await gateway.get(path, headers={"Accept": accept} if accept is not None else {})


LIKED = [
    (None, "application/json"),
    ("*/*", "application/json"),
    ("application/*", "application/json"),
    ("text/markdown", "text/markdown; charset=utf-8"),
    ("text/*;q=0.9, application/json;q=0.1", "text/markdown; charset=utf-8"),
    ("application/pdf, */*;q=0.1", "application/pdf"),
    ("*/*, application/json;q=0", "text/markdown; charset=utf-8"),
    ("text/html, application/pdf;q=nonsense, text/markdown", "text/markdown; charset=utf-8"),
]


@pytest.mark.proves("R11")
@pytest.mark.parametrize(("accept", "answered"), LIKED)
async def test_a_report_is_answered_in_the_form_that_the_caller_likes_best(
    gateway: httpx.AsyncClient, accept: str | None, answered: str
) -> None:
    answer = await asked(gateway, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, answered)
    assert (answer.headers["cache-control"], answer.headers["vary"]) == ("no-store", "Accept")
    assert "court-report-C-1-2027-08-30." in answer.headers["content-disposition"]
    assert SECRET.encode() not in answer.content


async def test_data_markdown_and_pdf_tell_the_same(gateway: httpx.AsyncClient) -> None:
    assert (await asked(gateway, "application/json")).json() == DRAFT.model_dump(mode="json")
    told = markdown(document_of(DRAFT))
    assert (await asked(gateway, "text/markdown")).text == told
    pages = PdfReader(BytesIO((await asked(gateway, "application/pdf")).content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert all(each in text for each in ("Draft, drawn on 2027-08-09", "alleged; before the court"))


async def test_a_report_is_found_by_the_instant_that_the_case_view_names(gateway: httpx.AsyncClient) -> None:
    instant = DRAFT.due.isoformat().replace("+00:00", "Z")
    assert (await asked(gateway, None, f"/cases/C-1/court-reports/{instant}")).json()["day"] == "2027-08-30"


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/pdf;q=0", "nonsense"])
async def test_another_form_is_refused_and_those_that_there_are_are_named(
    gateway: httpx.AsyncClient, accept: str
) -> None:
    answer = await asked(gateway, accept)
    assert answer.status_code == 406
    (error,) = answer.json()["errors"]
    assert error["field"] == "accept"
    assert "application/json, text/markdown, application/pdf" in error["reason"]


NOT_THERE = [
    ("/cases/C-2/court-reports/2027-08-30", 404, "no case of this reference has been opened"),
    ("/cases/C-1/court-reports/2027-08-31", 404, "no report of this case to a court is due then"),
    ("/cases/C-1/court-reports/soon", 422, "a day is written YYYY-MM-DD"),
]


@pytest.mark.parametrize(("path", "status", "title"), NOT_THERE)
async def test_what_is_not_there_is_named(
    gateway: httpx.AsyncClient, path: str, status: int, title: str
) -> None:
    answer = await asked(gateway, None, path)
    assert answer.status_code == status
    assert title in answer.json()["title"]


async def test_the_description_names_all_forms_and_the_data(gateway: httpx.AsyncClient) -> None:
    described = (await gateway.get("/openapi.json")).json()
    answers = described["paths"]["/cases/{case}/court-reports/{due}"]["get"]["responses"]["200"]["content"]
    assert set(answers) == {"application/json", "text/markdown", "application/pdf"}
    assert answers["application/json"]["schema"] == {"$ref": "#/components/schemas/ReportDraft"}
    draft = described["components"]["schemas"]["ReportDraft"]["properties"]
    assert set(draft) == set(DRAFT.model_dump(mode="json"))


async def at_the_terminal(caller: CallerSettings, folder: Path, *arguments: str) -> Result:
    (folder / "dev.json").write_text(caller.model_dump_json())
    command = ["report", *arguments, "--data", str(folder)]
    return await asyncio.to_thread(CliRunner().invoke, case_cli.app, command)


async def test_at_the_terminal_the_report_that_is_owed_is_told_as_markdown(
    caller: CallerSettings, tmp_path: Path
) -> None:
    told = await at_the_terminal(caller, tmp_path, "C-1")
    assert (told.exit_code, told.stdout) == (0, markdown(document_of(DRAFT)))
    former = await at_the_terminal(caller, tmp_path, "C-1", "--due", "2027-05-31", "--format", "json")
    assert json.loads(former.stdout)["reference"] == "report 1"


async def test_at_the_terminal_a_report_is_written_to_a_file(caller: CallerSettings, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    told = await at_the_terminal(caller, tmp_path, "C-1", "--format", "pdf", "--output", str(file))
    assert (told.exit_code, told.stdout) == (0, f"written to {file}\n")
    assert len(PdfReader(file).pages) == 2


async def test_at_the_terminal_it_is_told_what_is_not_there(caller: CallerSettings, tmp_path: Path) -> None:
    unknown = "error: case ('C-2'): no case of this reference has been opened"
    for arguments, said in ((["C-2"], unknown), (["C-1", "--due", "2027-08-31"], "error: no ")):
        told = await at_the_terminal(caller, tmp_path, *arguments)
        assert told.exit_code == 1
        assert said in told.stderr


async def test_at_the_terminal_a_day_that_is_none_is_not_asked_for(
    caller: CallerSettings, tmp_path: Path
) -> None:
    told = await at_the_terminal(caller, tmp_path, "C-1", "--due", "../../C-2")
    assert told.exit_code == 2
    assert all(words in told.stderr for words in ("'../../C-2'", "%Y-%m-%d"))
