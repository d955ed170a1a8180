"""The planned end of support, and what those involved say afterwards."""

from domain.events import Fact
from domain.fields import Members, SomeTexts, Texts
from domain.vocabulary import Member, Text


class EndingPlanned(Fact, name="closing.planned"):
    """It is settled what the person will rely on when support ends (R24)."""

    relies_on: SomeTexts
    members: Members = ()


class EvaluationSubmitted(Fact, name="evaluation.submitted"):
    """A member, or the person, says how it went."""

    by: Member
    feedback: Text
    lessons: Texts = ()
