"""Manager appointment: nominations, votes, and a decision by the date (R74-R77)."""

from collections.abc import Sequence
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.appointment.decision import manager_appointed
    from domain.events import Event
    from workflows.messages import ProcedureEnd, ProcedureStart
from workflows.procedure import Procedure


@workflow.defn
class ManagerAppointment(Procedure):
    """The network decides, or the authority that has heard it; until it has, the probation officer stands in."""

    @workflow.init
    def __init__(self, start: ProcedureStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: ProcedureStart) -> ProcedureEnd:
        return await self.conduct()

    def decisions(self) -> Sequence[Event]:
        appointed = manager_appointed(self.known, self.policy, self.now)
        return () if appointed is None else (appointed,)

    def next_decision(self) -> datetime | None:
        appointment = self.known.appointment
        return appointment.due if appointment is not None and self.now < appointment.due else None
