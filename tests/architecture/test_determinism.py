"""No wall clock, no chance and no order of sets in what a workflow runs: a replay must come to the same commands."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN_BY_WORKFLOWS = sorted([*(ROOT / "domain").rglob("*.py"), *(ROOT / "workflows").glob("*.py")])
CLOCKS_AND_CHANCE = {
    "asyncio": {"sleep", "wait", "as_completed", "wait_for", "to_thread"},
    "date": {"today"},
    "datetime": {"now", "today", "utcnow"},
    "os": {"environ", "getenv", "urandom"},
    "random": set(),
    "time": {"time", "monotonic", "sleep"},
    "uuid": {"uuid1", "uuid4"},
}
"""What is forbidden of each module or class; everything of it, where nothing is named."""


@pytest.mark.parametrize("file", RUN_BY_WORKFLOWS, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_that_a_workflow_runs_asks_a_clock_or_chance(file: Path) -> None:
    assert list(_asked(ast.parse(file.read_text("utf-8")))) == []


@pytest.mark.parametrize("file", RUN_BY_WORKFLOWS, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_that_a_workflow_runs_goes_through_a_set(file: Path) -> None:
    assert list(_gone_through(ast.parse(file.read_text("utf-8")))) == []


def _asked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            forbidden = CLOCKS_AND_CHANCE.get(node.value.id)
            if forbidden is not None and (not forbidden or node.attr in forbidden):
                yield f"line {node.lineno}: {node.value.id}.{node.attr}"


def _gone_through(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        loops = [node.iter] if isinstance(node, ast.For | ast.comprehension) else []
        if isinstance(node, ast.SetComp):
            continue
        for each in loops:
            is_set = isinstance(each, ast.Set | ast.SetComp)
            is_call = isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
            if is_set or (is_call and each.func.id in ("set", "frozenset")):  # type: ignore[attr-defined]
                yield f"line {each.lineno}: a loop over a set"


def test_the_check_sees_a_clock_chance_and_a_set() -> None:
    code = "datetime.now(UTC)\nrandom.random()\nfor each in {1, 2}: pass\n[x for x in set(y)]"
    tree = ast.parse(code)
    assert len(list(_asked(tree))) == 2
    assert len(list(_gone_through(tree))) == 2
