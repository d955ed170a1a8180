"""The base of every procedure: keeps what is owed, tells the case what it decides, and ends when nothing is left."""

from collections.abc import Sequence
from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.ledger import LOAD, Load, Loaded
    from domain.addresses import BRIEF, REPORT, case_id, procedure_id
    from domain.briefing.details import details_of_procedure
    from domain.case.state import CaseState
    from domain.events import Event
    from domain.obligations.duty import Duty
    from domain.procedure import ProcedureBegun, ProcedureFinished, ProcedureState
    from domain.procedures.brief import brief_for
    from domain.procedures.owing import owed_in
    from domain.procedures.wanted import Wanted, wanted
    from workflows.messages import Briefing, Decided, ProcedureEnd, ProcedureReport, ProcedureStart
from workflows.event_sourced import EventSourced
from workflows.outside import ask

NOT_FOUND = "ExternalWorkflowExecutionNotFound"


class Procedure(EventSourced[ProcedureState]):
    """One step of a case, as long as the case wants it.

    What is owed in it stands in ``domain.procedures.owing``. A subclass that has something to decide says what
    (``decisions``); both look at what is known and are asked again whenever that changes.
    """

    def __init__(self, start: ProcedureStart) -> None:
        stream = procedure_id(start.case, start.procedure, start.number)
        super().__init__(ProcedureState, stream, start.policy, start.clock)
        self.about = start.about
        self._start = start
        self._brief = start.brief
        self._was_briefed = False
        self._told: tuple[Decided, ...] = ()

    def duties(self) -> Sequence[Duty]:
        return owed_in(Wanted(self._start.procedure, self.about), self.known, self.policy)

    def decisions(self) -> Sequence[Event]:
        return ()

    def next_decision(self) -> datetime | None:
        """When there is something to decide by the passing of time alone."""
        return None

    @property
    def known(self) -> CaseState:
        return self._brief.known

    def pinned(self) -> str:
        return self.known.policy

    @workflow.signal(name=BRIEF)
    def brief(self, briefing: Briefing | None = None) -> None:
        """What the case knows now; an older brief that comes late is passed over.

        One that tells nothing new is a question: the case may have lost what we have told it.
        """
        if briefing is not None and briefing.version >= self._brief.version:
            self._brief = briefing
            self.recorder.policy = briefing.policy or self.policy
            self._was_briefed = True
            self._told = ()

    async def conduct(self) -> ProcedureEnd:
        """From its first brief to the report of its end; again from its stream, whenever that is needed."""
        return await self.recorded(self._conducted)

    async def _conducted(self) -> ProcedureEnd:
        if self.state.outcome is None:
            await self._keep_going()
        outcome = self.state.outcome
        assert outcome is not None
        # The case may count on our end only once the ledger has it.
        await self.recorder.flushed()
        await self._report(outcome=outcome)
        return ProcedureEnd(outcome=outcome)

    async def _keep_going(self) -> None:
        start = self._start
        if self.state.begun_at is None:
            self.emit(ProcedureBegun(procedure=start.procedure, number=start.number, about=start.about))
        while self.is_wanted():
            self._was_briefed = False
            await self.go_by_what_is_pinned()
            decided = tuple(Decided.of(event) for event in self.decisions())
            # While the case hasn't answered a decision, nobody is chased for it.
            paused = self.known.held or bool(decided)
            self._keep_what_is_owed(self.duties(), paused=paused)
            await self._tell(decided)
            if self.lives_again and not await self._report():
                await self._look_into_the_ledger()
            await self.wait_for_news(self.next_decision(), held=paused)
        self._settle()
        self.emit(ProcedureFinished(outcome=self._why_over()))

    def is_wanted(self) -> bool:
        """Whether the case, by what is known of it, still has something to conduct here."""
        return Wanted(self._start.procedure, self.about) in wanted(self.known)

    def _settle(self) -> None:
        """What was met is met, also by what has closed the case; then what is still open lapses."""
        last = self._brief
        self._brief = last.model_copy(update={"known": last.known.before_closing()})
        met = [duty for duty in self.duties() if duty.met_at]
        self._brief = last
        self._keep_what_is_owed(met, paused=True)

    def _keep_what_is_owed(self, duties: Sequence[Duty], *, paused: bool) -> None:
        owed = [duty for duty in duties if not self._was_settled_before(duty)]
        self.keep_obligations(owed, self.known, held=paused)

    def _was_settled_before(self, duty: Duty) -> bool:
        """Whether an earlier procedure of this kind has it on record already: a handover may happen twice."""
        before = self.known.conducted.get(self._start.procedure)
        if before is None or self.about is not None or duty.id in self.state.obligations:
            return False
        return duty.met_at is not None and duty.met_at <= before

    def _why_over(self) -> str:
        return f"the case is closed: {self.known.closed_because}" if self.known.closed else "done"

    async def _tell(self, decided: tuple[Decided, ...]) -> None:
        told, self._told = self._told, decided
        if decided and decided != told:
            await self._report(decided=decided)

    def has_news(self) -> bool:
        return self._was_briefed or super().has_news()

    def details(self) -> str:
        return details_of_procedure(self.state, self.known, self.now)

    def continued(self) -> ProcedureStart:
        return self._start.model_copy(update={"brief": self._brief, "policy": self.policy})

    async def _look_into_the_ledger(self) -> None:
        """What the case told us in the life that was discarded isn't heard again where it has ended meanwhile."""
        asked = Load(case=self._start.case, stream=case_id(self._start.case))
        loaded = await ask(LOAD, asked, Loaded, "the case as the ledger has it")
        known = CaseState.model_validate(loaded.state or {})
        self.brief(
            Briefing(version=loaded.version, known=brief_for(self._start.procedure, known, self.policy))
        )

    async def _report(self, decided: tuple[Decided, ...] = (), outcome: str | None = None) -> bool:
        """Brings the case a report. False where it isn't running: when it is back, it asks all of us."""
        report = ProcedureReport(
            procedure=self._start.procedure, number=self._start.number, decided=decided, outcome=outcome
        )
        case = workflow.get_external_workflow_handle(case_id(self._start.case))
        try:
            await case.signal(REPORT, report)
        except ApplicationError as exc:
            if exc.type != NOT_FOUND:
                raise
            return False
        return True
