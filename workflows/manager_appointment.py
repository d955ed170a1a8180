"""Manager appointment: nominations, votes, and a decision by the date (R74-R77)."""

from collections.abc import Sequence
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.appointment.decision import decided_manager
    from domain.appointment.duties import appointment_duties
    from domain.case.events import ManagerAppointed
    from domain.events import Event
    from domain.obligations.duty import Duty
    from workflows.messages import ProcedureEnd, ProcedureStart
from workflows.procedure import Procedure


@workflow.defn
class ManagerAppointment(Procedure):
    """The network decides. If it hasn't by the date, the probation officer stands in until it has."""

    @workflow.init
    def __init__(self, start: ProcedureStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: ProcedureStart) -> ProcedureEnd:
        return await self.conduct()

    def duties(self) -> Sequence[Duty]:
        return appointment_duties(self.known, self.policy)

    def decisions(self) -> Sequence[Event]:
        appointment = self.known.appointment
        if appointment is None:
            return ()
        decided = decided_manager(self.known, self.policy, self.now)
        if decided is not None:
            return [ManagerAppointed(member=decided[0], interim=False, reason=decided[1])]
        if self.now >= appointment.due and self.known.case_manager is None:
            probation = self.known.in_role("probation")
            return [ManagerAppointed(member=probation, interim=True, reason="no decision by the date")]
        return ()

    def next_decision(self) -> datetime | None:
        appointment = self.known.appointment
        return appointment.due if appointment is not None and self.now < appointment.due else None
