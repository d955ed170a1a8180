"""What a token claims, once its signature is known to be good."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.fields import EventName
from workers.gateway.callers.caller import Caller

ALL = "*"
"""In ``jurisdictions``: all that there are and will be. Left out, it would be too easily given."""

Jurisdiction = Annotated[str, StringConstraints(pattern=r"^(\*|[A-Za-z0-9._:-]{1,64})$")]


class Claims(BaseModel):
    """Beside these a token has ``aud``, ``exp`` and, where it is asked for, ``iss``; further ones say nothing to us."""

    model_config = ConfigDict(frozen=True, strict=True)

    sub: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    """The caller, as whoever issues the token knows it."""
    jurisdictions: Annotated[list[Jurisdiction], Field(min_length=1)]
    sources: list[EventName] = Field(default_factory=list)
    scope: str = ""
    """Separated by blanks, as OAuth 2.0 has it."""

    @property
    def caller(self) -> Caller:
        return Caller(
            sources=tuple(self.sources),
            scopes=frozenset(self.scope.split()),
            jurisdictions=None if ALL in self.jurisdictions else frozenset(self.jurisdictions),
        )
