"""Why the gateway reads CloudEvents by itself: where one of these fails, the official SDK may do it instead."""

import json
from math import isnan
from typing import Any

import pytest
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings import http
from cloudevents.core.bindings.http import HTTPMessage, from_binary_event, from_structured_event

EVENT = {"specversion": "1.0", "id": "1", "source": "/tests", "type": "t"}


def structured(content: object) -> BaseCloudEvent:
    headers = {"content-type": "application/cloudevents+json"}
    return from_structured_event(HTTPMessage(headers, json.dumps(content).encode()))


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in EVENT.items() if key != name}


def test_it_makes_up_an_id_so_that_an_event_sent_twice_would_be_two() -> None:
    assert structured(without("id")).get_id() != structured(without("id")).get_id()


def test_it_makes_up_a_version_and_a_time() -> None:
    event = structured(without("specversion"))
    assert event.get_specversion() == "1.0"
    assert event.get_time() is not None


def test_it_takes_an_event_of_the_version_before_for_one() -> None:
    assert structured(EVENT | {"specversion": "0.3"}).get_specversion() == "0.3"


def test_it_takes_what_is_no_json_for_a_text_and_no_number_for_one() -> None:
    headers = {"content-type": "application/json"} | {f"ce-{name}": value for name, value in EVENT.items()}
    assert from_binary_event(HTTPMessage(headers, b"not JSON")).get_data() == "not JSON"
    data = structured(EVENT | {"data": {"a": float("nan")}}).get_data()
    assert isinstance(data, dict)
    assert isnan(data["a"])


@pytest.mark.parametrize(("content", "error"), [([EVENT], AttributeError), (EVENT | {"time": 5}, TypeError)])
def test_it_names_no_field_where_the_kind_is_wrong(content: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        structured(content)


def test_it_knows_no_batches() -> None:
    assert not [name for name in vars(http) if "batch" in name.lower()]
