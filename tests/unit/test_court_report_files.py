"""The PDF of a court report: it opens, says what the draft says, and takes whatever a court writes."""

from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from activities.court_report_files import pdf_file
from domain.court.report.document import Document, document_of
from tests.unit.reported_case import SECOND, SECRET, TERMS, drawn, reported_case


@pytest.fixture(scope="module")
def document() -> Document:
    return document_of(drawn(reported_case(), SECOND))


def text_of(file: bytes) -> str:
    """As a reader would copy it, whatever the lines are broken at."""
    pages = PdfReader(BytesIO(file)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


@pytest.mark.proves("R11")
def test_the_file_opens_and_says_what_the_draft_says(document: Document) -> None:
    text = text_of(pdf_file(document))
    for said in (
        document.title,
        document.mark,
        TERMS,
        "alleged; before the court",
        "Page 1 of 2",
        *document.missing,
    ):
        assert said in text
    assert SECRET not in text


def test_the_file_can_be_archived_and_read_aloud_and_has_a_title(document: Document) -> None:
    reader = PdfReader(BytesIO(pdf_file(document)))
    assert (reader.metadata and reader.metadata.title) == "Report to the court, case C-1"
    told = reader.xmp_metadata
    assert told is not None
    standards = told.rdf_root.toxml()
    assert "<pdfaid:part>2</pdfaid:part>" in standards
    assert "<pdfuaid:part>1</pdfuaid:part>" in standards


def test_the_same_draft_is_the_same_file_to_the_second(document: Document) -> None:
    a_moment_later = document.known_at + timedelta(microseconds=1)
    assert pdf_file(document) == pdf_file(document.model_copy(update={"known_at": a_moment_later}))


@pytest.mark.parametrize("written", ["Żółć, ß, œ", "Ελληνικά", "Кириллица", "#strong[x] *x* $x$ \\ <x>"])
def test_what_is_written_stands_as_it_was_written(document: Document, written: str) -> None:
    assert written in text_of(pdf_file(document.model_copy(update={"mark": written})))


def test_a_character_that_no_font_has_is_written_as_its_number(document: Document) -> None:
    assert "[U+6F22] ok" in text_of(pdf_file(document.model_copy(update={"mark": "漢 ok"})))


@settings(max_examples=25, deadline=None)
@given(written=st.text(max_size=300))
def test_whatever_is_written_there_is_a_file(document: Document, written: str) -> None:
    told = document.model_copy(update={"missing": (written,), "head": (("Case", written),)})
    assert pdf_file(told).startswith(b"%PDF")


def test_a_reference_that_is_longer_than_its_column_is_broken(document: Document) -> None:
    long = "x" * 200
    told = document.model_copy(update={"head": (("Case", long),)})
    assert long in text_of(pdf_file(told)).replace(" ", "")
