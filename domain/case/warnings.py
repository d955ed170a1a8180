"""What is accepted as it was said, and looks like a slip of the pen."""

from collections.abc import Iterator

from domain.breach.sections import Breach
from domain.case.state import CaseState
from domain.court.terms import words


def warnings(case: CaseState) -> Iterator[str]:
    """A jurisdiction is a free word: one that no policy pack speaks of may exist, or be mistyped. What the court has
    changed may still come by itself."""
    if case.calendar is not None and case.calendar.assumed:
        area = case.calendar.jurisdiction
        yield f"no policy pack or calendar for {area!r}: weekends only, UTC"
    yield from (
        _terms_unknown(each) for each in case.breaches if each.names_no_terms and not _varied(case, each)
    )


def _terms_unknown(breach: Breach) -> str:
    return f"breach {breach.breach}: terms-changed names no condition, and none has been imposed since"


def _varied(case: CaseState, breach: Breach) -> bool:
    at = breach.settled_at
    return any(at is not None and word.at >= at for each in case.conditions for word in words(each))


def nobody_goes_on(merged: CaseState, successor: CaseState | None) -> Iterator[str]:
    """Of a merged case, and the last one that it goes on as: a slip of the reference, or two merged into each other,
    would leave the person without anybody. No case knows of another one; so it is said where both are read."""
    if successor is None:
        yield f"it was merged into {merged.merged_into}, which isn't open: nobody goes on with it"
    elif successor.closed:
        why = successor.closed_because
        yield f"it was merged into {merged.merged_into}, and {successor.case} is closed ({why}): nobody goes on with it"
