"""403: a good token, and not for this. What is missing is named, so that whoever issues tokens can mend it."""

from collections.abc import Sequence

from activities.bounds import OutOfBounds
from workers.gateway.faults import LONGEST_VALUE, MOST_FAULTS, FieldFault
from workers.gateway.problems import Problem

SCOPE = "scope"


def forbidden(found: Sequence[FieldFault]) -> Problem:
    title = found[0].sentence if len(found) == 1 else f"not allowed: {_named(found)}"
    scopes = dict.fromkeys(str(fault.value) for fault in found if fault.field == SCOPE)
    challenge = f'Bearer error="insufficient_scope", scope="{" ".join(scopes)}"'
    return Problem(403, title, {"WWW-Authenticate": challenge} if scopes else None, found[:MOST_FAULTS])


def lacking(scope: str, index: int | None = None) -> FieldFault:
    return FieldFault(field=SCOPE, value=scope, reason="the token doesn't have it", index=index)


def not_spoken_for(source: str, field: str, index: int | None = None) -> FieldFault:
    return FieldFault(
        field=field,
        value=source[:LONGEST_VALUE],
        reason="not a source that the token speaks for",
        index=index,
    )


def out_of_bounds(
    found: OutOfBounds, subjects: Sequence[str], field: str, stated: str, *, batch: bool = True
) -> Problem:
    """``subjects`` as they were told, one after the other; ``stated`` is where an event names its jurisdiction."""
    faults = []
    for place, subject in enumerate(subjects):
        if subject in found.subjects:
            jurisdiction = found.subjects[subject]
            where = (field, subject) if jurisdiction is None else (stated, jurisdiction)
            faults.append(_beyond(*where, place if batch else None))
    return forbidden(faults)


def _beyond(field: str, value: str, index: int | None) -> FieldFault:
    return FieldFault(
        field=field, value=value, reason="beyond the jurisdictions that the token is bound to", index=index
    )


def _named(found: Sequence[FieldFault]) -> str:
    return ", ".join(dict.fromkeys(fault.field for fault in found))
