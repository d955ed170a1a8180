"""The instruments that are named in a joint assessment, and whether a level of the whole comes out of each.

All but one are structured professional judgement: they order what is looked at, and whoever uses them judges. Nothing
is summed, weighed or scored here, and none of their items stands here. Where an instrument yields a total, as LS/CMI
does, we are told the level that was judged from it and never the total.
"""

from typing import NamedTuple


class Instrument(NamedTuple):
    name: str
    has_overall_level: bool
    """Whether a level of the whole comes out of it, by judgement or by a total."""


_KNOWN = (
    Instrument("VERA-2R", has_overall_level=True),
    Instrument("ERG-R", has_overall_level=False),
    Instrument("TRAP-18", has_overall_level=False),
    Instrument("SAVRY", has_overall_level=True),
    Instrument("LS/CMI", has_overall_level=True),
    Instrument("none", has_overall_level=False),
)
INSTRUMENTS = {each.name.casefold(): each for each in _KNOWN}


def instrument_named(name: str | None) -> Instrument | None:
    """Without regard to capitals; None of an instrument that we don't know: it is taken as it is named."""
    return INSTRUMENTS.get(name.casefold()) if name is not None else None


def has_overall_level(name: str | None) -> bool:
    """Of an instrument that we don't know, whoever names it knows; where none is named, none was used."""
    known = instrument_named(name or "none")
    return known is None or known.has_overall_level
