"""Waiting in case time, with as few timers in the history as the waiting needs."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.clock import CaseClock
from workflows.outside import MOST_BYTES_OF_SUMMARY


class Alarm:
    """One timer at a time. A timer that rings before it is needed is left armed: waking early does no harm."""

    def __init__(self, clock: CaseClock) -> None:
        self._clock = clock
        self._rings_at: datetime | None = None
        self._ringing: asyncio.Task[None] | None = None

    async def wait(self, changed: Callable[[], bool], until: datetime | None, purpose: str = "") -> None:
        """Until ``changed`` holds or the instant (case time) has come; for ever where there is none.

        ``purpose`` is what operators read of the timer, behind its date.
        """
        if until is not None and not self._armed_by(until):
            self._arm(until, purpose)
        await workflow.wait_condition(lambda: changed() or (until is not None and self._rung()))

    def _armed_by(self, until: datetime) -> bool:
        return self._rings_at is not None and self._rings_at <= until and not self._rung()

    def _arm(self, until: datetime, purpose: str) -> None:
        if self._ringing is not None:
            self._ringing.cancel()
        delay = self._clock.engine_delay(until - self._clock.case_time(workflow.now()))
        self._rings_at = until
        summary = f"until {until:%Y-%m-%d %H:%M}Z{purpose}"[:MOST_BYTES_OF_SUMMARY]
        self._ringing = asyncio.create_task(
            workflow.sleep(max(delay, timedelta(milliseconds=1)), summary=summary)
        )

    def _rung(self) -> bool:
        return self._ringing is not None and self._ringing.done()
