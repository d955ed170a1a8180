"""Whom the directory names for a role: the nearest first, then with whom there is an agreement, and those who
already work together (R34, R37, R40, R47).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from domain.agencies.agency import AGENCY_LEVELS, Agency


class Place(NamedTuple):
    """Where a case is served, and on which day somebody is sought."""

    jurisdiction: str
    office: str | None
    day: date


def chosen(
    agencies: Iterable[Agency], roles: Sequence[str], place: Place, without: Collection[str] = ()
) -> dict[str, str]:
    """The member for each role; no entry where nobody is available. ``without``: who isn't asked again."""
    there = [
        each for each in agencies if each.jurisdiction == place.jurisdiction and each.is_available(place.day)
    ]
    partners = _roles_by_structure(there)

    def rank(agency: Agency) -> tuple[int, bool, int, int, str]:
        """By nearness, by agreement, then by how many roles its structure brings along, by level, and by name."""
        brings = len(partners[agency.structure or ""])
        unbound = not agency.is_bound(place.day)
        return _nearness(agency, place), unbound, -brings, AGENCY_LEVELS.index(agency.level), agency.member

    found: dict[str, str] = {}
    for agency in sorted(there, key=rank):
        if agency.role in roles and agency.member not in without:
            found.setdefault(agency.role, agency.member)
    return found


def _nearness(agency: Agency, place: Place) -> int:
    """Of the office first; a local agency of another place after those who serve the whole area."""
    if place.office is not None and agency.locality == place.office:
        return 0
    if place.office is not None and agency.level == "local":
        return 1 + len(AGENCY_LEVELS)
    return 1 + AGENCY_LEVELS.index(agency.level)


def _roles_by_structure(agencies: Iterable[Agency]) -> dict[str, set[str]]:
    """The roles that each structure of the place covers; none for agencies outside every structure."""
    roles: dict[str, set[str]] = defaultdict(set)
    for agency in agencies:
        if agency.structure is not None:
            roles[agency.structure].add(agency.role)
    return roles
