"""What is said about a person rather than about one of their cases: it reaches every case of that person."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from domain.events import Fact
from domain.fields import contradiction
from domain.vocabulary import Reference


class PersonDied(Fact, name="person.died"):
    """The person has died."""


class _RecordsCompared(Fact):
    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
    from_: Reference = Field(alias="from")
    into: Reference

    @model_validator(mode="after")
    def _two_records(self) -> Self:
        if self.from_ == self.into:
            raise contradiction("into", "the same person as from", self.into)
        return self


class PersonsMerged(_RecordsCompared, name="person.merged"):
    """Two person records are of one person; their cases stay separate."""


class PersonsUnmerged(_RecordsCompared, name="person.unmerged"):
    """Two person records, merged before, are of two persons after all."""
