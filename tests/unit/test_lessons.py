"""Lessons are kept for other cases, and without the person whom they come from (R80)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.case.events import FactRefused
from domain.case.judging import CLOSED
from domain.closing.facts import EvaluationSubmitted
from domain.closing.lessons import Lesson, lessons_of
from domain.events import Envelope, Event
from tests.unit.one_case import OneCase

AT = datetime(2029, 2, 12, 9, tzinfo=UTC)


def envelope(event: Event) -> Envelope:
    return Envelope(
        id=UUID(int=0),
        case="C-1",
        stream="case/C-1",
        version=1,
        type=event.TYPE,
        occurred_at=AT,
        recorded_at=AT,
        cause="/tests#1",
        policy="mates@1",
        data=event.model_dump(mode="json", by_alias=True, exclude_none=True),
    )


def taught(*lessons: str, by: str = "police:eu") -> list[str]:
    said = EvaluationSubmitted(by=by, feedback="-", lessons=lessons)
    return [each.text for each in lessons_of(envelope(said), OneCase().state)]


@pytest.mark.proves("R80")
def test_a_lesson_keeps_area_role_and_month_and_nothing_of_the_case() -> None:
    said = EvaluationSubmitted(by="person:p-1", feedback="It helped.", lessons=("Meet before release.",))
    expected = Lesson("eu", "person", "2029-02", "Meet before release.")
    assert lessons_of(envelope(said), OneCase().state) == (expected,)


@pytest.mark.proves("R80", "R82")
@pytest.mark.parametrize("name", ["C-1", "P-1", "p-1", "police:eu", "psychologist:eu", "(C-1)"])
def test_a_lesson_that_names_somebody_of_the_case_isnt_kept(name: str) -> None:
    assert taught(f"Listen to {name}, early.", "Listen early.") == ["Listen early."]


def test_a_person_is_known_by_the_reference_under_which_they_speak_too() -> None:
    assert taught("What K9 needed was time.", by="person:k9") == []


def test_a_word_that_only_begins_like_a_reference_is_no_name() -> None:
    assert taught("C-14 and EU law.") == ["C-14 and EU law."]


def test_what_was_said_after_closing_teaches_others_all_the_same() -> None:
    data: dict[str, object] = {"by": "police:eu", "feedback": "-", "lessons": ["Stay in touch."]}
    late = FactRefused(type=EvaluationSubmitted.TYPE, reason=CLOSED, data=data)
    assert [each.text for each in lessons_of(envelope(late), OneCase().state)] == ["Stay in touch."]
    doubtful = late.model_copy(update={"reason": "it isn't theirs"})
    assert lessons_of(envelope(doubtful), OneCase().state) == ()


def test_the_view_says_how_many_were_kept_and_how_many_werent() -> None:
    case = OneCase().join()
    lessons = ["Meet before release.", "Listen to P-1.", "Meet before release."]
    case.tell("evaluation.submitted", by="police:eu", feedback="-", lessons=lessons)
    assert (case.state.closing.lessons, case.state.closing.withheld) == (1, 2)
