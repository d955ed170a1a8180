"""Which tests prove which row: asked of the tests themselves, by collecting them."""

from collections import defaultdict
from contextlib import redirect_stdout
from io import StringIO

import pytest

MARK = "proves"


class TestsNotCollected(Exception):
    """Not all tests can be imported: whatever they prove is unknown."""


class _Collector:
    def __init__(self) -> None:
        self.proofs: dict[str, list[str]] = defaultdict(list)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            test = item.nodeid.split("[")[0]
            for mark in item.iter_markers(MARK):
                for row in mark.args:
                    if test not in self.proofs[row]:
                        self.proofs[row].append(test)


def proofs() -> dict[str, list[str]]:
    """Tests by row; of a test with many examples, the test once."""
    collector, said = _Collector(), StringIO()
    with redirect_stdout(said):
        code = pytest.main(["--collect-only", "-q", "--no-header"], plugins=[collector])
    if code != pytest.ExitCode.OK:
        raise TestsNotCollected(said.getvalue())
    return dict(collector.proofs)
