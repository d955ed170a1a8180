"""The case's side of its procedures: starts what is wanted, briefs what runs, and hears what they report."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from activities.opening import CaseStart
    from domain.addresses import BRIEF, procedure_id
    from domain.case.events import ManagerAppointed, MemberInvited, ProcedureEnded, ProcedureStarted
    from domain.case.state import CaseState, Running
    from domain.events import Event
    from domain.procedures.brief import brief_for
    from domain.procedures.wanted import (
        ASSESSMENT,
        BREACH_HANDLING,
        COURT_REPORT,
        INFORMATION_HANDOVER,
        MANAGER_APPOINTMENT,
        NETWORK_BUILDING,
        wanted,
    )
    from workflows.messages import Briefing, ProcedureReport, ProcedureStart
from workflows.assessment import Assessment
from workflows.breach_handling import BreachHandling
from workflows.court_report import CourtReport
from workflows.information_handover import InformationHandover
from workflows.manager_appointment import ManagerAppointment
from workflows.network_building import NetworkBuilding
from workflows.procedure import NOT_FOUND, Procedure
from workflows.recorder import Recorder

PROCEDURES: dict[str, type[Procedure]] = {
    NETWORK_BUILDING: NetworkBuilding,
    INFORMATION_HANDOVER: InformationHandover,
    MANAGER_APPOINTMENT: ManagerAppointment,
    ASSESSMENT: Assessment,
    COURT_REPORT: CourtReport,
    BREACH_HANDLING: BreachHandling,
}


class Procedures:
    """The procedures of one case, as its workflow sees them."""

    def __init__(self, start: CaseStart, recorder: Recorder[CaseState]) -> None:
        self._start = start
        self._recorder = recorder
        self._reports: list[ProcedureReport] = []
        self._briefed: dict[int, CaseState] = {}
        """What each procedure was told last, by its number."""

    @property
    def have_reported(self) -> bool:
        return bool(self._reports)

    def hear(self, report: ProcedureReport) -> None:
        self._reports.append(report)

    def record_reports(self) -> None:
        """What was decided twice, or is no longer open, changes nothing and isn't recorded again."""
        reports, self._reports = self._reports, []
        for report in reports:
            actor = procedure_id(self._start.case, report.procedure, report.number)
            for decided in report.decided:
                event = decided.event()
                if still_counts(event, self._recorder.state):
                    self._recorder.emit(event, actor=actor)
            running = any(each.number == report.number for each in self._recorder.state.running)
            if report.outcome is not None and running:
                ended = ProcedureEnded(
                    procedure=report.procedure, number=report.number, outcome=report.outcome
                )
                self._recorder.emit(ended, actor=actor)

    async def conduct(self) -> None:
        """Starts what is wanted and doesn't run yet, and tells those that run what has changed for them."""
        for each in wanted(self._recorder.state):
            case = self._recorder.state
            if not any((known.procedure, known.about) == each for known in case.running):
                number = case.procedures + 1
                self._recorder.emit(
                    ProcedureStarted(procedure=each.procedure, number=number, about=each.about)
                )
        for running in self._recorder.state.running:
            await self._bring_up_to_date(running)

    async def _bring_up_to_date(self, running: Running) -> None:
        known = brief_for(running.procedure, self._recorder.state)
        if self._briefed.get(running.number) == known:
            return
        briefing = Briefing(version=self._recorder.version, known=known)
        is_new = running.number not in self._briefed
        self._briefed[running.number] = known
        if is_new and await self._is_started(running, briefing):
            return
        if not await self._is_told(running, briefing):
            # Ended by hand, or its last report is on its way: it goes on from its stream, or reports again.
            await self._is_started(running, briefing)

    async def _is_started(self, running: Running, briefing: Briefing) -> bool:
        """False where it runs already: after an operator's reset of the case, it is adopted."""
        start = ProcedureStart(
            case=self._start.case,
            procedure=running.procedure,
            number=running.number,
            about=running.about,
            policy=self._start.policy,
            clock=self._start.clock,
            brief=briefing,
        )
        try:
            await workflow.start_child_workflow(
                PROCEDURES[running.procedure].__name__,
                start,
                id=procedure_id(self._start.case, running.procedure, running.number),
                parent_close_policy=ParentClosePolicy.ABANDON,
            )
        except WorkflowAlreadyStartedError:
            return False
        return True

    async def _is_told(self, running: Running, briefing: Briefing) -> bool:
        address = procedure_id(self._start.case, running.procedure, running.number)
        try:
            await workflow.get_external_workflow_handle(address).signal(BRIEF, briefing)
        except ApplicationError as exc:
            if exc.type != NOT_FOUND:
                raise
            return False
        return True


def still_counts(event: Event, case: CaseState) -> bool:
    """Whether what a procedure has decided is still open in the case."""
    match event:
        case MemberInvited(member=member):
            known = case.member(member)
            return known is not None and known.state == "proposed"
        case ManagerAppointed(interim=False):
            return case.appointment is not None
        case ManagerAppointed():
            return case.appointment is not None and case.case_manager is None
        case _:
            return False
