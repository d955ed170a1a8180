"""What the services of two areas say when a case goes from one to the other (R14)."""

from typing import Literal

from pydantic import ConfigDict, Field

from domain.events import Fact
from domain.vocabulary import HandoverItem, Member

Part = Literal["case-file"] | HandoverItem
"""The file that the service has kept itself, and each item that prison had handed over to it."""


class CasePassedOn(Fact, name="transfer.handed-over"):
    """The service of the former area has handed over these parts of the case; all of them, where none is named."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    from_: Member = Field(alias="from")
    to: Member
    parts: tuple[Part, ...] = ()


class CaseReceived(Fact, name="transfer.acknowledged"):
    """The service of the new area has these parts and has understood them; all that were handed over, where none is
    named."""

    by: Member
    parts: tuple[Part, ...] = ()
