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


Ground = Literal["behaviour", "contacts", "violence", "threats", "ideology", "circumstances"]
"""What kind of thing a conclusion rests on; what exactly stands in its rationale."""


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
    """``none`` where they have used none; one that we don't know is taken by its name."""
    level_by: Literal["judgement", "instrument"] | None = None
    """Whose the level is: the members' own judgement (also where absent), or the instrument's overall level."""
    grounds: tuple[Ground, ...] = ()
    needs: Words = ()
    protective: Words = ()
