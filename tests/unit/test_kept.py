"""What many cases have in common is in memory once."""

import gc
import json
import weakref
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from activities.opening import CaseStart
from activities.policies import load_policy
from domain.clock import CaseClock
from domain.kept import kept_once


class Pack(BaseModel):
    model_config = ConfigDict(frozen=True)
    numbers: tuple[int, ...]


PACKS = TypeAdapter(Annotated[Pack, kept_once()])


def test_the_same_content_is_kept_once_however_it_came() -> None:
    first = PACKS.validate_python({"numbers": [1, 2]})
    assert PACKS.validate_json('{"numbers": [1, 2]}') is first
    assert PACKS.validate_python({"numbers": [2, 1]}) == Pack(numbers=(2, 1))


def test_one_that_is_made_by_hand_is_whole_whatever_is_kept() -> None:
    kept = PACKS.validate_python({"numbers": [4]})
    made = Pack(numbers=(4,))
    assert (made, made.model_dump()) == (kept, {"numbers": (4,)})
    assert PACKS.validate_python(made) is made


def test_what_nobody_uses_any_more_isnt_kept() -> None:
    gone = weakref.ref(PACKS.validate_python({"numbers": [3]}))
    gc.collect()
    assert gone() is None


def test_what_cant_be_read_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="numbers"):
            PACKS.validate_python({"numbers": "none"})


def test_two_cases_that_go_by_the_same_policy_share_it() -> None:
    written = CaseStart(case="C-1", policy=load_policy("mates"), clock=CaseClock()).model_dump_json()
    cases = [CaseStart.model_validate_json(written), CaseStart.model_validate(json.loads(written))]
    assert cases[0].policy is cases[1].policy
