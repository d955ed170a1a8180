"""What the commands that ask a running gateway share: their options, and how an answer is shown."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console, RenderableType

from domain.vocabulary import REFERENCE_PATTERN, WRITTEN_REFERENCE


def reference(ref: str | None) -> str | None:
    if ref is not None and not re.fullmatch(REFERENCE_PATTERN, ref):
        raise typer.BadParameter(f"{ref!r}: {WRITTEN_REFERENCE}")
    return ref


def references(refs: list[str] | None) -> list[str] | None:
    for ref in refs or ():
        reference(ref)
    return refs


def in_utf8(value: str | None) -> str | None:
    """A terminal hands on any bytes; PostgreSQL takes none that are no text."""
    try:
        (value or "").encode()
    except UnicodeEncodeError as exc:
        raise typer.BadParameter("holds half a character, which is no UTF-8") from exc
    return value


def written(value: str | None) -> str | None:
    """On one line, as it is shown."""
    if value is not None and not value.strip():
        raise typer.BadParameter("says nothing")
    return value and " ".join((in_utf8(value) or "").split())


Ref = Annotated[str, typer.Argument(help="The case reference.", metavar="REF", callback=reference)]
AsJson = Annotated[bool, typer.Option("--json", help="For machines: what the gateway answers.")]
Data = Annotated[Path | None, typer.Option(help="The folder of the running stack to ask.")]
T = TypeVar("T")


def show(answer: T, render: Callable[[T], RenderableType], as_json: bool) -> None:
    """As a person reads it, or as the gateway answered it."""
    if as_json:
        typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))
    else:
        Console().print(render(answer))
