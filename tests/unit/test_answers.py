"""What members answer, again and again and in any order: what counts is since when they have said what they say now."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from domain.case.judging import TAKEN
from tests.unit.one_case import OneCase
from tests.unit.test_vacancies import fill, holder, invited, ladder_ends

HARBOUR, REGION = "probation:eu", "probation:reg"
DAY = timedelta(days=1)
Said = tuple[str, str, int]
"""Who, what, and on which day from when somebody else was asked."""


def told(*said: Said) -> tuple[OneCase, datetime]:
    """A case in which another service was asked for the seat of probation, after the first was silent."""
    case = invited(OneCase())
    case.until(ladder_ends(case))
    fill(case, probation=REGION)
    asked = case.now
    case.until(asked + 9 * DAY)
    for member, answer, day in said:
        assert case.tell("network.member-answered", asked + day * DAY, member=member, answer=answer) == TAKEN
    return case, asked


def standing(case: OneCase) -> list[tuple[str, str, str, datetime | None]]:
    members = (each for each in case.state.network if each.role == "probation")
    return [(each.member, each.standing, each.state, each.answered_at) for each in members]


@pytest.mark.proves("R35", "R52")
def test_who_accepts_again_keeps_the_seat_and_the_case_in_whatever_order_it_is_heard() -> None:
    said = [(HARBOUR, "accepted", 1), (REGION, "accepted", 2), (HARBOUR, "accepted", 4)]
    for order in permutations(said):
        case, asked = told(*order)
        known = case.state.member(HARBOUR)
        assert (holder(case, "probation"), case.state.case_holder) == (HARBOUR, HARBOUR)
        assert known is not None
        assert known.answered_at == asked + DAY


@pytest.mark.proves("R52")
def test_who_has_left_and_is_back_counts_from_their_return_in_whatever_order_it_is_heard() -> None:
    said = [
        (HARBOUR, "accepted", 1),
        (HARBOUR, "withdrawn", 2),
        (REGION, "accepted", 3),
        (HARBOUR, "accepted", 4),
        (HARBOUR, "accepted", 5),
    ]
    outcomes = [standing(told(*order)[0]) for order in permutations(said)]
    asked = told(*said)[1]
    assert outcomes[0] == [
        (REGION, "permanent", "accepted", asked + 3 * DAY),
        (HARBOUR, "ad-hoc", "accepted", asked + 4 * DAY),
    ]
    assert all(each == outcomes[0] for each in outcomes)


def test_to_accept_again_gives_no_more_time_to_sign() -> None:
    case = invited(OneCase())
    case.tell("network.member-answered", member=HARBOUR, answer="accepted")
    before = case.state.member(HARBOUR)
    case.until(case.now + 3 * DAY).tell("network.member-answered", member=HARBOUR, answer="accepted")
    after = case.state.member(HARBOUR)
    assert before is not None
    assert after is not None
    assert after.answered_at == before.answered_at
