"""One report to the court (R11)."""

from collections.abc import Sequence

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.state import CaseState
    from domain.court.duties import court_report_duties
    from domain.obligations.duty import Duty
    from domain.policy import Policy
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

    @staticmethod
    def owed(known: CaseState, about: str | None, policy: Policy) -> Sequence[Duty]:
        reports = [each for each in known.court_reports if each.name == about]
        return [duty for each in reports for duty in court_report_duties(each, known, policy)]
