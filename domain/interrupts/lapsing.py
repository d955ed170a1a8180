"""Why an obligation lapses: the interrupt, in words and without content, as the history keeps it."""

from collections.abc import Callable

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
    "consider-misses": ("supervision",),
    "report-breach": ("supervision",),
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


def why_lapsed(case: CaseState, lapsing: Obligation) -> str:
    """By what is known now; the first reason that holds, from the widest to the narrowest."""
    reasons = (reason(case, lapsing) for reason in _REASONS)
    return next((reason for reason in reasons if reason is not None), NO_LONGER_OWED)


def _case_is_closed(case: CaseState, lapsing: Obligation) -> str | None:  # noqa: ARG001
    return f"the case is closed: {case.closed_because}" if case.closed else None


def _phase_is_over(case: CaseState, lapsing: Obligation) -> str | None:
    phase = case.phase
    return (
        BY_PHASE[phase] if phase is not None and phase not in _OWED_IN.get(lapsing.kind, (phase,)) else None
    )


def _release_is_another(case: CaseState, lapsing: Obligation) -> str | None:
    if case.phase != "preparation" or case.is_community or lapsing.kind not in _COUNTED_FROM_RELEASE:
        return None
    # Prison is asked about the newest date, everybody else goes by the one that has outlived the hold time.
    day = case.release.day if lapsing.kind == "confirm-release" else case.release.settled
    if day is None:
        return "no release date is known"
    is_about_it = lapsing.kind in ("confirm-release", "decide-gaps")
    return "the release date has moved" if is_about_it and not lapsing.id.endswith(day.isoformat()) else None


def _end_is_another(case: CaseState, lapsing: Obligation) -> str | None:
    if lapsing.kind not in ("plan-ending", "evaluate"):
        return None
    end = case.supervision_end
    if end is None:
        return "supervision has no known end"
    return "the end of supervision has moved" if end.isoformat() not in lapsing.id else None


def _others_have_it(case: CaseState, lapsing: Obligation) -> str | None:
    """Its owner isn't any more who they were: in the network, of its core, or the person's contact."""
    owner = case.member(lapsing.owner)
    match lapsing.kind:
        case "answer-invitation" if owner is not None and owner.passed_over is not None:
            in_another_area = owner.relieved_in is not None
            return "the new area's agency is asked" if in_another_area else "somebody else has taken the seat"
        case "answer-invitation" | "sign-agreement" | "evaluate" if owner is None or owner.is_gone:
            return "they have left the network"
        case "evaluate" if owner is not None and owner.standing != "permanent":
            return "they are no longer of the core"
        case "pass-on-case" | "acknowledge-case":
            return "the case has gone on to another area"
        case "inform-person" if lapsing.id.startswith("inform-person:contact-"):
            return "somebody else is the contact"
        case _:
            return None


def _ground_is_withdrawn(case: CaseState, lapsing: Obligation) -> str | None:
    about = lapsing.id.partition(":")[2]
    if lapsing.kind.endswith("-breach") and case.breach(about) is None:
        return "the report was withdrawn"
    if lapsing.kind.endswith("-concern") and case.concern(about.partition(":")[0]) is None:
        return "the concern was withdrawn"
    return None


_REASONS: tuple[Callable[[CaseState, Obligation], str | None], ...] = (
    _case_is_closed,
    _phase_is_over,
    _release_is_another,
    _end_is_another,
    _others_have_it,
    _ground_is_withdrawn,
)
