"""Faults name fields; they never give content back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from domain.facts import FACT_TYPES, parse_fact
from workers.gateway.faults import CONTENT_FIELDS, faults

LIBRARY = re.compile("Input|String|Tuple|List|Dict|valid|pattern|isn't written as this field is")


ODD: tuple[object, ...] = (None, 5, "", "a\nb", "x" * 9_000, [], [""], {}, {"x": []}, True)


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


def told(type_name: str, **data: object) -> str:
    """What is wrong with the data of an event, in one line."""
    with pytest.raises(ValidationError) as wrong:
        parse_fact(f"throughcare.{type_name}.v1", data)
    return "; ".join(fault.sentence for fault in faults(wrong.value.errors()))


MEMBER = "a member is written <role>:<name>, for example police:north, in at most 64 letters, digits and ._:-"
WRONG = [
    ("network.member-proposed", {"member": "police:a b"}, f"member ('police:a b'): {MEMBER}"),
    ("network.member-proposed", {"member": 5}, "member (5): has to be a text"),
    ("network.member-proposed", {"member": None}, "member: null: has to be a text"),
    (
        "custody.released",
        {"reason": "fled"},
        "reason ('fled'): has to be released, temporary, hospital, court or transfer",
    ),
    (
        "custody.released",
        {"reason": "he ran"},
        "reason: has to be released, temporary, hospital, court or transfer",
    ),
    (
        "custody.transferred",
        {"establishment": "a b"},
        "establishment ('a b'): a reference has 1 to 64 letters, digits and ._:-",
    ),
    (
        "person.merged",
        {"from": "Jo Doe", "into": "P-1"},
        "from: a reference has 1 to 64 letters, digits and ._:-",
    ),
    ("appointment.manager-unavailable", {"from": "2027-02-30"}, "from ('2027-02-30'): there is no such day"),
    ("appointment.manager-unavailable", {"from": 20270801}, "from (20270801): a day is written YYYY-MM-DD"),
    (
        "appointment.manager-unavailable",
        {"from": "2027-08-10", "until": "2027-08-01"},
        "until ('2027-08-01'): lies before from, 2027-08-10",
    ),
    ("plan.agreed", {"members": []}, "members: has to name at least 1"),
    (
        "plan.agreed",
        {"members": ["police:a", "police:a"]},
        "members: each may be named only once, and police:a is named again",
    ),
    ("plan.agreed", {"members": ["police:a"], "mood": "Secret."}, "mood: there is no such field here"),
    (
        "plan.drafted",
        {"interventions": [{"activity": "housing", "from": "2027-09-10", "until": "2027-09-01"}]},
        "interventions.0.until ('2027-09-01'): lies before from, 2027-09-10",
    ),
    (
        "meeting.held",
        {"attendees": ["police:a"], "minutes_spent": -1},
        "minutes_spent (-1): has to be 0 or more",
    ),
    (
        "meeting.held",
        {"attendees": ["police:a"], "informal": "yes"},
        "informal ('yes'): has to be true or false",
    ),
    ("appointment.nominated", {"nominee": "police:a", "rationale": ""}, "rationale: is empty"),
    (
        "appointment.nominated",
        {"nominee": "police:a", "rationale": ["Secret."]},
        "rationale: has to be a text",
    ),
    (
        "court.report-filed",
        {"due": "2027-01-01T00:00:00"},
        "due ('2027-01-01T00:00:00'): an instant is written YYYY-MM-DDThh:mm:ss with its offset from UTC, or Z",
    ),
]


@pytest.mark.parametrize(("type_name", "data", "sentence"), WRONG)
def test_each_error_says_field_value_and_reason_and_says_only_what_is_true(
    type_name: str, data: dict[str, object], sentence: str
) -> None:
    assert told(type_name, **data) == sentence


def test_no_field_of_any_fact_is_refused_in_words_of_the_library() -> None:
    for type_name, fact_class in FACT_TYPES.items():
        for name in fact_class.model_json_schema()["properties"]:
            for value in ODD:
                try:
                    parse_fact(type_name, {name: value})
                except ValidationError as wrong:
                    for fault in faults(wrong.errors()):
                        assert not LIBRARY.search(fault.reason), (type_name, name, fault)
