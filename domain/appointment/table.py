"""The joint decision as a table: every way in which the votes on one nominee can stand, and what it comes to.

Made by asking the decision itself, so that what is printed is what is done.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple, get_args

from domain.appointment.decision import decided_manager
from domain.appointment.facts import Vote
from domain.appointment.sections import Appointment, Ballot
from domain.case.state import CaseState
from domain.network.sections import NetworkMember
from domain.policy import Policy
from domain.vocabulary import Coordination, role_of

MOST_VOTERS = 7
NOMINEES = ("mentor:one", "religious:two")
PROBATION = "probation:one"
DUE = datetime(2027, 1, 1, tzinfo=UTC)
BEFORE = DUE - timedelta(days=1)
Stand = tuple[str, Vote] | None
"""Whom a role has voted on and how; None where it hasn't."""
VOTES: tuple[Vote, ...] = get_args(Vote)
ON_THE_ONE: dict[Vote, Stand] = {vote: (NOMINEES[0], vote) for vote in VOTES}


class Row(NamedTuple):
    """So many votes of each sort on one nominee, and who is manager then: the day before the date, and at it."""

    in_favour: int
    against: int
    abstained: int
    out: int
    before: str | None
    at_the_date: str | None


class Word(NamedTuple):
    """What the authority has said, whether the others have been heard, and who is manager then."""

    said: Vote | None
    heard: bool
    before: str | None
    at_the_date: str | None


def joint_decision(voters: int, policy: Policy) -> Iterator[Row]:
    for in_favour in range(voters, -1, -1):
        for against in range(voters - in_favour + 1):
            for abstained in range(voters - in_favour - against, -1, -1):
                counts = (in_favour, against, abstained)
                cast = [
                    ON_THE_ONE[vote] for vote, count in zip(VOTES, counts, strict=True) for _ in range(count)
                ]
                out = voters - len(cast)
                case = voting([*cast, *[None] * out], 1, "horizontal")
                yield Row(*counts, out, *_results(case, policy))


def decision_of_one(policy: Policy) -> Iterator[Word]:
    """The first voter is the authority; the others vote as they like, for it makes no difference."""
    for heard in (True, False):
        others = [ON_THE_ONE["against"] if heard else None] * (MOST_VOTERS - 1)
        for said in (*VOTES, None):
            word = ON_THE_ONE[said] if said is not None else None
            yield Word(said, heard, *_results(voting([word, *others], 1, "vertical"), policy))


def voting(votes: Sequence[Stand], nominees: int, mode: Coordination) -> CaseState:
    """A case in which so many roles decide, of which the first is the authority and the last is probation."""
    voters = [f"agency-{number}:one" for number in range(1, len(votes))] + [PROBATION]
    core = [_member(voter, "permanent") for voter in voters]
    drawn_in = [_member(nominee, "ad-hoc") for nominee in NOMINEES[:nominees]]
    appointment = Appointment(
        opened_at=BEFORE,
        due=DUE,
        nominees=NOMINEES[:nominees],
        votes={
            role_of(voter): _ballot(voter, *vote)
            for voter, vote in zip(voters, votes, strict=True)
            if vote is not None
        },
    )
    network = (*core, *drawn_in)
    return CaseState(network=network, appointment=appointment, coordination=mode, authority=voters[0])


@cache
def _ballot(voter: str, nominee: str, vote: Vote) -> Ballot:
    return Ballot(member=voter, nominee=nominee, vote=vote, at=BEFORE)


@cache
def _member(member: str, standing: str) -> NetworkMember:
    signed = {"state": "accepted", "agreement_signed": BEFORE}
    return NetworkMember.model_validate(
        {"member": member, "role": role_of(member), "standing": standing} | signed
    )


def _results(case: CaseState, policy: Policy) -> tuple[str | None, str | None]:
    before, at_the_date = (decided_manager(case, policy, now) for now in (BEFORE, DUE))
    return (before.manager if before else None, at_the_date.manager if at_the_date else None)
