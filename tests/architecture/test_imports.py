"""The shape of the project, as pyproject.toml draws it."""

from importlinter.cli import lint_imports


def test_imports_point_one_way_and_the_domain_is_pure() -> None:
    assert lint_imports(no_cache=True) == 0
