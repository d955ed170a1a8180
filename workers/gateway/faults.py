"""From pydantic's errors to faults that name field, value and reason, without giving content away."""

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict
from pydantic_core import ErrorDetails

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

_FIELD_NAME = re.compile(r"[a-z_]+")
_UNKNOWN_FIELD = "extra_forbidden"


class FieldFault(BaseModel):
    """One field that is wrong: ``data.members.0``, its value where that is no content, and why."""

    model_config = ConfigDict(frozen=True)
    field: str
    value: str | None = None
    reason: str
    index: int | None = None
    """Which event of a batch, from 0."""


def faults(errors: Iterable[ErrorDetails], *above: str) -> list[FieldFault]:
    """``errors`` as ``pydantic.ValidationError.errors()`` gives them; ``above`` is where the model was found.

    The branches of a union each report their own error: they become one fault, with all reasons.
    """
    found: dict[str, FieldFault] = {}
    for error in errors:
        path = (*above, *_path(error))
        name = ".".join(str(part)[:LONGEST_NAME] for part in path)
        reason = error["msg"].removeprefix("Value error, ")
        if name in found:
            reason = f"{found[name].reason}; or: {reason}"
        hidden = error["type"] in (_UNKNOWN_FIELD, "missing", "contradiction")
        found[name] = FieldFault(
            field=name, value=None if hidden else _shown(path, error["input"]), reason=reason
        )
    return list(found.values())[:MOST_FAULTS]


def _path(error: ErrorDetails) -> Sequence[int | str]:
    location = error["loc"]
    if error["type"] == _UNKNOWN_FIELD:
        return location
    if error["type"] == "contradiction":
        return (*location, error["ctx"]["field"])
    # Behind the field's name pydantic puts the branch of a union it tried, such as ``constrained-int``.
    path: list[int | str] = []
    for part in location:
        if isinstance(part, str) and not _FIELD_NAME.fullmatch(part):
            break
        path.append(part)
    return path


def _shown(path: Sequence[int | str], value: object) -> str | None:
    """The value, shortened, where it can't be content: a single word in a field that holds none."""
    if (CONTENT_FIELDS | CONTACT_FIELDS).intersection(map(str, path)) or isinstance(
        value, dict | list | tuple
    ):
        return None
    shown = str(value)
    if any(character.isspace() for character in shown):
        return None
    return shown if len(shown) <= LONGEST_VALUE else shown[:LONGEST_VALUE] + "…"
