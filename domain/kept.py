"""Large data that many cases have in common, kept once."""

from typing import Any
from weakref import WeakValueDictionary

from pydantic import ValidatorFunctionWrapHandler, WrapValidator


def kept_once() -> WrapValidator:
    """Annotates a frozen model that every workflow is given as data: a worker keeps one for each content, while any
    workflow uses it.
    """
    kept: WeakValueDictionary[str, Any] = WeakValueDictionary()

    def one_for_all(written: object, parse: ValidatorFunctionWrapHandler) -> object:
        if not isinstance(written, dict):
            return parse(written)
        content = repr(written)
        known = kept.get(content)
        if known is None:
            known = kept[content] = parse(written)
        return known

    return WrapValidator(one_for_all)
