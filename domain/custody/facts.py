"""What prisons and the release register say about custody."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from domain.events import Fact
from domain.fields import Day, contradiction
from domain.vocabulary import Entry, Level, Reference, ReleaseKind, Word

PolicyName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}(@[0-9]{1,6})?$")]
"""A policy pack, with or without its version: ``mates`` or ``mates@1``."""

LeaveReason = Literal["released", "temporary", "hospital", "court", "transfer"]
ReturnReason = Literal["recall", "new-offence", "end-of-leave", "other"]


class ReleaseDateSet(Fact, name="custody.release-date"):
    """A release date was set, moved or taken back; or a community sentence was ordered."""

    person: Reference
    jurisdiction: Reference
    entry: Entry
    kind: ReleaseKind
    release_date: Day | None = None
    """None when unknown, and for a community sentence."""
    supervision_end: Day | None = None
    """The last day of supervision; None when unlimited."""
    supervision_start: Day | None = None
    """First day of a community sentence: nobody is released from anywhere."""
    office: Reference | None = None
    """The local office that will serve the case: its agencies are asked first (R34)."""
    establishment: Reference | None = None
    birth_year: Annotated[int, Field(ge=1900, le=2199)] | None = None
    gender: Word | None = None
    reported_level: Level | None = None
    policy: PolicyName | None = None
    """Counts only before the case is opened."""

    @property
    def is_community_sentence(self) -> bool:
        return self.supervision_start is not None

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if self.supervision_start is not None:
            if self.release_date is not None:
                raise contradiction(
                    "release_date", "null where supervision_start is given", self.release_date
                )
        else:
            _date_fits_kind(self.release_date, self.kind)
        _ends_after(self.supervision_end, self.release_date or self.supervision_start)
        return self


class PersonTransferred(Fact, name="custody.transferred"):
    """The person was moved to another establishment."""

    establishment: Reference


class PersonReleased(Fact, name="custody.released"):
    """The person left the establishment; only with reason ``released`` for good."""

    reason: LeaveReason


class PersonReturned(Fact, name="custody.returned"):
    """The person is in custody again."""

    reason: ReturnReason
    release_date: Day | None = None
    kind: ReleaseKind | None = None
    supervision_end: Day | None = None

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        if self.kind is not None:
            _date_fits_kind(self.release_date, self.kind)
        _ends_after(self.supervision_end, self.release_date)
        return self


def _date_fits_kind(release_date: date | None, kind: ReleaseKind) -> None:
    if kind == "unknown" and release_date is not None:
        raise contradiction("release_date", "null where kind is unknown", release_date)
    if kind != "unknown" and release_date is None:
        raise contradiction("release_date", f"needed where kind is {kind}")


def _ends_after(supervision_end: date | None, start: date | None) -> None:
    if supervision_end is not None and start is not None and supervision_end < start:
        raise contradiction(
            "supervision_end", f"lies before {start}, when supervision starts", supervision_end
        )
