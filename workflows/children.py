"""Procedures as child workflows: starting, adopting, briefing them, and noticing when one has fallen."""

import asyncio
from typing import Any, NamedTuple

from temporalio import workflow
from temporalio.exceptions import ApplicationError, ChildWorkflowError, WorkflowAlreadyStartedError
from temporalio.workflow import ChildWorkflowHandle, ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from activities.opening import CaseStart
    from domain.addresses import BRIEF, procedure_id
    from domain.briefing.desk_notes import PROCEDURE_NOTES
    from domain.case.sections import Running
    from domain.case.state import CaseState
    from workflows.messages import Briefing, ProcedureStart
from workflows.procedure import NOT_FOUND
from workflows.recorder import Recorder


class Fallen(NamedTuple):
    """A procedure that has ended without a report, and how."""

    running: Running
    how: str


class Children:
    """The child workflows of one case, by procedure and number."""

    def __init__(self, start: CaseStart, recorder: Recorder[CaseState], kinds: dict[str, str]) -> None:
        """``kinds``: the workflow type of each procedure."""
        self._start = start
        self._recorder = recorder
        self._kinds = kinds
        self.fallen: list[Fallen] = []
        self.adopted: tuple[Running, ...] = ()
        """Started by an earlier run: of their fall we hear only when we ask."""
        self._watching: set[asyncio.Task[None]] = set()

    def address(self, running: Running) -> str:
        return procedure_id(self._start.case, running.procedure, running.number)

    async def start(self, running: Running, briefing: Briefing) -> bool:
        """False where it runs already: after an operator's reset, or a new run, it is adopted."""
        start = ProcedureStart(
            case=self._start.case,
            procedure=running.procedure,
            number=running.number,
            about=running.about,
            policy=self._recorder.policy,
            clock=self._start.clock,
            brief=briefing,
        )
        self._disown(running)
        try:
            child = await workflow.start_child_workflow(
                self._kinds[running.procedure],
                start,
                id=self.address(running),
                parent_close_policy=ParentClosePolicy.ABANDON,
                static_summary=" ".join(filter(None, (running.procedure, running.about))),
                static_details=PROCEDURE_NOTES,
            )
        except WorkflowAlreadyStartedError:
            self.adopt(running)
            return False
        watching = asyncio.create_task(self._watch(running, child))
        self._watching.add(watching)
        watching.add_done_callback(self._watching.discard)
        return True

    def adopt(self, running: Running) -> None:
        """It was started by an earlier run."""
        self._disown(running)
        self.adopted = (*self.adopted, running)

    def _disown(self, running: Running) -> None:
        self.adopted = tuple(each for each in self.adopted if each != running)

    async def tell(self, running: Running, briefing: Briefing) -> bool:
        """False where it isn't there to be told."""
        try:
            await workflow.get_external_workflow_handle(self.address(running)).signal(BRIEF, briefing)
        except ApplicationError as exc:
            if exc.type != NOT_FOUND:
                raise
            return False
        return True

    async def bring(self, running: Running, briefing: Briefing, *, is_new: bool) -> None:
        """Starts it, or tells it. One that was ended by hand goes on from its stream."""
        if is_new and await self.start(running, briefing):
            return
        if not await self.tell(running, briefing):
            await self.start(running, briefing)

    async def _watch(self, running: Running, child: ChildWorkflowHandle[Any, Any]) -> None:
        """A procedure reports its own end. One that was ended by hand, or has failed, can't."""
        try:
            await child
        except ChildWorkflowError as exc:
            self.fallen.append(Fallen(running, type(exc.cause).__name__))
