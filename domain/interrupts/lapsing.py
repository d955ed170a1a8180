"""Why an obligation lapses: the interrupt, in words and without content, as the history keeps it."""

from domain.case.state import CaseState
from domain.obligations.obligation import Obligation
from domain.obligations.reconcile import NO_LONGER_OWED
from domain.vocabulary import ObligationKind, Phase

BY_PHASE: dict[Phase, str] = {
    "preparation": "another release is prepared",
    "supervision": "the person was released",
    "recalled": "the person is back in custody",
    "follow-up": "supervision is over",
}
"""What has happened where an obligation belongs to the phases before this one."""

_CARE: tuple[Phase, ...] = ("preparation", "supervision")
_NOT_RECALLED: tuple[Phase, ...] = ("preparation", "supervision", "follow-up")
_OWED_IN: dict[ObligationKind, tuple[Phase, ...]] = {
    "inform-person": _CARE,
    "find-substitute": _CARE,
    "find-provider": _CARE,
    "agree-plan": _CARE,
    "review-plan": _CARE,
    "hold-meeting": _CARE,
    "decide-gaps": _CARE,
    "supply-item": _NOT_RECALLED,
    "acknowledge-item": _NOT_RECALLED,
    "conclude-assessment": _NOT_RECALLED,
    "release-check": ("preparation",),
    "confirm-release": ("preparation",),
    "provide-activity": ("supervision",),
    "first-contact": ("supervision",),
    "file-court-report": ("supervision", "follow-up"),
    "plan-ending": ("supervision",),
    "evaluate": ("supervision", "follow-up"),
    "follow-up": ("follow-up",),
}
"""The phases to which what is owed belongs; in every phase, where a kind isn't named."""
_COUNTED_FROM_RELEASE: tuple[ObligationKind, ...] = (
    "inform-person",
    "supply-item",
    "acknowledge-item",
    "agree-plan",
    "hold-meeting",
    "release-check",
    "decide-gaps",
    "confirm-release",
)
_ABOUT_ONE_DAY: tuple[ObligationKind, ...] = ("decide-gaps", "confirm-release")
"""Whose id ends with the release date that it is about."""


def why_lapsed(case: CaseState, lapsing: Obligation) -> str:
    """By what is known now: the end of the case, its phase, or a release date that has gone or moved."""
    if case.closed:
        return f"the case is closed: {case.closed_because}"
    phase = case.phase
    if phase is not None and phase not in _OWED_IN.get(lapsing.kind, (phase,)):
        return BY_PHASE[phase]
    settled = case.release.settled
    if phase == "preparation" and lapsing.kind in _COUNTED_FROM_RELEASE and not case.is_community:
        if settled is None:
            return "no release date is known"
        if lapsing.kind in _ABOUT_ONE_DAY and not lapsing.id.endswith(settled.isoformat()):
            return "the release date has moved"
    return NO_LONGER_OWED
