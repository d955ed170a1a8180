"""The joint decision, vote by vote, against a reading of the contract's words of its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations_with_replacement, product
from pathlib import Path

import pytest

import docs
from docs.joint_decision import PAGE, page
from domain.appointment.decision import decided_manager
from domain.appointment.table import BEFORE, DUE, MOST_VOTERS, NOMINEES, PROBATION, Stand, voting
from tests.unit.one_case import POLICY

NEWCOMER = "whoever is nominated yet"
Votes = tuple[Stand, ...]
MOST_VOTES = 20_000
"""Of more, which of the others has cast which vote is left out."""


def stands(nominees: int) -> list[Stand]:
    """All that a role may have done: nothing, an abstention, or a vote for or against each nominee."""
    on_each: list[Stand] = [(nominee, vote) for nominee in NOMINEES[:nominees] for vote in ("for", "against")]
    return [None, (NOMINEES[0], "abstain"), *on_each]


def at_the_end(votes: Sequence[Stand]) -> str | None:
    """More for than against, and ahead of everybody else; a tie: probation; without two thirds: nobody."""
    cast = [vote for vote in votes if vote is not None]
    if 3 * len(cast) < 2 * len(votes):
        return None
    count = Counter(cast)
    named = sorted({nominee for nominee, _ in cast})
    carried = [each for each in named if count[each, "for"] > count[each, "against"]]
    standing = [(count[each, "for"] - count[each, "against"], count[each, "for"], each) for each in carried]
    best = [each for lead, most, each in standing if (lead, most) == max(standing)[:2]]
    return best[0] if len(best) == 1 else PROBATION


@cache
def all_ends(cast: frozenset[tuple[Stand, int]], out: int, nominees: int) -> frozenset[str | None]:
    """Where it can end, by every way of casting the votes still out, on a newcomer too, and of not casting them."""
    votes = [vote for vote, count in sorted(cast, key=str) for _ in range(count)]
    ways = [*stands(nominees), (NEWCOMER, "for"), (NEWCOMER, "against")]
    return frozenset(at_the_end([*votes, *further]) for further in combinations_with_replacement(ways, out))


def before_the_date(votes: Votes, nominees: int) -> str | None:
    """Decided only if it can't change any more."""
    cast = frozenset(Counter(vote for vote in votes if vote is not None).items())
    ends = all_ends(cast, votes.count(None), nominees)
    return next(iter(ends)) if len(ends) == 1 else None


def by_the_authority(votes: Votes, *, at_the_date: bool) -> str | None:
    """The first voter decides; its word counts once all others have voted, or at the date."""
    word, *others = votes
    if word is not None and word[1] == "for" and (at_the_date or None not in others):
        return word[0]
    return PROBATION if at_the_date else None


def every_combination(voters: int, nominees: int) -> Iterator[Votes]:
    if len(stands(nominees)) ** voters > MOST_VOTES:
        return every_count(voters, nominees)
    return product(stands(nominees), repeat=voters)


def every_count(voters: int, nominees: int) -> Iterator[Votes]:
    """The first voter's vote, and how many of the others have voted how: who they are makes no difference."""
    for first in stands(nominees):
        for others in combinations_with_replacement(stands(nominees), voters - 1):
            yield (first, *others)


SIZES = [(voters, nominees) for nominees in (1, 2) for voters in range(1, MOST_VOTERS + 1)]
sizes = pytest.mark.parametrize(("voters", "nominees"), SIZES)


@pytest.mark.proves("R43", "R50", "R51", "R77")
@sizes
def test_all_together_every_combination_of_votes_is_decided_as_the_contract_says(
    voters: int, nominees: int
) -> None:
    for votes in every_combination(voters, nominees):
        case = voting(votes, nominees, "horizontal")
        early, final = decided_manager(case, POLICY, BEFORE), decided_manager(case, POLICY, DUE)
        assert (early and early.manager) == before_the_date(votes, nominees), votes
        assert (final and final.manager) == at_the_end(votes), votes


@pytest.mark.proves("R43", "R50")
@sizes
def test_by_one_authority_every_combination_of_votes_is_decided_as_the_contract_says(
    voters: int, nominees: int
) -> None:
    for votes in every_combination(voters, nominees):
        case = voting(votes, nominees, "vertical")
        early, final = decided_manager(case, POLICY, BEFORE), decided_manager(case, POLICY, DUE)
        assert (early and early.manager) == by_the_authority(votes, at_the_date=False), votes
        assert (final and final.manager) == by_the_authority(votes, at_the_date=True), votes


def test_the_page_on_the_joint_decision_is_current() -> None:
    printed = Path(docs.__file__).with_name(PAGE)
    assert printed.read_text("utf-8") == page(POLICY), "make docs"
