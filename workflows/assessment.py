"""One round of joint assessment (R21, R22, R63)."""

from collections.abc import Sequence

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.assessment.duties import assessment_duties
    from domain.case.state import CaseState
    from domain.obligations.duty import Duty
    from domain.policy import Policy
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

    @staticmethod
    def owed(known: CaseState, about: str | None, policy: Policy) -> Sequence[Duty]:
        rounds = [each for each in known.assessments if str(each.round) == about]
        return [duty for each in rounds for duty in assessment_duties(each, known, policy)]
