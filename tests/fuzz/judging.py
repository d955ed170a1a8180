"""What every answer has to be."""

from collections.abc import Iterator
from typing import Any

from tests.fuzz.caller import Answer
from workers.gateway.problems import MEDIA_TYPE

BUSY = (429, 503)


def faults_of(answer: Answer) -> Iterator[str]:
    """No 5xx but to say that there is too much to do; of what is refused, which field is wrong and why."""
    if answer.status == 202:
        counted = answer.json()
        if set(counted) != {"accepted", "duplicates"}:
            yield f"202 with {counted}"
    elif answer.status in BUSY:
        if "retry-after" not in answer.headers:
            yield f"{answer.status} without Retry-After"
    elif answer.status >= 500:
        yield f"{answer.status}: {answer.body[:200]!r}"
    elif answer.headers.get("content-type") != MEDIA_TYPE:
        yield f"{answer.status} as {answer.headers.get('content-type')}: {answer.body[:200]!r}"
    else:
        yield from _faults_of_problem(answer.status, answer.json())


def _faults_of_problem(status: int, problem: dict[str, Any]) -> Iterator[str]:
    if problem["status"] != status or not problem["title"]:
        yield f"{status} tells of {problem}"
    if not problem["errors"] or not all(each["field"] and each["reason"] for each in problem["errors"]):
        yield f"{status} names no field: {problem}"
