"""The planned end of support, and what those involved say afterwards."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.events import Fact
from domain.fields import Members, SomeTexts, Texts
from domain.vocabulary import Activity, AdHocRole, Member, PermanentRole, Text

Support = PermanentRole | AdHocRole
"""Whom the person turns to afterwards: by role, never by name."""


class GoingOn(BaseModel):
    """An intervention that doesn't end with support, and who sees to it from then on."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    activity: Activity
    by: Support | Literal["person"]
    """``person``: they go on by themselves."""


class EndingPlanned(Fact, name="closing.planned"):
    """It is settled what the person will rely on when support ends (R24); a newer plan replaces the one before."""

    relies_on: SomeTexts
    members: Members = ()
    """Who has agreed on it."""
    relies_on_roles: tuple[Support, ...] = ()
    """The institutions and people among what they will rely on."""
    goes_on: tuple[GoingOn, ...] = ()


class EvaluationSubmitted(Fact, name="evaluation.submitted"):
    """A member, or the person, says how it went."""

    by: Member
    feedback: Text
    lessons: Texts = ()
    """For other cases: kept apart from this one (``domain.closing.lessons``). No names, no references."""
