"""A release date that was announced shortly before the return to custody that it belongs to."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.custody.events import AnnouncedReleaseCounted
from domain.policy import Policy


def announcement_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    """While the person is at liberty it says nothing but when supervision ends; with the return it is the next date."""
    known, since = case.announced, case.release.since
    if case.phase != "recalled" or known is None or not policy.earlier_counts:
        return
    if since is None or since < known.since:
        yield Follows(now, AnnouncedReleaseCounted(**known.model_dump()))
