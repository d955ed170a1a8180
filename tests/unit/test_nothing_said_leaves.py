"""Disclosure rules hold at every step: what was said in words stands in the ledger, and nowhere that is shown (R82)."""

import json
from typing import Any

import pytest

from domain.briefing.details import details_of_case
from domain.case.view import case_view
from domain.facts import FACT_TYPES
from tests.unit.examples import EXAMPLES
from tests.unit.one_case import END, RELEASE, OneCase, weeks
from tests.unit.test_closing import EVALUATION

SAID = "Whispered to somebody once"
LONGEST_TEXT = 8_000
"""By this limit a schema tells content from words of the field (``domain.vocabulary.Text``)."""
STEPS = {
    "preparation": (RELEASE - weeks(24), RELEASE - weeks(8)),
    "supervision": (RELEASE + weeks(10), EVALUATION + weeks(1)),
    "follow-up": (END + weeks(2),),
    "closed": (END + weeks(40),),
}
HERE = {"police:north": "police:eu", "probation:ab12": "probation:eu", "psychologist:k4": "psychologist:eu"}


def whispering(name: str) -> dict[str, Any]:
    """The example of this type, with a secret in each of its texts; of a law, behind the line that names it."""
    schema = FACT_TYPES[name].model_json_schema()
    written = json.dumps(EXAMPLES[name])
    for there, here in HERE.items():
        written = written.replace(there, here)
    data: dict[str, Any] = _told(json.loads(written), schema, schema.get("$defs", {}))
    if "legal_basis" in data:
        data["legal_basis"] = f"Section 4.\n{SAID}"
    return data


def _told(value: Any, schema: Any, defs: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    schema = defs[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    kinds = [schema, *schema.get("anyOf", ())]
    if isinstance(value, dict):
        fields: dict[str, Any] = next((each["properties"] for each in kinds if "properties" in each), {})
        return {key: _told(each, fields.get(key, {}), defs) for key, each in value.items()}
    if isinstance(value, list):
        items: dict[str, Any] = next((each["items"] for each in kinds if "items" in each), {})
        return [_told(each, items, defs) for each in value]
    is_content = any(each.get("maxLength") == LONGEST_TEXT for each in kinds)
    return SAID if is_content else value


def all_is_said(case: OneCase) -> None:
    """Everything that can be said without sending the person elsewhere."""
    for name in EXAMPLES:
        word = name.removeprefix("throughcare.").removesuffix(".v1")
        if word.partition(".")[0] not in ("custody", "case", "fact", "person"):
            data = {key: each for key, each in whispering(name).items() if key != "at"}
            case.tell(word, **data)


def shown(case: OneCase) -> str:
    """What is stored as state, answered by the gateway, and read at the operators' desk."""
    view = case_view(case.state, [], case.now, len(case.recorded)).model_dump_json()
    return "\n".join((case.state.model_dump_json(), view, details_of_case(case.state, case.now)))


@pytest.mark.proves("R82")
def test_what_was_said_is_shown_at_no_step_of_a_case() -> None:
    case = OneCase().join()
    for phase, days in STEPS.items():
        if phase == "supervision":
            case.on(RELEASE).tell("custody.released", reason="released")
        for day in days:
            all_is_said(case.on(day))
            assert case.state.phase == phase
            assert SAID not in shown(case)
    assert any(SAID in event.model_dump_json() for event in case.recorded)


@pytest.mark.proves("R82")
def test_every_type_that_has_content_has_been_whispered_in() -> None:
    whispered = [name for name in EXAMPLES if SAID in json.dumps(whispering(name))]
    assert "throughcare.breach.decided.v1" in whispered
    assert len(whispered) > 25
