"""How a story ended, against how it was told."""

from tests.unit.demo_cases import START, owing, view_of
from workers.demo.outcome import outcome, value_at
from workers.demo.story import Day, Story

TOLD = Story("C-1", "", "", (), {"phase": "closed", "closed_because": "completed", "release.date": Day(9)})


def test_a_story_that_ends_as_told_differs_in_nothing() -> None:
    view = view_of(phase="closed", closed_because="completed") | {"release": {"date": "2027-01-10"}}
    assert outcome(TOLD, view, START.date()).as_told


def test_every_difference_is_named_with_what_was_found_and_what_was_told() -> None:
    view = view_of(owing("follow-up", "probation:eu", due=3), phase="closed", closed_because="died")
    assert outcome(TOLD, view, START.date()).differs == (
        "closed_because is 'died', told was 'completed'",
        "release.date is None, told was '2027-01-10'",
        "still open: follow-up",
    )


def test_a_case_that_was_never_opened_is_no_case_that_ended() -> None:
    assert outcome(TOLD, None, START.date()).differs == ("the case was never opened",)


def test_a_path_leads_into_lists_and_sections() -> None:
    view = {"breaches": [{"outcome": "revoked"}], "handover": None}
    assert value_at(view, "breaches.0.outcome") == "revoked"
    assert value_at(view, "breaches.1.outcome") == "not there"
    assert value_at(view, "handover.state") == "not there"
    assert value_at(view, "handover") is None
