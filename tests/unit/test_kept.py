"""What many cases have in common is in memory once."""

import gc
import json

import pytest

from activities.policies import load_policy
from domain.kept import KeptOnce
from domain.policy import Policy


class Pack(KeptOnce):
    numbers: tuple[int, ...]


def test_the_same_content_is_kept_once_however_it_came() -> None:
    first = Pack.model_validate({"numbers": [1, 2]})
    assert Pack.model_validate_json('{"numbers": [1, 2]}') is first
    assert Pack.model_validate({"numbers": [2, 1]}) == Pack(numbers=(2, 1))
    assert Pack.model_validate({"numbers": [2, 1]}) is not first


def test_what_nobody_uses_any_more_isnt_kept() -> None:
    Pack.model_validate({"numbers": [3]})
    gc.collect()
    assert not Pack._kept


def test_what_cant_be_read_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="numbers"):
            Pack.model_validate({"numbers": "none"})


def test_two_cases_that_go_by_the_same_policy_share_it() -> None:
    written = load_policy("mates").model_dump_json()
    cases = [Policy.model_validate_json(written), Policy.model_validate(json.loads(written))]
    assert cases[0] is cases[1]
