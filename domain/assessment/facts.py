"""What is contributed to a joint assessment, and what it concludes."""

from typing import Annotated, Literal

from pydantic import Field

from domain.events import Fact
from domain.fields import SomeMembers, Words
from domain.vocabulary import Level, Member, Text, Word

Round = Annotated[int, Field(ge=1, le=10_000)] | Literal["current"]
"""Which round of the case: its number, or the one that is open."""

Ratings = Words | dict[Word, Word | int]
"""As the instrument writes them: a list of short texts, or a rating for each of its items."""


class AssessmentContributed(Fact, name="assessment.contributed"):
    """One member's view, with its reasons."""

    round: Round
    member: Member
    rationale: Text
    ratings: Ratings = ()
    needs: Words = ()
    protective: Words = ()
    """What protects: people, work, a place, convictions."""


class AssessmentConcluded(Fact, name="assessment.concluded"):
    """The agencies have come to one view."""

    round: Round
    level: Level | None = None
    """Absent: the level stays as it is."""
    rationale: Text
    members: SomeMembers
    instrument: Word | None = None
    needs: Words = ()
    protective: Words = ()
