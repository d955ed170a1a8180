"""How the release is shown: as it was announced, and by which date the preparation goes while a change is held."""

from typing import Any

from domain.case.state import CaseState


def release_shown(case: CaseState) -> dict[str, Any]:
    """``held_until``: of a date that has just changed, from when on due dates are counted from it; until then they are
    from ``prepared_for``."""
    release, is_held = case.release, is_release_held(case)
    return {
        "date": release.day,
        "kind": release.kind,
        "held_until": release.settles_at if is_held else None,
        "prepared_for": release.settled if is_held else release.day,
    }


def is_release_held(case: CaseState) -> bool:
    release = case.release
    return case.phase == "preparation" and release.settles_at is not None and release.day != release.settled
