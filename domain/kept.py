"""Large data that many cases have in common, kept once."""

from typing import Any, ClassVar, Self
from weakref import WeakValueDictionary

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, model_validator


class KeptOnce(BaseModel):
    """A model that is given to every workflow as data: a worker keeps one for each content, while any uses it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    _kept: ClassVar[WeakValueDictionary[str, Any]]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        cls._kept = WeakValueDictionary()

    @model_validator(mode="wrap")
    @classmethod
    def _one_for_all(cls, written: object, parse: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(written, dict):
            return parse(written)
        content = repr(written)
        kept = cls._kept.get(content)
        if kept is None:
            kept = cls._kept[content] = parse(written)
        return kept
