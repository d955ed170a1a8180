"""What the parts of a policy are made of."""

from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer


def _fraction(value: object) -> object:
    return Fraction(value) if isinstance(value, str) else value


Share = Annotated[Fraction, BeforeValidator(_fraction), PlainSerializer(str, return_type=str)]
"""An exact part of a whole, written "2/3"."""


class Rules(BaseModel):
    """What a policy says of one thing: ``domain/<word>/policy.py`` has those of a business word."""

    model_config = ConfigDict(frozen=True, extra="forbid")
