"""The base of every procedure: keeps what is owed, tells the case what it decides, and ends when nothing is left."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from domain.addresses import BRIEF, REPORT, case_id, procedure_id
    from domain.case.state import CaseState
    from domain.events import Event
    from domain.obligations.duty import Duty
    from domain.obligations.reconcile import NO_LONGER_OWED, climb, next_step, reconcile
    from domain.procedure import ProcedureBegun, ProcedureFinished, ProcedureState
    from domain.procedures.wanted import Wanted, wanted
    from workflows.messages import Briefing, Decided, ProcedureEnd, ProcedureReport, ProcedureStart
from workflows.alarm import Alarm
from workflows.recorder import Recorder

UNTIL_THE_CASE_IS_BACK = timedelta(seconds=30)


class Procedure:
    """One step of a case, as long as the case wants it.

    A subclass says what is owed (``duties``) and, where it has something to decide, what it decides
    (``decisions``); both look at what is known and are asked again whenever that changes.
    """

    def __init__(self, start: ProcedureStart) -> None:
        self.policy = start.policy
        self.about = start.about
        self._start = start
        self._brief = start.brief
        self._heard = start.brief.version
        self._told: set[str] = set()
        stream = procedure_id(start.case, start.procedure, start.number)
        self._recorder = Recorder(ProcedureState, stream, start.policy.reference, start.clock)
        self._alarm = Alarm(start.clock)

    def duties(self) -> Sequence[Duty]:
        raise NotImplementedError

    def decisions(self) -> Sequence[Event]:
        return ()

    def next_decision(self) -> datetime | None:
        """When there is something to decide by the passing of time alone."""
        return None

    @property
    def known(self) -> CaseState:
        return self._brief.known

    @property
    def now(self) -> datetime:
        return self._recorder.now()

    @workflow.signal(name=BRIEF)
    def brief(self, briefing: Briefing) -> None:
        """What the case knows now; an older brief that comes late is passed over."""
        if briefing.version > self._brief.version:
            self._brief = briefing

    async def conduct(self) -> ProcedureEnd:
        await self._recorder.load()
        return await self._recorder.during(self._conducted())

    async def _conducted(self) -> ProcedureEnd:
        if self._recorder.state.outcome is None:
            await self._keep_going()
        outcome = self._recorder.state.outcome
        assert outcome is not None
        # The case may count on our end only once the ledger has it.
        await self._recorder.flushed()
        await self._report(outcome=outcome)
        return ProcedureEnd(outcome=outcome)

    async def _keep_going(self) -> None:
        start = self._start
        if self._recorder.state.begun_at is None:
            self._recorder.emit(
                ProcedureBegun(procedure=start.procedure, number=start.number, about=start.about)
            )
        while self._is_wanted():
            self._keep_obligations(self.duties())
            await self._tell_decisions()
            await self._wait()
        self._keep_obligations([] if self.known.closed else self.duties())
        self._keep_obligations([duty for duty in self.duties() if duty.met_at and not self.known.closed])
        self._recorder.emit(ProcedureFinished(outcome=self._why_over()))

    def _is_wanted(self) -> bool:
        return Wanted(self._start.procedure, self.about) in wanted(self.known)

    def _why_over(self) -> str:
        return f"the case is closed: {self.known.closed_because}" if self.known.closed else "done"

    def _keep_obligations(self, duties: Sequence[Duty]) -> None:
        reason = self._why_over() if self.known.closed else NO_LONGER_OWED
        for event in reconcile(self._recorder.state.obligations, duties, reason):
            self._recorder.emit(event)
        if not self.known.held:
            every = self.policy.ladder.escalate_every.length()
            for step in climb(self._recorder.state.obligations, self.now, every):
                self._recorder.emit(step)

    async def _tell_decisions(self) -> None:
        decided = [Decided.of(event) for event in self.decisions()]
        new = [each for each in decided if each.model_dump_json() not in self._told]
        if new:
            self._told |= {each.model_dump_json() for each in new}
            await self._report(decided=tuple(new))

    async def _wait(self) -> None:
        self._heard = self._brief.version
        ladder = None if self.known.held else next_step(self._recorder.state.obligations)
        instants = [each for each in (ladder, self.next_decision()) if each is not None]
        await self._alarm.wait(
            lambda: self._brief.version > self._heard, min(instants, default=None), "the next date owed"
        )

    async def _report(self, decided: tuple[Decided, ...] = (), outcome: str | None = None) -> None:
        """Brings the case a report; waits for it to come back where it isn't running."""
        report = ProcedureReport(
            procedure=self._start.procedure, number=self._start.number, decided=decided, outcome=outcome
        )
        case = workflow.get_external_workflow_handle(case_id(self._start.case))
        while True:
            try:
                await case.signal(REPORT, report)
                return
            except ApplicationError as exc:
                if exc.type != NOT_FOUND:
                    raise
            await workflow.sleep(UNTIL_THE_CASE_IS_BACK, summary="the case isn't running")


NOT_FOUND = "ExternalWorkflowExecutionNotFound"
