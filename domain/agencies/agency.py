"""An agency as the directory knows it: who it is, where it works, how it is reached, what it can do (R30, R34)."""

from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    model_validator,
)

from domain.fields import Day, contradiction, named_twice
from domain.vocabulary import (
    AD_HOC_ROLES,
    OUTSIDE_ROLES,
    PERMANENT_ROLES,
    Activity,
    Member,
    Reference,
    described_member,
    role_of,
)

AgencyLevel = Literal["local", "regional", "national"]
AGENCY_LEVELS: tuple[AgencyLevel, ...] = get_args(AgencyLevel)
"""All three are involved, the nearest first (R34, R47)."""
ChannelKind = Literal["mail", "phone", "post", "events"]

Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\p{C}]+$", strip_whitespace=True),
]


def _of_the_network(value: str) -> str:
    if role_of(value) in OUTSIDE_ROLES:
        raise ValueError(f"{role_of(value)!r} is outside every network")
    return value


def _each_once(values: tuple[Activity, ...]) -> tuple[Activity, ...]:
    if twice := named_twice(values):
        raise ValueError(f"each may be named only once, and {twice} is named again")
    return values


def _list_as_tuple(value: object) -> object:
    # Behind a validator pydantic's strict mode no longer knows that the list was JSON.
    return tuple(value) if isinstance(value, list) else value


AgencyMember = Annotated[
    Member, AfterValidator(_of_the_network), described_member(PERMANENT_ROLES + AD_HOC_ROLES)
]
Activities = Annotated[tuple[Activity, ...], AfterValidator(_each_once), BeforeValidator(_list_as_tuple)]


class AgencyDetails(BaseModel):
    """What the directory says of an agency."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jurisdiction: Reference
    locality: Reference | None = None
    """The office or place it works for; needed where the level is ``local``."""
    level: AgencyLevel
    channel: ChannelKind | None = None
    address: Line | None = None
    """Where it is reached by that channel. Never in a log, an id or an error."""
    agreement: Reference | None = None
    """The agreement in force with it, whatever the case (R40)."""
    code_version: Line | None = None
    """The code of conduct that goes with the agreement."""
    agreement_until: Day | None = None
    available_from: Day | None = None
    available_until: Day | None = None
    """The last day on which it takes cases."""
    unavailable: bool = False
    """It takes no cases for now, whatever the days say."""
    activities: Activities = ()
    """What it can provide (R93)."""
    structure: Reference | None = None
    """The local partnership to which it belongs already (R37)."""

    def is_available(self, day: date) -> bool:
        begun = self.available_from is None or self.available_from <= day
        over = self.available_until is not None and day > self.available_until
        return begun and not over and not self.unavailable

    def is_bound(self, day: date) -> bool:
        """Whether there is an agreement with it that is in force on this day."""
        over = self.agreement_until is not None and day > self.agreement_until
        return self.agreement is not None and not over

    @model_validator(mode="after")
    def _fields_fit(self) -> Self:
        if self.level == "local" and self.locality is None:
            raise contradiction("locality", "a local agency says where it is")
        for field, goes_with in _PAIRS:
            if getattr(self, field) is not None and getattr(self, goes_with) is None:
                raise contradiction(goes_with, f"missing, but {field} is given")
        if self.available_from and self.available_until and self.available_until < self.available_from:
            raise contradiction(
                "available_until", f"lies before available_from, {self.available_from}", self.available_until
            )
        return self


class Agency(AgencyDetails):
    """An agency by its name. The same fields are the columns of an import file."""

    member: AgencyMember
    """Under which it is a member of networks, ``<role>:<name>``."""

    @property
    def role(self) -> str:
        return role_of(self.member)


_PAIRS = (
    ("channel", "address"),
    ("address", "channel"),
    ("agreement", "code_version"),
    ("code_version", "agreement"),
    ("agreement_until", "agreement"),
)
"""The first means nothing without the second."""
