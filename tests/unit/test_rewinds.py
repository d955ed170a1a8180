"""Which events of a stream still count after an operator has run its workflow again from an earlier point."""

from domain.events import Envelope
from domain.streams import effective
from tests.integration.recording import STREAM, envelope, rewound


def stream(*kept_by_rewinds: tuple[int, int], last: int) -> list[Envelope]:
    """Versions up to ``last``; each pair is a rewind's own version and what it keeps."""
    rewinds = dict(kept_by_rewinds)
    return [
        envelope(version, rewound(rewinds[version], version - 1) if version in rewinds else None, STREAM)
        for version in range(1, last + 1)
    ]


def counting(events: list[Envelope]) -> list[int]:
    return [each.version for each in effective(events)]


def test_what_came_after_the_kept_version_no_longer_counts() -> None:
    assert counting(stream((5, 2), last=7)) == [1, 2, 6, 7]


def test_a_rewind_in_the_life_after_a_rewind_keeps_what_that_life_had() -> None:
    assert counting(stream((5, 2), (8, 6), last=9)) == [1, 2, 6, 9]
    assert counting(stream((5, 2), (8, 1), last=9)) == [1, 9]


def test_a_run_that_had_been_left_may_be_gone_on_from_and_its_events_count_again() -> None:
    assert counting(stream((5, 2), (8, 4), last=9)) == [1, 2, 3, 4, 9]


def test_a_rewind_that_keeps_nothing_begins_the_stream_anew() -> None:
    assert counting(stream((4, 0), last=5)) == [5]


def test_a_rewind_that_claims_to_keep_itself_or_later_ends_all_the_same() -> None:
    assert counting(stream((3, 9), last=4)) == [1, 2, 4]
