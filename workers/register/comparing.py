"""``throughcare register compare``: what differs between a register and what we hold, page by page."""

from collections.abc import AsyncIterator, Sequence
from typing import Literal, NamedTuple

from rich.progress import Progress

from activities.postgres.pool import Pool
from activities.postgres.register_rows import expected, held_of
from domain.register_rows import Difference, differences
from workers.gateway.faults import CONTENT_FIELDS, written
from workers.register.staged import Staged

PAGE = 500
Kind = Literal["no-case-file", "no-row", "differs"]


class Finding(NamedTuple):
    """One case in which the register and we don't agree."""

    kind: Kind
    case: str
    line: int | None = None
    phase: str | None = None
    differences: Sequence[Difference] = ()

    def told(self, name: str) -> str:
        """As a sentence; ``name`` is the file's."""
        match self.kind:
            case "no-case-file":
                return f"{self.case} ({name}:{self.line}): no case file"
            case "no-row":
                return f"{self.case}: no row; {self.phase or 'not opened yet'}"
            case "differs":
                each = "; ".join(_told(difference) for difference in self.differences)
                return f"{self.case} ({name}:{self.line}): {each}"

    def for_machines(self) -> dict[str, object]:
        found: dict[str, object] = {"finding": self.kind, "case": self.case}
        if self.line is not None:
            found["line"] = self.line
        if self.kind == "no-row":
            found["phase"] = self.phase
        if self.differences:
            found["fields"] = {each.field: _values(each) for each in self.differences}
        return found


async def compare(staged: Staged, pool: Pool, shown: Progress) -> AsyncIterator[Finding]:
    """Rows first, in the order of their cases; then cases that the register of their jurisdiction has no row of."""
    task = shown.add_task("comparing", total=staged.count)
    for page in staged.pages(PAGE):
        ours = await held_of(pool, [row.case for row in page])
        for row in page:
            if not ours[row.case].persons:
                yield Finding("no-case-file", row.case, row.line)
            elif found := differences(row.release, ours[row.case]):
                yield Finding("differs", row.case, row.line, differences=found)
        shown.advance(task, len(page))
    async for finding in _without_a_row(staged, pool):
        yield finding


async def _without_a_row(staged: Staged, pool: Pool) -> AsyncIterator[Finding]:
    jurisdictions, after = staged.jurisdictions(), ""
    while page := await expected(pool, jurisdictions, after, PAGE):
        listed = staged.among([each.case for each in page])
        for each in page:
            if each.case not in listed:
                yield Finding("no-row", each.case, phase=each.phase)
        after = page[-1].case


def _told(difference: Difference) -> str:
    """Of what somebody has said in their own words only that it differs."""
    if difference.field in CONTENT_FIELDS:
        return f"{difference.field}: another one"
    return f"{difference.field}: {written(difference.theirs)}, we hold {written(difference.ours)}"


def _values(difference: Difference) -> dict[str, object]:
    if difference.field in CONTENT_FIELDS:
        return {}
    return {"theirs": difference.theirs, "ours": difference.ours}
