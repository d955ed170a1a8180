"""When the handover as a whole is complete, or was left incomplete by the release (R16)."""

from collections.abc import Iterator
from datetime import datetime

from domain.case.following import Follows
from domain.case.state import CaseState
from domain.handover.events import HandoverEnded
from domain.policy import Policy


def handover_follows(case: CaseState, policy: Policy, now: datetime) -> Iterator[Follows]:  # noqa: ARG001
    if case.handover is None:
        return
    complete = not any(item.is_open for item in case.handover.items.values())
    state = "complete" if complete else "open" if case.phase == "preparation" else "incomplete"
    if state != case.handover.state:
        yield Follows(now, HandoverEnded(state=state))
