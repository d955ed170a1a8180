"""A short run of the fuzzing. ``make fuzz`` is the whole."""

from pathlib import Path

import pytest

from tests.fuzz.stack import fuzz_a_stack


@pytest.mark.timeout(240)
async def test_the_gateway_is_as_described_and_nearly_valid_events_do_no_harm(tmp_path: Path) -> None:
    examined, fuzzed = await fuzz_a_stack(
        tmp_path, events=1_500, examples=10, seed=3, tell=print, phases="fuzzing"
    )
    assert examined.conforms, examined.told
    assert fuzzed.faults == []
    assert {202, 400, 413, 415, 422} <= set(fuzzed.answers)
