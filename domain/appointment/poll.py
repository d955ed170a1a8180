"""A joint decision as it stands at one moment: equal weight, a quorum, and when it can't change any more (R50, R51)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import NamedTuple

from domain.appointment.sections import Ballot

SOMEBODY_ELSE = "somebody else"
"""Whoever may still be nominated: nominations are open until the date."""


class Decision(NamedTuple):
    manager: str
    reason: str


class Cast(NamedTuple):
    """A vote as it is counted: every role's weighs the same."""

    nominee: str
    vote: str


class Tally(NamedTuple):
    """The votes on one nominee; of two, the one with the greater lead comes first, then the one with more votes."""

    lead: int
    in_favour: int
    nominee: str

    @property
    def carried(self) -> bool:
        return self.lead > 0

    @property
    def rank(self) -> tuple[int, int]:
        return self.lead, self.in_favour


class Poll(NamedTuple):
    probation: str
    nominees: tuple[str, ...]
    votes: tuple[Cast, ...]
    roles: int
    """The permanent roles of the case, whether or not somebody is there."""
    quorum: Fraction

    @property
    def has_quorum(self) -> bool:
        return Fraction(len(self.votes), self.roles) >= self.quorum

    def outcome(self) -> Decision | None:
        """What the votes come to where nobody votes any more; None without a quorum."""
        if all(nominee == self.probation for nominee in self.nominees):
            return Decision(self.probation, "nobody else was nominated")
        if not self.has_quorum:
            return None
        ahead = leading(self.nominees, self.votes)
        return Decision(ahead, "joint decision") if ahead else Decision(self.probation, "the votes were tied")

    def is_settled(self) -> bool:
        """Whether the votes still out lead to the same manager however they are cast."""
        outcome = self.outcome()
        if outcome is None or not self.has_quorum:
            return False
        return all(after == outcome.manager for after in self._what_may_come())

    def _what_may_come(self) -> Iterator[str | None]:
        nominees = (*self.nominees, SOMEBODY_ELSE)
        ways = [Cast(nominee, vote) for nominee in nominees for vote in ("for", "against")]
        ways.append(Cast(SOMEBODY_ELSE, "abstain"))
        for further in combinations_with_replacement(ways, self.roles - len(self.votes)):
            after = self._replace(nominees=nominees, votes=(*self.votes, *further)).outcome()
            yield after.manager if after is not None else None


def cast(ballots: Sequence[Ballot]) -> tuple[Cast, ...]:
    return tuple(Cast(ballot.nominee, ballot.vote) for ballot in ballots)


def tally(nominee: str, votes: Sequence[Cast]) -> Tally:
    on_them = [each.vote for each in votes if each.nominee == nominee]
    in_favour = on_them.count("for")
    return Tally(in_favour - on_them.count("against"), in_favour, nominee)


def leading(nominees: Sequence[str], votes: Sequence[Cast]) -> str | None:
    """The nominee with more votes for than against, ahead of all others; None on a tie."""
    tallies = sorted((tally(nominee, votes) for nominee in nominees), reverse=True)
    if not tallies or not tallies[0].carried or (len(tallies) > 1 and tallies[1].rank == tallies[0].rank):
        return None
    return tallies[0].nominee
