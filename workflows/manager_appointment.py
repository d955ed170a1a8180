"""Manager appointment: nominations, votes, and a decision by the date (R74-R77)."""

from collections.abc import Sequence
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.appointment.decision import manager_appointed
    from domain.appointment.duties import appointment_duties
    from domain.case.state import CaseState
    from domain.events import Event
    from domain.obligations.duty import Duty
    from domain.policy import Policy
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

    @staticmethod
    def owed(known: CaseState, about: str | None, policy: Policy) -> Sequence[Duty]:  # noqa: ARG004
        return appointment_duties(known, policy)

    def decisions(self) -> Sequence[Event]:
        appointed = manager_appointed(self.known, self.policy, self.now)
        return () if appointed is None else (appointed,)

    def next_decision(self) -> datetime | None:
        appointment = self.known.appointment
        return appointment.due if appointment is not None and self.now < appointment.due else None
