"""The planned end of support, and the follow-up after it (R24, R33, R80)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.messages import ProcedureEnd, ProcedureStart
from workflows.procedure import Procedure


@workflow.defn
class Closing(Procedure):
    """What the person will rely on is planned, everybody says how it went, and the person is followed up."""

    @workflow.init
    def __init__(self, start: ProcedureStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: ProcedureStart) -> ProcedureEnd:
        return await self.conduct()
