"""Histories that workflows once wrote are replayed by today's code: what ran for years goes on as it was."""

import gzip
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from tests.replay.record import HISTORIES
from workers.case_worker import WORKFLOWS

STORED = sorted(HISTORIES.glob("*.json.gz"))
KINDS = [each.__name__ for each in WORKFLOWS]


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.name)
async def test_a_stored_history_is_replayed_without_another_command(file: Path) -> None:
    await Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter).replay_workflow(stored(file))


def stored(file: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(file.name, gzip.decompress(file.read_bytes()).decode())


@pytest.mark.parametrize("kind", KINDS)
def test_every_workflow_has_a_stored_history(kind: str) -> None:
    assert [file for file in STORED if file.name.startswith(f"{kind}.")]
