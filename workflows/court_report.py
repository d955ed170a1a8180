"""One report to the court (R11)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.messages import ProcedureEnd, ProcedureStart
from workflows.procedure import Procedure


@workflow.defn
class CourtReport(Procedure):
    """Is prepared and filed by its date, or late."""

    @workflow.init
    def __init__(self, start: ProcedureStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: ProcedureStart) -> ProcedureEnd:
        return await self.conduct()
