"""The catalogue of signs: what a member may be worried about, whom it concerns, and whom it alerts (R61, R62).

A sign is never weighed by the agency that saw it: what calls for an assessment is assessed together (R63).
"""

from typing import NamedTuple


class Sign(NamedTuple):
    concerns: str
    """Whose safety is in question: ``others``, or the ``person``."""
    alerts: tuple[str, ...]
    """Roles that are to know of it, beside the case manager, whom everything reaches first (R97)."""
    calls_for_assessment: bool


SIGNS: dict[str, Sign] = {
    "radical-contact": Sign("others", ("police",), calls_for_assessment=True),
    "threat-to-others": Sign("others", ("police",), calls_for_assessment=True),
    "threat-to-person": Sign("person", ("police", "psychologist"), calls_for_assessment=False),
    "wellbeing": Sign("person", ("psychologist", "social-services"), calls_for_assessment=False),
    "other": Sign("others", ("police", "psychologist"), calls_for_assessment=True),
}
"""Every kind of concern that the contract names."""
DANGER = tuple(kind for kind, sign in SIGNS.items() if sign.calls_for_assessment)
"""Kinds of concern that call for an assessment; one about the person's own safety doesn't (R60)."""
