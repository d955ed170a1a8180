"""What is accepted as it was said, and looks like a slip of the pen."""

from collections.abc import Iterator

from domain.case.state import CaseState


def warnings(case: CaseState) -> Iterator[str]:
    """A jurisdiction is a free word: one that no policy pack speaks of may exist, or be mistyped."""
    if case.calendar is not None and case.calendar.assumed:
        area = case.calendar.jurisdiction
        yield f"no policy pack or calendar for {area!r}: weekends only, UTC"
