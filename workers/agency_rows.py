"""Agencies as a file has them: its columns, and what stands in a cell."""

from typing import Any

from domain.agencies.agency import Agency, AgencyDetails
from workers.row_files import Layout

COLUMNS = ("member", *AgencyDetails.model_fields)
NEEDED = tuple(name for name in COLUMNS if Agency.model_fields[name].is_required())
_WORDS = {"true": True, "false": False}


def _of_cells(written: dict[str, str]) -> dict[str, Any]:
    """``activities`` are separated by blanks."""
    fields: dict[str, Any] = dict(written)
    if "activities" in written:
        fields["activities"] = written["activities"].split()
    if "unavailable" in written:
        fields["unavailable"] = _WORDS.get(written["unavailable"].lower(), written["unavailable"])
    return fields


AGENCIES = Layout("an agency", COLUMNS, NEEDED, _of_cells)
