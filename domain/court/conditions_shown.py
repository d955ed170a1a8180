"""Conditions as the case view shows them: the terms in force and those before, never their text."""

from typing import Any

from domain.court.sections import Condition
from domain.court.terms import terms

_SHOWN = {"condition", "kind", "state", "until", "since"}


def condition_shown(each: Condition) -> dict[str, Any]:
    imposed = [{"kind": word.kind, "since": word.at, "until": word.until} for word in terms(each)]
    return each.model_dump(include=_SHOWN) | {"terms": imposed, "varied": len(imposed) - 1}
