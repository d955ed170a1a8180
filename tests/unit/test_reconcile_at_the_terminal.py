"""``throughcare reconcile``, as far as it asks nobody: what it takes, and how an entry reads."""

import pytest
from typer.testing import CliRunner

from workers.cli import app


@pytest.mark.parametrize("grace", ["1e9", "1e300", "3601", "nan", "inf", "0", "-1"])
def test_a_run_waits_for_an_hour_at_most_between_its_looks(grace: str) -> None:
    answer = CliRunner().invoke(app, ["reconcile", "run", "--grace", grace])
    assert answer.exit_code == 2
    assert "--grace" in answer.stderr
