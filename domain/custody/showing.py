"""How a release date that has just changed is shown: as announced, and held for some hours."""

from typing import Any

from domain.case.state import CaseState


def release_held(case: CaseState) -> dict[str, Any] | None:
    """Until when it is held, and the date from which due dates are counted until then; None where nothing is held."""
    return {"until": case.release.settles_at, "prepared_for": case.release.settled} if is_held(case) else None


def is_held(case: CaseState) -> bool:
    release = case.release
    return case.phase == "preparation" and release.settles_at is not None and release.day != release.settled
