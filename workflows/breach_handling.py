"""One alleged breach, from its report to its decision (R12)."""

from collections.abc import Sequence

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.breach.duties import breach_duties
    from domain.case.state import CaseState
    from domain.obligations.duty import Duty
    from domain.policy import Policy
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

    @staticmethod
    def owed(known: CaseState, about: str | None, policy: Policy) -> Sequence[Duty]:
        breach = known.breach(about or "")
        return breach_duties(breach, known, policy) if breach else ()
