"""Information handover: what prison knows reaches whoever goes on with the person (R14, R16)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.messages import ProcedureEnd, ProcedureStart
from workflows.procedure import Procedure


@workflow.defn
class InformationHandover(Procedure):
    """Each item is supplied and acknowledged, each time anew, or refused with a reason. What is open at release
    stays owed."""

    @workflow.init
    def __init__(self, start: ProcedureStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: ProcedureStart) -> ProcedureEnd:
        return await self.conduct()
