"""What the parts of a policy are made of."""

from collections.abc import Mapping, Sized
from fractions import Fraction
from typing import Annotated, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer


def _fraction(value: object) -> object:
    return Fraction(value) if isinstance(value, str) else value


Share = Annotated[Fraction, BeforeValidator(_fraction), PlainSerializer(str, return_type=str)]
"""An exact part of a whole, written "2/3"."""


Collection = TypeVar("Collection", bound=Sized)
Words = TypeVar("Words", bound=Mapping[str, object])


def _named(given: Collection) -> Collection:
    if not given:
        raise ValueError("at least one has to be named")
    return given


AtLeastOne = AfterValidator(_named)
"""Of what an empty list would make a rule that nobody can meet."""


def each_of(words: object) -> AfterValidator:
    """Of a table that says something for each of these words, as ``Literal`` has them."""

    def complete(given: Words) -> Words:
        missing = [word for word in get_args(words) if word not in given]
        if missing:
            raise ValueError(f"nothing is said for {', '.join(missing)}")
        return given

    return AfterValidator(complete)


class Rules(BaseModel):
    """What a policy says of one thing: ``domain/<word>/policy.py`` has those of a business word."""

    model_config = ConfigDict(frozen=True, extra="forbid")
