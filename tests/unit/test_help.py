"""What each command says of itself: all of it reaches the terminal."""

from collections.abc import Iterator
from typing import Any

import pytest
from rich.text import Text
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from workers import cli


def commands(command: Any, *above: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer names no type of it
    """The group and all that is in it, by what is typed."""
    yield " ".join(above), command
    if isinstance(command, TyperGroup):
        for name, each in command.commands.items():
            yield from commands(each, *above, name)


ALL = dict(commands(get_command(cli.app), "throughcare"))


@pytest.mark.parametrize("typed", ALL)
def test_no_help_loses_what_stands_in_brackets(typed: str) -> None:
    command = ALL[typed]
    for text in (command.help, *(getattr(each, "help", None) for each in command.params)):
        written = (text or "").replace("\b", "")
        assert Text.from_markup(written).plain == written.replace("\\[", "[")


def test_the_example_of_a_pack_is_shown_with_its_table() -> None:
    shown = CliRunner().invoke(cli.app, ["policy", "check", "--help"], env={"COLUMNS": "100"})
    assert "[preparation]\n" in "\n".join(line.strip(" │") for line in shown.stdout.splitlines()) + "\n"
