"""The release watch's part in opening cases: those that have come due, and those that have lost their workflow."""

import asyncio
from datetime import date, timedelta
from typing import Protocol

from pydantic import BaseModel, ConfigDict
from temporalio import activity

from activities.engine import is_away
from activities.errors import ActivityError
from activities.opening import CaseOpening
from domain.clock import CaseClock

OPEN_DUE_CASES = "open_due_cases"
RESTART_LOST_CASES = "restart_lost_cases"
BETWEEN_LOOKS = 0.1


class CasesOpened(BaseModel):
    model_config = ConfigDict(frozen=True)
    opened: int
    after: str | None = None
    """The last that was looked at; None where none is left."""
    failed: int = 0
    """Cases that couldn't be opened: the next look tries them again."""


class CasesRestarted(BaseModel):
    model_config = ConfigDict(frozen=True)
    restarted: int


class OpenDueCases(BaseModel):
    """Ask for every case that is to be open on this day and never was: days that were missed count too."""

    model_config = ConfigDict(frozen=True)
    today: date
    after: str = ""
    """Of those behind this reference."""


class WatchOrder(BaseModel):
    """How the release watch looks: by which clock, and how far ahead."""

    model_config = ConfigDict(frozen=True)
    clock: CaseClock
    ahead: timedelta = timedelta()
    after: str = ""
    """Of a look that goes on from another one: the last case that it has come to."""
    opened: int = 0
    failed: int = 0


class WatchedRegister(Protocol):
    """What the watch needs of the release register."""

    async def due_for_opening(self, today: date, after: str = "") -> list[str]:
        """A page of references in their order; empty at the end."""
        ...

    async def unclosed(self, after: str = "") -> list[str]:
        """A page of references of cases that were opened and aren't closed; empty at the end."""
        ...


class OpeningActivities:
    """The release watch's activities."""

    def __init__(self, opening: CaseOpening, register: WatchedRegister) -> None:
        self._opening = opening
        self._register = register

    @activity.defn(name=OPEN_DUE_CASES)
    async def open_due_cases(self, asked: OpenDueCases) -> CasesOpened:
        """Goes through a page of due cases, as fast as the workers take them.

        A second attempt goes on where the first was cut off. A case that can't be opened doesn't stand in the way of
        those behind it.
        """
        details = activity.info().heartbeat_details
        after, opened, failed = details or (asked.after, 0, 0)
        page = await self._register.due_for_opening(asked.today, after)
        for case in page:
            while not await self._opening.has_room():
                activity.heartbeat(after, opened, failed)
                await asyncio.sleep(BETWEEN_LOOKS)
            try:
                opened += await self._opening.open_case(case)
            except ActivityError as exc:
                if is_away(exc):
                    raise
                failed += 1
            after = case
            activity.heartbeat(after, opened, failed)
        return CasesOpened(opened=opened, after=after if page else None, failed=failed)

    @activity.defn(name=RESTART_LOST_CASES)
    async def restart_lost_cases(self) -> CasesRestarted:
        """A case whose workflow was ended by hand, or lost with its cluster, goes on from its ledger."""
        restarted, after = 0, ""
        while page := await self._register.unclosed(after):
            running = await self._opening.running_among(page)
            for after in page:
                if after not in running:
                    restarted += await self._opening.restart(after)
            activity.heartbeat(after)
        return CasesRestarted(restarted=restarted)
