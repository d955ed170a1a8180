"""Contacts with the person under supervision, and meetings of the network."""

from typing import Annotated

from pydantic import Field

from domain.events import Fact
from domain.fields import Members, SomeMembers, Texts
from domain.vocabulary import Reference

MINUTES_OF_A_WEEK = 7 * 24 * 60


class ContactReported(Fact, name="supervision.contact"):
    """An appointment with the person took place, or they didn't come."""

    kept: bool
    condition: Reference | None = None
    """The condition under which the contact was due."""


class MeetingHeld(Fact, name="meeting.held"):
    """Members of the network met."""

    attendees: SomeMembers
    absentees: Members = ()
    decisions: Texts = ()
    minutes_spent: Annotated[int, Field(ge=0, le=MINUTES_OF_A_WEEK)] | None = None
    informal: bool | None = None
