"""The rows of the requirements, and the table that shows what proves them."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rich import box
from rich.table import Table

ROWS = Path(__file__).with_name("requirements.toml")
Proofs = Mapping[str, Sequence[str]]


class Row(BaseModel):
    """One thing that the toolkit asks."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    asks: str
    later: str | None = None
    """The part of the work in which it comes."""
    not_software: str | None = None
    """Why no test can prove it."""

    @property
    def is_due(self) -> bool:
        return self.later is None and self.not_software is None


def read_rows() -> dict[str, Row]:
    written = tomllib.loads(ROWS.read_text("utf-8"))
    return {name: Row.model_validate(row) for name, row in written.items()}


def unproved(rows: Mapping[str, Row], proofs: Proofs) -> list[str]:
    return [name for name, row in rows.items() if row.is_due and not proofs.get(name)]


def table_of(rows: Mapping[str, Row], proofs: Proofs) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("row", no_wrap=True)
    table.add_column("what is asked", ratio=2)
    table.add_column("proved by", ratio=3, overflow="fold")
    for name, row in rows.items():
        table.add_row(name, row.asks, "\n".join(proofs.get(name, ())) or _why_not(row))
    return table


def _why_not(row: Row) -> str:
    if row.not_software is not None:
        return f"not for software: {row.not_software}"
    return f"later: {row.later}" if row.later else "NOTHING"
