"""A span of time, as it is typed at the terminal."""

import re
from datetime import timedelta

import typer

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def span(written: str) -> timedelta:
    found = re.fullmatch(r"([0-9]{1,5})([mhd])", written)
    if found is None:
        raise typer.BadParameter(f"{written!r}: a span is written 30m, 12h or 7d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
