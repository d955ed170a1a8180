"""Lists in a briefing: under a title, and no longer than one reads."""

from collections.abc import Iterator, Sequence

MOST_LISTED = 20


def listed(title: str, rows: Sequence[str]) -> Iterator[str]:
    """Nothing where there is nothing to list."""
    if rows:
        yield f"**{title}**"
        yield ""
        yield from shortened([f"- {each}" for each in rows], MOST_LISTED)


def shortened(rows: Sequence[str], most: int) -> Iterator[str]:
    yield from rows[:most]
    if len(rows) > most:
        yield ""
        yield f"and {len(rows) - most} more"
