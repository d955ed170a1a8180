"""One report to the court (R11)."""

from collections.abc import Sequence

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.court.duties import court_report_duties
    from domain.obligations.duty import Duty
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

    def duties(self) -> Sequence[Duty]:
        reports = [each for each in self.known.court_reports if each.name == self.about]
        return [duty for each in reports for duty in court_report_duties(each, self.known, self.policy)]
