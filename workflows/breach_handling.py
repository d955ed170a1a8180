"""One alleged breach, from its report to its decision (R12)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.messages import ProcedureEnd, ProcedureStart
from workflows.procedure import Procedure


@workflow.defn
class BreachHandling(Procedure):
    """Is triaged, reviewed by the team, referred by a person, and decided. No step takes itself."""

    @workflow.init
    def __init__(self, start: ProcedureStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: ProcedureStart) -> ProcedureEnd:
        return await self.conduct()
