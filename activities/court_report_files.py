"""A report to the court as a PDF file that can be archived (PDF/A-2a) and read aloud (PDF/UA-1).

The same report always gives the same file: its date is that of what was known, not of when it was set. All fonts
come with the library; nothing is fetched.
"""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import category, normalize

import typst

from domain.court.report.document import Document

_LETTERS = re.compile(
    r"[ -~\u00a0-\u024f\u0300-\u036f\u0370-\u04ff\u1e00-\u1fff\u2010-\u203a\u20a0-\u20bf№™]"
)
"""What the fonts have: the letters and marks of the languages that are written in Latin, Greek or Cyrillic."""


def pdf_file(document: Document) -> bytes:
    told = _settable(document.model_dump(mode="json"))
    return typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"document": json.dumps(told)},
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=document.known_at.replace(microsecond=0),
    )


@cache
def _template() -> bytes:
    return (files("activities") / "court_report.typ").read_bytes()


def _settable(told: Any) -> Any:  # noqa: ANN401 - JSON
    """A character that the fonts lack is written as its number: an archive's standard allows no gap, and no more
    does a court."""
    match told:
        case str():
            return "".join(map(_set, normalize("NFC", " ".join(told.split()))))
        case list():
            return [_settable(each) for each in told]
        case dict():
            return {name: _settable(each) for name, each in told.items()}
        case _:
            return told


def _set(character: str) -> str:
    known = _LETTERS.fullmatch(character) and category(character)[0] != "C"
    return character if known else f"[U+{ord(character):04X}]"
