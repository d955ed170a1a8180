"""A case may be moved to another policy while it runs: what it was started with is no longer what it goes by."""

from pathlib import Path

import pytest

WORKFLOWS = sorted((Path(__file__).parents[2] / "workflows").glob("*.py"))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_no_workflow_goes_by_the_policy_that_its_run_was_started_with(file: Path) -> None:
    assert "_start.policy" not in file.read_text("utf-8"), "the policy to go by is the recorder's"
