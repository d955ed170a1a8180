"""One round of joint assessment (R21, R22, R63)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.messages import ProcedureEnd, ProcedureStart
from workflows.procedure import Procedure


@workflow.defn
class Assessment(Procedure):
    """The agencies contribute, and conclude together: by their own judgement, and never by ideas alone."""

    @workflow.init
    def __init__(self, start: ProcedureStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: ProcedureStart) -> ProcedureEnd:
        return await self.conduct()
