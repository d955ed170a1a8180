"""Facts: what the contract's inbound event types accept, refuse, and keep when written and read again."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.closing.facts import EndingPlanned
from domain.custody.facts import ReleaseDateSet
from domain.events import Fact, UnknownEventType
from domain.facts import FACT_TYPES, parse_fact
from domain.fields import FIRST_DAY, LAST_DAY
from tests.unit.examples import EXAMPLES


def round_trip(fact: Fact) -> Fact:
    written = json.dumps(fact.model_dump(mode="json", by_alias=True, exclude_none=True))
    return parse_fact(fact.TYPE, json.loads(written))


def test_every_inbound_type_has_an_example() -> None:
    assert set(EXAMPLES) == set(FACT_TYPES)


@pytest.mark.parametrize("type_name", EXAMPLES)
def test_an_example_fills_every_field_or_could(type_name: str) -> None:
    known = {info.alias or name for name, info in FACT_TYPES[type_name].model_fields.items()}
    assert known - set(EXAMPLES[type_name]) <= {"at", "by", "supervision_start"}


@pytest.mark.parametrize("type_name", EXAMPLES)
def test_a_fact_written_and_read_again_is_the_same(type_name: str) -> None:
    fact = parse_fact(type_name, EXAMPLES[type_name])
    assert round_trip(fact) == fact
    assert type(fact).model_validate(fact.model_dump(mode="json")) == fact


OPTIONAL = [
    (type_name, name)
    for type_name, data in EXAMPLES.items()
    for name in data
    if not next(
        f for n, f in FACT_TYPES[type_name].model_fields.items() if (f.alias or n) == name
    ).is_required()
]


@given(st.sampled_from(sorted(EXAMPLES)), st.sets(st.sampled_from(sorted({name for _, name in OPTIONAL}))))
def test_a_fact_survives_the_round_trip_with_any_optional_fields_left_out(
    type_name: str, out: set[str]
) -> None:
    left_out = {name for name in out if (type_name, name) in OPTIONAL}
    data = {name: value for name, value in EXAMPLES[type_name].items() if name not in left_out}
    try:
        fact = parse_fact(type_name, data)
    except ValidationError:
        return  # some fields need each other: that has tests of its own
    assert round_trip(fact) == fact


day = st.none() | st.dates(FIRST_DAY, LAST_DAY)


@given(st.sampled_from(["earliest", "unknown"]), day, day, day)
def test_a_release_date_survives_the_round_trip_whatever_its_dates(
    kind: str, release: date | None, start: date | None, end: date | None
) -> None:
    dates = {"release_date": release, "supervision_start": start, "supervision_end": end}
    given_data = {"person": "P-1", "jurisdiction": "eu", "entry": "sentence", "kind": kind, **dates}
    try:
        fact = ReleaseDateSet.model_validate(given_data)
    except ValidationError:
        return
    assert round_trip(fact) == fact


TWICE = ["police:north", "police:north"]
A_CONDITION = {"condition": "c1", "kind": "conduct", "text": "Reports every Friday."}
A_FACTOR = {"factor": "trust", "effect": "stabilising"}

SET = "custody.release-date"
REFUSED: list[tuple[str, str, str, dict[str, object]]] = [
    ("supervision that ends before release", SET, "supervision_end", {"supervision_end": "2027-02-28"}),
    ("a date of an unknown release", SET, "release_date", {"kind": "unknown"}),
    ("no date of a confirmed release", SET, "release_date", {"release_date": None}),
    ("a community sentence with a release", SET, "release_date", {"supervision_start": "2027-03-01"}),
    ("a return without the date it claims", "custody.returned", "release_date", {"release_date": None}),
    ("supervision over too early", "custody.returned", "supervision_end", {"supervision_end": "2028-05-31"}),
    ("something classified in clear", "handover.item-supplied", "summary", {"abstracted": False}),
    ("a factor that is found twice", "handover.item-supplied", "factors", {"factors": [A_FACTOR] * 2}),
    ("a member both there and away", "meeting.held", "absentees", {"absentees": ["police:north"]}),
    ("a person merged into themselves", "person.merged", "into", {"into": "P-78"}),
    ("an absence over before it begins", "appointment.manager-unavailable", "until", {"until": "2027-05-31"}),
    ("the same condition decided twice", "breach.decided", "conditions", {"conditions": [A_CONDITION] * 2}),
    ("a meeting of nobody", "meeting.held", "attendees", {"attendees": []}),
    ("an excuse for who was there", "meeting.held", "absence_reasons", {"absence_reasons": {"police:north": "leave"}}),
    ("a reason nobody knows", "meeting.held", "absence_reasons", {"absence_reasons": {"local-government:eu": "?"}}),
    ("an agreement that names what none has to", "network.agreement-signed", "names", {"names": ["fees"]}),
    ("an authority among equals", "network.coordination-set", "authority", {"mode": "horizontal"}),
    ("a member who attends twice", "meeting.held", "attendees", {"attendees": TWICE}),
    ("a plan of nothing", "plan.drafted", "interventions", {"interventions": []}),
    ("an ending that relies on nothing", "closing.planned", "relies_on", {"relies_on": []}),
    ("a member without a role", "network.member-answered", "member", {"member": "north"}),
    ("a role that doesn't exist", "network.member-answered", "member", {"member": "navy:north"}),
    ("a reference with a blank", "breach.triaged", "breach", {"breach": "b 1"}),
    ("an instant without a time zone", "person.died", "at", {"at": "2027-05-02T00:00:00"}),
    ("an instant beyond reckoning", "person.died", "at", {"at": "0001-01-01T00:00:00Z"}),
    ("an instant at the very edge", "person.died", "at", {"at": "0001-01-01T00:00:00+05:00"}),
    ("a day beyond reckoning", SET, "release_date", {"release_date": "9999-12-31"}),
    ("a day written as a number", SET, "release_date", {"release_date": "0"}),
    ("a day that no month has", SET, "release_date", {"release_date": "2027-02-30"}),
    ("a round below the first", "assessment.contributed", "round", {"round": 0}),
    ("a number as text", SET, "birth_year", {"birth_year": "1994"}),
    ("a yes as text", "supervision.contact", "kept", {"kept": "true"}),
    ("a field nobody knows", "person.died", "cause", {"cause": "?"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "field", "changes"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_is_refused_with_the_field_named(name: str, field: str, changes: dict[str, object]) -> None:
    type_name = f"throughcare.{name}.v1"
    with pytest.raises(ValidationError) as refusal:
        parse_fact(type_name, EXAMPLES[type_name] | changes)
    assert {(error["loc"] or (error["ctx"]["field"],))[0] for error in refusal.value.errors()} == {field}


def test_a_community_sentence_has_no_release_date() -> None:
    ordered = {"release_date": None, "entry": "alternative", "supervision_start": "2027-01-04"}
    fact = parse_fact(ReleaseDateSet.TYPE, EXAMPLES[ReleaseDateSet.TYPE] | ordered)
    assert isinstance(fact, ReleaseDateSet)
    assert fact.is_community_sentence


def test_a_single_text_is_taken_as_one_piece() -> None:
    fact = parse_fact(EndingPlanned.TYPE, {"relies_on": "His sister"})
    assert fact.model_dump()["relies_on"] == ("His sister",)


def test_an_unknown_type_is_no_fact() -> None:
    with pytest.raises(UnknownEventType):
        parse_fact("throughcare.stream.rewound.v1", {"kept": 1, "discarded": [1, 2]})
