"""What a caller would like to be answered in: ``Accept``, as HTTP means it (RFC 9110, 12.5.1)."""

from collections.abc import Sequence

from workers.gateway.faults import LONGEST_VALUE, FieldFault
from workers.gateway.problems import Problem

ANYTHING = "*/*"


def chosen(accept: str | None, offered: Sequence[str]) -> str:
    """The media type that is liked best, the first of those liked alike; 406 where none is accepted."""
    ranges = dict(_range(part) for part in (accept or ANYTHING).split(",") if part.strip())
    liked = max(offered, key=lambda media_type: _liking(media_type, ranges))
    if _liking(liked, ranges) <= 0:
        reason = f"there is {', '.join(offered)}"
        raise Problem.of_field(
            406, FieldFault(field="accept", value=(accept or "")[:LONGEST_VALUE], reason=reason)
        )
    return liked


def _liking(media_type: str, ranges: dict[str, float]) -> float:
    """By the range that names it most exactly."""
    for named in (media_type, f"{media_type.partition('/')[0]}/*", ANYTHING):
        if named in ranges:
            return ranges[named]
    return 0.0


def _range(part: str) -> tuple[str, float]:
    """``text/*;q=0.5`` is ``text/*``, 0.5; a weight that is no number weighs nothing."""
    named, *parameters = (each.strip().lower() for each in part.split(";"))
    weights = [each.removeprefix("q=") for each in parameters if each.startswith("q=")]
    try:
        return named, float(weights[0]) if weights else 1.0
    except ValueError:
        return named, 0.0
