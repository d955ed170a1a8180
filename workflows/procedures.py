"""The case's side of its procedures: starts what is wanted, briefs what runs, and hears what they report."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.opening import CaseStart
    from domain.addresses import procedure_id, procedure_of
    from domain.briefing.owed import Elsewhere
    from domain.case.events import ProcedureEnded, ProcedureInterrupted, ProcedureStarted
    from domain.case.sections import Running
    from domain.case.state import CaseState
    from domain.obligations.duty import Duty
    from domain.obligations.reconcile import earliest
    from domain.policy import Policy
    from domain.procedures.brief import brief_for
    from domain.procedures.counting import as_it_counts
    from domain.procedures.owing import owed_in
    from domain.procedures.wanted import (
        ASSESSMENT,
        BREACH_HANDLING,
        CLOSING,
        COURT_REPORT,
        INFORMATION_HANDOVER,
        MANAGER_APPOINTMENT,
        NETWORK_BUILDING,
        Wanted,
        wanted,
    )
    from workflows.messages import Briefing, ProcedureReport
from workflows.assessment import Assessment
from workflows.breach_handling import BreachHandling
from workflows.children import Children, Fallen
from workflows.closing import Closing
from workflows.court_report import CourtReport
from workflows.information_handover import InformationHandover
from workflows.manager_appointment import ManagerAppointment
from workflows.network_building import NetworkBuilding
from workflows.procedure import Procedure
from workflows.recorder import Recorder

PROCEDURES: dict[str, type[Procedure]] = {
    NETWORK_BUILDING: NetworkBuilding,
    INFORMATION_HANDOVER: InformationHandover,
    MANAGER_APPOINTMENT: ManagerAppointment,
    ASSESSMENT: Assessment,
    COURT_REPORT: CourtReport,
    BREACH_HANDLING: BreachHandling,
    CLOSING: Closing,
}

ASKED_FIRST = "asked-before-started"
LOOK_EVERY = timedelta(weeks=4)
"""Of case time: how long a procedure that was started by an earlier run may be gone unnoticed."""
SHORTEST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(hours=1)
"""Of the engine's time: before a procedure that keeps falling is started again; doubled each time."""


