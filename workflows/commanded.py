"""What a person may order of a case as a whole: hold and resume it, and have it go by another policy."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.addresses import CHANGE_POLICY, HOLD, RESUME, case_id
    from domain.case.events import CaseHeld, CaseResumed, PolicyChanged
    from domain.case.state import CaseState
    from domain.clock import CaseClock
    from domain.policy import Policy
    from workflows.commands import ChangePolicy, Hold, Recorded, Resume, refused
from workflows.event_sourced import EventSourced


class CommandedCase(EventSourced[CaseState]):
    """A case as its commands see it. One that comes before the ledger's tail is taken up waits for that."""

    def __init__(self, case: str, policy: Policy, clock: CaseClock) -> None:
        super().__init__(CaseState, case_id(case), policy, clock)
        self._case = case

    @workflow.update(name=HOLD)
    async def hold(self, asked: Hold) -> Recorded:
        """Stops reminders and escalations in the whole case, until it is resumed. Due dates stay."""
        await workflow.wait_condition(lambda: self.recorder.loaded)
        self._ensure_held(False)
        return await self.commanded(CaseHeld(by=asked.by, reason=asked.reason), asked.by)

    @hold.validator
    def _may_hold(self, asked: Hold) -> None:  # noqa: ARG002
        if self.recorder.loaded:
            self._ensure_held(False)

    @workflow.update(name=RESUME)
    async def resume(self, asked: Resume) -> Recorded:
        """Lets reminders and escalations go out again."""
        await workflow.wait_condition(lambda: self.recorder.loaded)
        self._ensure_held(True)
        return await self.commanded(CaseResumed(by=asked.by), asked.by)

    @resume.validator
    def _may_resume(self, asked: Resume) -> None:  # noqa: ARG002
        if self.recorder.loaded:
            self._ensure_held(True)

    def _ensure_held(self, held: bool) -> None:
        if self.state.closed:
            raise refused("case", self._case, "it is closed")
        if self.state.held != held:
            raise refused("case", self._case, "it isn't held" if held else "it is held already")

    @workflow.update(name=CHANGE_POLICY)
    async def change_policy(self, asked: ChangePolicy) -> Recorded:
        """What is owed is counted anew by another policy; what was met stays met."""
        await workflow.wait_condition(lambda: self.recorder.loaded)
        self._ensure_may_go_by(asked.policy.reference)
        changed = PolicyChanged(
            from_=self.policy.reference, to=asked.policy.reference, by=asked.by, reason=asked.reason
        )
        self.recorder.policy = asked.policy
        return await self.commanded(changed, asked.by)

    @change_policy.validator
    def _may_change_policy(self, asked: ChangePolicy) -> None:
        if self.recorder.loaded:
            self._ensure_may_go_by(asked.policy.reference)

    def _ensure_may_go_by(self, policy: str) -> None:
        if self.state.phase is None or self.state.closed:
            raise refused("case", self._case, "it is closed" if self.state.closed else "it isn't open yet")
        if self.state.policy == policy:
            raise refused("policy", policy, "the case goes by it already")
