"""A workflow that exists only to try out the base: it owes what it is told to owe, until it is told to stop."""

from pydantic import BaseModel, ConfigDict
from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.case.state import CaseState
    from domain.clock import CaseClock
    from domain.obligations.duty import Duty
    from domain.policy import Policy
    from domain.procedure import ProcedureState
from workflows.event_sourced import EventSourced


class DiaryStart(BaseModel):
    model_config = ConfigDict(frozen=True)
    stream: str
    policy: Policy


@workflow.defn
class Diary(EventSourced[ProcedureState]):
    @workflow.init
    def __init__(self, start: DiaryStart) -> None:
        super().__init__(ProcedureState, start.stream, start.policy, CaseClock())
        self._start = start
        self._duties: tuple[Duty, ...] | None = None
        self._over = False
        self._woken = False

    @workflow.run
    async def run(self, _: DiaryStart) -> int:
        return await self.recorded(self._kept)

    @workflow.signal
    def owe(self, duties: tuple[Duty, ...]) -> None:
        """All that is owed from now on."""
        self._duties = duties
        self._woken = True

    @workflow.signal
    def wake(self) -> None:
        self._woken = True

    @workflow.signal
    def stop(self) -> None:
        self._over = self._woken = True

    async def _kept(self) -> int:
        while True:
            self._woken = False
            if self._duties is not None:
                self.keep_obligations(self._duties, CaseState(), held=False)
            if self._over:
                return self.recorder.version
            await self.wait_for_news(held=False)

    def has_news(self) -> bool:
        return self._woken or super().has_news()

    def details(self) -> str:
        return f"version {self.recorder.version}"

    def continued(self) -> DiaryStart:
        return self._start
