"""The envelope of an inbound event: CloudEvents 1.0, with the case as its subject."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from domain.fields import EventName, Moment, contradiction
from domain.vocabulary import Reference

_EXTENSION = re.compile(r"[a-z0-9]{1,64}")


class CloudEvent(BaseModel):
    """The envelope of an inbound event; extension attributes are allowed and not kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    specversion: Literal["1.0"]
    id: EventName
    """With ``source`` it identifies the event for ever: the same again is a duplicate."""
    source: EventName
    type: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    subject: Reference
    """The case; of an event about an agency its member, ``<role>:<name>``."""
    time: Moment | None = None
    datacontenttype: Literal["application/json"] | None = None
    dataschema: str | None = None
    data: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _extensions_are_named_as_such(self) -> Self:
        for name in self.model_extra or {}:
            if name == "data_base64":
                raise contradiction(name, "data is given as JSON, in data")
            if not _EXTENSION.fullmatch(name):
                raise contradiction(name, "attributes are named in small letters and digits")
        return self
