"""What the commands that ask a running gateway share: their options, and how an answer is shown."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console, RenderableType

AsJson = Annotated[bool, typer.Option("--json", help="For machines: what the gateway answers.")]
Data = Annotated[Path | None, typer.Option(help="The folder of the running stack to ask.")]
T = TypeVar("T")


def show(answer: T, render: Callable[[T], RenderableType], as_json: bool) -> None:
    """As a person reads it, or as the gateway answered it."""
    if as_json:
        typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))
    else:
        Console().print(render(answer))