class Procedures:
    """The procedures of one case, as its workflow sees them."""

    def __init__(self, start: CaseStart, recorder: Recorder[CaseState]) -> None:
        self._start = start
        self._recorder = recorder
        self._children = Children(start, recorder, {name: each.__name__ for name, each in PROCEDURES.items()})
        self._reports: list[ProcedureReport] = []
        self._briefed: dict[int, CaseState] = {}
        """What each procedure was told last, by its number."""
        self._to_ask: set[int] = set()
        """Those that an earlier run or life has started, by their numbers: asked before they are started again."""
        self._owed: dict[int, Sequence[Duty]] = {}
        """What is owed in each, by what it was told last."""
        self._next_rest: dict[int, timedelta] = {}
        """How long those that have fallen rest when they fall again, by their number."""
        self._rests: dict[int, datetime] = {}
        """Until when a procedure that keeps falling isn't started."""
        self._strangers: list[str] = []
        """Those that have reported and aren't ours: an operator has reset one that had ended."""
        self._looked_at = recorder.now()

    @property
    def have_news(self) -> bool:
        return bool(self._reports or self._children.fallen)

    @property
    def _running(self) -> tuple[Running, ...]:
        return self._recorder.state.running

    def hear(self, report: ProcedureReport) -> None:
        self._reports.append(report)

    def next_look(self) -> datetime | None:
        """When one is to be started again, or looked after."""
        look = self._looked_at + LOOK_EVERY if self._children.adopted else None
        return earliest((look, *self._rests.values()))

    def owed(self) -> Elsewhere:
        """What is owed in those that run, for the operators' desk."""
        return {
            " ".join(filter(None, (each.procedure, each.about))): self._owed.get(each.number, ())
            for each in self._running
        }

    def look(self) -> None:
        """Asks all of them anew: who isn't there is started again from its stream."""
        self._briefed.clear()
        self._to_ask = {running.number for running in self._running}
        self._looked_at = self._recorder.now()

    def record_reports(self) -> None:
        """What was decided twice, or is no longer open, changes nothing and isn't recorded again."""
        reports = [report for report in self._reports if report.procedure in PROCEDURES]
        self._reports = []
        for report in reports:
            self._record(report)
        fallen, self._children.fallen = self._children.fallen, []
        for each in fallen:
            self._record_fallen(each)

    async def conduct(self) -> None:
        """Starts what is wanted and doesn't run yet, and tells those that run what has changed for them."""
        for each in wanted(self._recorder.state):
            if not any((known.procedure, known.about) == each for known in self._running):
                number = self._recorder.state.procedures + 1
                self._recorder.emit(
                    ProcedureStarted(procedure=each.procedure, number=number, about=each.about)
                )
        if self._children.adopted and self._recorder.now() >= self._looked_at + LOOK_EVERY:
            self.look()
        strangers, self._strangers = self._strangers, []
        await self.dismiss(strangers)
        behind = [(running, news) for running in self._running if (news := self._news_for(running))]
        if behind:
            # What the ledger hasn't got may never have been: nobody is to act on it.
            await self._recorder.flushed()
        # Side by side: one after the other, each would cost a round trip in which no fact is taken.
        await asyncio.gather(*(self._tell(running, news) for running, news in behind))

    async def dismiss(self, unfinished: Sequence[str]) -> None:
        """Ends those that aren't ours: started, or brought back, in a life that a reset has discarded."""
        ours = [self._children.address(running) for running in self._running]
        for stream in unfinished:
            if stream not in ours:
                procedure, number = procedure_of(stream)
                orphan = Running(procedure=procedure, number=number)
                nothing_is_wanted = Briefing(version=self._recorder.version, known=CaseState())
                await self._children.bring(orphan, nothing_is_wanted, is_new=False)

    def _record(self, report: ProcedureReport) -> None:
        actor, recorder = procedure_id(self._start.case, report.procedure, report.number), self._recorder
        for decided in report.decided:
            event = as_it_counts(decided.event(), recorder.state, recorder.policy, recorder.now())
            if event is not None:
                recorder.emit(event, actor=actor)
        if report.outcome is not None and self._is_running(report.procedure, report.number):
            ended = ProcedureEnded(procedure=report.procedure, number=report.number, outcome=report.outcome)
            self._recorder.emit(ended, actor=actor)
        elif not self._is_running(report.procedure, report.number):
            if report.outcome is None:
                self._strangers.append(actor)
        elif not report.decided:
            self._briefed.pop(report.number, None)

    def _record_fallen(self, fallen: Fallen) -> None:
        procedure, number = fallen.running.procedure, fallen.running.number
        if not self._is_running(procedure, number):
            return
        self._recorder.emit(ProcedureInterrupted(procedure=procedure, number=number, how=fallen.how))
        self._briefed.pop(number, None)
        self._to_ask.discard(number)
        rest = self._next_rest.get(number, timedelta())
        self._rests[number] = self._recorder.now() + self._start.clock.case_delay(rest)
        self._next_rest[number] = min(max(2 * rest, SHORTEST_REST), LONGEST_REST)

    def _is_running(self, procedure: str, number: int) -> bool:
        return any((each.procedure, each.number) == (procedure, number) for each in self._running)

    def _is_resting(self, running: Running) -> bool:
        until = self._rests.get(running.number)
        if until is None or self._recorder.now() >= until:
            self._rests.pop(running.number, None)
            return False
        return True

    def _news_for(self, running: Running) -> Briefing | None:
        """What it is to be told; nothing where it knows all that it needs, or rests."""
        if self._is_resting(running):
            return None
        known = brief_for(running.procedure, self._recorder.state, self._recorder.policy)
        told = self._briefed.get(running.number)
        if told == known:
            return None
        return Briefing(version=self._recorder.version, known=known, policy=self._policy_news(told))

    def _policy_news(self, told: CaseState | None) -> Policy | None:
        """The policy that the case was moved to, for whoever may not have been told of it yet."""
        state = self._recorder.state
        is_news = state.policy_since is not None and (told is None or told.policy != state.policy)
        return self._recorder.policy if is_news else None

    async def _tell(self, running: Running, news: Briefing) -> None:
        is_new = running.number not in self._briefed
        if running.number in self._to_ask and workflow.patched(ASKED_FIRST):
            # A start that is refused leaves more in the history than the brief does, for each procedure in each run.
            self._children.adopt(running)
            is_new = False
        self._to_ask.discard(running.number)
        self._briefed[running.number] = news.known
        self._owed[running.number] = owed_in(
            Wanted(running.procedure, running.about), news.known, self._recorder.policy
        )
        await self._children.bring(running, news, is_new=is_new)
