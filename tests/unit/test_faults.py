"""Faults name fields; they never give content back."""

from collections.abc import Iterator
from typing import Any

from domain.facts import FACT_TYPES
from workers.gateway.faults import CONTENT_FIELDS


def free_texts(schema: dict[str, Any]) -> Iterator[str]:
    """Fields anywhere in a schema that take a text in the sender's own words."""
    definitions = list(schema.get("$defs", {}).values())
    for name, field in (
        item for part in [schema, *definitions] for item in part.get("properties", {}).items()
    ):
        if any("maxLength" in form and "pattern" not in form for form in forms(field)):
            yield name


def forms(field: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield field
    for inner in [
        *field.get("anyOf", []),
        *(field[key] for key in ("items", "propertyNames") if key in field),
    ]:
        yield from forms(inner)


def test_every_field_in_somebodys_own_words_is_known_as_content() -> None:
    found = {
        name for fact_class in FACT_TYPES.values() for name in free_texts(fact_class.model_json_schema())
    }
    assert found == CONTENT_FIELDS
