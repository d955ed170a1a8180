"""A release date that flaps: due dates go by a change only once it has stood for the hold time."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.custody.events import ReleaseChangeHeld, ReleaseSettled
from domain.policy import Policy


def settling_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:
    release = case.release
    if release.day == release.settled:
        if release.settles_at is not None:
            # Changed back in time: nothing has changed.
            yield Follows(now, ReleaseSettled(day=release.day))
    elif case.phase != "preparation":
        # Nothing is prepared by the old date, so there is nothing to hold.
        yield Follows(now, ReleaseSettled(day=release.day))
    elif release.settles_at is None or release.held != release.day:
        until = now + policy.preparation.hold.length()
        yield Follows(now, ReleaseChangeHeld(day=release.day, until=until))
    else:
        yield Follows(release.settles_at, ReleaseSettled(day=release.day))
