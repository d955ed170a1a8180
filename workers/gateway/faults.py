"""From pydantic's errors to faults that name field, value and reason, without giving content away."""

import json
import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict
from pydantic_core import ErrorDetails

from workers.gateway.reasons import CONTRADICTION, is_true, reason

LONGEST_VALUE = 40
LONGEST_NAME = 64
MOST_FAULTS = 20

CONTENT_FIELDS = frozenset(
    {
        "code_version",
        "decisions",
        "description",
        "expectations",
        "feedback",
        "formulation",
        "gender",
        "ground",
        "instrument",
    }
    | {"legal_basis", "lessons", "needs", "protective", "rationale", "ratings", "reason", "reference"}
    | {"relies_on", "summary", "text"}
)
"""Fields in somebody's own words: their values are never given back, and so reach no caller's log."""

CONTACT_FIELDS = frozenset({"address"})
"""Where an agency is reached: no content, and nobody else's to read in a log."""

PERSON_FIELDS = frozenset({"person", "from", "into"})
"""Where somebody may have written a person's name for their reference: shown where it is a single word."""

_HIDDEN = CONTENT_FIELDS | CONTACT_FIELDS
Shown = bool | int | float | str | None
_FIELD_NAME = re.compile(r"[a-z_]+")
_UNKNOWN_FIELD = "extra_forbidden"
_ONE_OF_SEVERAL = "literal_error"
"""A ``reason`` that is chosen out of a list is no content, as long as it is a single word."""


class FieldFault(BaseModel):
    """One field that is wrong: ``data.members.0``, its value where that is no content, and why."""

    model_config = ConfigDict(frozen=True)
    field: str
    value: Shown = None
    reason: str
    index: int | None = None
    """Which event of a batch, from 0."""

    @property
    def sentence(self) -> str:
        """Field, value and reason, as they are told at a terminal."""
        value = "" if self.value is None else f" ({written(self.value)})"
        return f"{self.field}{value}: {self.reason}"


def written(value: object) -> str:
    """A text in quotation marks, everything else as JSON has it."""
    return repr(value) if isinstance(value, str) else json.dumps(value)


def faults(errors: Iterable[ErrorDetails], *above: str) -> list[FieldFault]:
    """``errors`` as ``pydantic.ValidationError.errors()`` gives them; ``above`` is where the model was found.

    The branches of a union each report their own error: they become one fault, with all reasons.
    """
    found: dict[str, list[str]] = {}
    values: dict[str, Shown] = {}
    for error in errors:
        if is_true(error):
            path = (*above, *_path(error))
            name = ".".join(str(part)[:LONGEST_NAME] for part in path)
            reasons = found.setdefault(name, [])
            if (why := _why(error)) not in reasons:
                reasons.append(why)
            values[name] = _shown(path, error)
    return [
        FieldFault(field=name, value=values[name], reason="; or: ".join(reasons))
        for name, reasons in list(found.items())[:MOST_FAULTS]
    ]


def _why(error: ErrorDetails) -> str:
    is_null = error["input"] is None and error["type"] not in ("missing", CONTRADICTION)
    return f"null: {reason(error)}" if is_null else reason(error)


def _path(error: ErrorDetails) -> Sequence[int | str]:
    location = error["loc"]
    if error["type"] == _UNKNOWN_FIELD:
        return location
    if error["type"] == CONTRADICTION:
        return (*location, error["ctx"]["field"])
    # Behind the field's name pydantic puts the branch of a union it tried, such as ``constrained-int``.
    path: list[int | str] = []
    for part in location:
        if isinstance(part, str) and not _FIELD_NAME.fullmatch(part):
            break
        path.append(part)
    return path


def _shown(path: Sequence[int | str], error: ErrorDetails) -> Shown:
    """The value, shortened, where it can't be content."""
    kind, names = error["type"], set(map(str, path))
    if kind in (_UNKNOWN_FIELD, "missing") or (kind != _ONE_OF_SEVERAL and names & _HIDDEN):
        return None
    value = error["ctx"].get("value") if kind == CONTRADICTION else error["input"]
    if isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        return None
    if names & (_HIDDEN | PERSON_FIELDS) and any(character.isspace() for character in value):
        return None
    return value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"
