"""The read side over PostgreSQL: views are computed from the folded states when they are asked for."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from activities.bounds import Bounds
from activities.calendar_files import calendar_file
from activities.lessons import LessonFilters, LessonPage
from activities.postgres import history
from activities.postgres.lessons import read_lessons
from activities.postgres.notices import StoredNotice, stored_notices
from activities.postgres.pool import Pool
from activities.postgres.register import PostgresRegister, StoredCase
from activities.reading import CaseFilters, CasePage, View
from domain.addresses import case_id
from domain.case.state import CaseState
from domain.case.view import case_view
from domain.case.warnings import nobody_goes_on
from domain.events import Envelope
from domain.procedure import ProcedureState

SHORT = (
    "case",
    "person",
    "jurisdiction",
    "office",
    "policy",
    "phase",
    "closed_because",
    "held",
    "stands_still_since",
    "short_notice",
    "level",
    "level_provisional",
    "opened",
    "release",
    "released",
    "supervision_start",
    "supervision_end",
    "case_holder",
    "case_manager",
    "version",
)
"""What a list shows of each case."""


class PostgresReader:
    """``now`` is case time; ``patience``: how late, in it, a step of a case may be."""

    def __init__(self, pool: Pool, now: Callable[[], datetime], patience: timedelta = timedelta.max) -> None:
        self._pool = pool
        self._register = PostgresRegister(pool)
        self._now = now
        self._patience = patience

    async def view(self, case: str) -> View | None:
        stored = await self._register.case_states(case)
        view, state = self._view(case, stored, self._now()), _state(case, stored)
        if view is not None and state is not None and state.merged_into is not None:
            view["warnings"] += nobody_goes_on(state, await self._successor(state))
        return view

    async def _successor(self, merged: CaseState) -> CaseState | None:
        """The case that goes on in the place of this one, and of those that it was merged into; None where that isn't
        open. Of cases that were merged round in a circle any one: all are closed."""
        passed, last = {merged.case}, merged
        while last.merged_into is not None and last.merged_into not in passed:
            passed.add(last.merged_into)
            following = _state(last.merged_into, await self._register.case_states(last.merged_into))
            if following is None:
                return None
            last = following
        return last

    async def list(self, filters: CaseFilters, token: str | None, bounds: Bounds = None) -> CasePage:
        now = self._now()
        cases, following = await self._register.listed(filters, now, token, bounds=bounds)
        states = await self._register.states_of(cases)
        views = (self._view(case, states.get(case), now) for case in cases)
        return CasePage(cases=tuple(_in_short(view) for view in views if view is not None), next=following)

    async def served_in(self, case: str) -> str | None:
        return await self._register.served_in(case)

    async def events(self, case: str) -> Sequence[View] | None:
        # A case is open for its readers once its first event is in the ledger.
        return await history.events(self._pool, case) or None

    async def recorded(self, case: str) -> Sequence[Envelope] | None:
        return await history.recorded(self._pool, case) or None

    async def notices(self, case: str) -> Sequence[View] | None:
        stored = await stored_notices(self._pool, case)
        return [_told(each) for each in stored] if stored is not None else None

    async def lessons(self, filters: LessonFilters, token: str | None, bounds: Bounds = None) -> LessonPage:
        return await read_lessons(self._pool, filters, token, bounds)

    async def answers(self) -> None:
        await self._register.answers()

    def _view(self, case: str, stored: StoredCase | None, now: datetime) -> View | None:
        state = _state(case, stored)
        if stored is None or state is None:
            return None
        procedures = [other for other in stored.states.values() if isinstance(other, ProcedureState)]
        view = case_view(state, procedures, now, stored.position, self._patience)
        return view.model_dump(mode="json")


def _state(case: str, stored: StoredCase | None) -> CaseState | None:
    state = stored.states.get(case_id(case)) if stored else None
    return state if isinstance(state, CaseState) else None


def _told(stored: StoredNotice) -> View:
    notice, recorded = stored.notice, stored.recorded
    return notice.model_dump() | {
        "at": recorded.recorded_at,
        "position": stored.position,
        "sent": stored.sent_at,
        "calendar": calendar_file(recorded, notice.to) if notice.is_for_a_calendar else None,
    }


def _in_short(view: View) -> View:
    return {name: view[name] for name in SHORT}
