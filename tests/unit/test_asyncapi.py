"""What the project says of its events is what it accepts and emits, and is AsyncAPI 3.0."""

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import extend

import docs
from activities.cloud_event import cloud_event
from docs.asyncapi import PAGE, document, page
from domain.agencies.news import NEWS_TYPES
from domain.facts import FACT_TYPES
from domain.subscriptions.told import TOLD, is_told
from tests.unit.examples import EXAMPLES
from tests.unit.test_told import SOURCE, recorded

DOCUMENT = document()
MESSAGES = DOCUMENT["components"]["messages"]


def _pattern(_: Any, pattern: str, written: Any, __: Any) -> Iterator[ValidationError]:  # noqa: ANN401
    """As ECMA has it, but for classes of characters that Python's ``re`` doesn't know."""
    if isinstance(written, str) and r"\p" not in pattern and not re.search(pattern, written):
        yield ValidationError(f"{written!r} does not match {pattern!r}")


Judge = extend(Draft7Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def judged(message: str, event: dict[str, Any]) -> list[str]:
    schema = {"$ref": f"#/components/messages/{message}/payload", "components": DOCUMENT["components"]}
    return [error.message for error in Judge(schema).iter_errors(event)]


def key(prefix: str, type_name: str) -> str:
    return prefix + type_name.removeprefix("throughcare.").removesuffix(".v1").replace(".", "_")


def test_the_document_is_current() -> None:
    assert Path(docs.__file__).with_name(PAGE).read_text("utf-8") == page(), "make docs"


def test_the_document_is_asyncapi_3() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydantic's, about names in the package's own models
        from asyncapi3 import AsyncAPI3  # type: ignore[import-untyped]

    AsyncAPI3.model_validate(DOCUMENT)
    wrong: tuple[dict[str, Any], ...] = (
        {"info": {}},
        {"channels": {"x": {"adress": None}}},
        {"operations": {"x": {}}},
    )
    for broken in wrong:
        with pytest.raises(ValueError, match="AsyncAPI3"):
            AsyncAPI3.model_validate(DOCUMENT | broken)


def test_every_reference_leads_somewhere() -> None:
    for to in set(re.findall(r'"\$ref": "#/([^"]*)"', json.dumps(DOCUMENT))):
        found = DOCUMENT
        for step in to.split("/"):
            found = found[step]
        assert found, to


def test_every_type_that_is_accepted_or_told_is_in_it_and_no_other() -> None:
    accepted = {key("accepted-", name) for name in (*FACT_TYPES, *NEWS_TYPES)}
    told = {key("told-", name) for name in TOLD}
    assert set(MESSAGES) == accepted | told | {"notice"}
    assert set(DOCUMENT["channels"]["accepted"]["messages"]) == accepted
    assert set(DOCUMENT["channels"]["told"]["messages"]) == told


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_every_accepted_type_is_as_its_schema_says_and_a_field_too_many_is_not(
    name: str,
) -> None:
    event = {"specversion": "1.0", "id": "1", "source": "/x", "type": name, "subject": "C-1"}
    message = key("accepted-", name)
    assert judged(message, event | {"data": EXAMPLES[name]}) == []
    assert judged(message, event | {"data": EXAMPLES[name] | {"mood": "good"}})
    assert judged(message, event | {"type": "throughcare.mood.v1", "data": EXAMPLES[name]})


def test_whatever_is_told_of_whole_lives_is_as_its_schema_says() -> None:
    told = {each.type: each for each in recorded() if is_told(each)}
    assert set(told) == set(TOLD)
    for position, each in enumerate(told.values(), start=1):
        event = json.loads(cloud_event(each, position, SOURCE).model_dump_json())
        message = key("told-", each.type)
        assert judged(message, event) == []
        assert judged(message, event | {"sequence": 1})
        assert judged(message, event | {"data": event["data"] | {"what": "somebody wrote this"}})
