"""A readable report as Markdown."""

import re
from collections.abc import Iterator

from domain.court.report.document import Document
from domain.court.report.passages import Passage, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_BREAKS = re.compile(r"\s+")


def markdown(document: Document) -> str:
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {_plain(document.title)}"
    yield ""
    yield f"**{_plain(document.mark)}**"
    yield ""
    yield from (f"- {label}: {_plain(value)}" for label, value in document.head)
    yield from _listed("Missing in this report", document.missing)
    yield from _listed("Corrections of the former report", document.corrections)
    yield from _part("Facts", document.facts)
    yield from _part("Opinions", document.opinions)
    yield from _listed("Notes", document.notes)


def _listed(title: str, items: tuple[str, ...]) -> Iterator[str]:
    if items:
        yield from ("", f"## {title}", "")
        yield from (f"- {_plain(item)}" for item in items)


def _part(title: str, passages: tuple[Passage, ...]) -> Iterator[str]:
    if not passages:
        return
    yield from ("", f"## {title}")
    for passage in passages:
        yield from ("", f"### {passage.title}")
        if passage.says:
            yield from ("", _plain(passage.says))
        if passage.table:
            yield ""
            yield from _rows(passage.table)


def _rows(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.columns)} |"
    yield "|---" * len(table.columns) + "|"
    yield from (f"| {' | '.join(_plain(cell) for cell in row)} |" for row in table.rows)


def _plain(text: str) -> str:
    """What somebody wrote, on one line, and never taken for Markdown."""
    return _SPECIAL.sub(r"\\\1", _BREAKS.sub(" ", text))
