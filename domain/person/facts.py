"""What is said about a person rather than about one of their cases: it reaches every case of that person."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from domain.events import Fact
from domain.fields import contradiction
from domain.vocabulary import Reference


class PersonDied(Fact, name="person.died"):
    """The person has died."""

    person: Reference | None = None
    """The record of which it is told: that of the case, unless it says otherwise."""


class RecordsCompared(Fact):
    """What is said of two person records."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    from_: Reference = Field(alias="from")
    into: Reference

    @model_validator(mode="after")
    def _two_records(self) -> Self:
        if self.from_ == self.into:
            raise contradiction("into", "the same person as from", self.into)
        return self


class PersonsMerged(RecordsCompared, name="person.merged"):
    """Two person records are of one person; their cases stay separate."""


class PersonsUnmerged(RecordsCompared, name="person.unmerged"):
    """Two person records, merged before, are of two persons after all."""


def pair_of(fact: RecordsCompared) -> str:
    """The two records that it is about, as one word."""
    return f"{fact.from_} {fact.into}"
