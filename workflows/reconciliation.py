"""Reconciliation: compares what is kept of all cases, mends what can be known, and enters the rest for a person."""

from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.reconciliation import (
        CLOSE_ENTRIES,
        COMPARE_CASES,
        COMPARE_WORKFLOWS,
        SETTLE_DIFFERENCES,
        CloseEntries,
        CompareCases,
        Compared,
        EntriesClosed,
        Limits,
        Settle,
        Settled,
    )
    from domain.addresses import PROGRESS, RECONCILIATION
    from domain.reconciliation.differences import Difference
    from domain.reconciliation.telling import Reconciled, told

WITHIN = timedelta(hours=2)
SIGN_OF_LIFE = timedelta(minutes=3)
RETRY = RetryPolicy(maximum_interval=timedelta(minutes=1))
"""Without end: while PostgreSQL or the list of workflows is away, it waits for it."""
Answer = TypeVar("Answer", bound=BaseModel)


class ReconciliationOrder(BaseModel):
    """How to compare; and of a run that goes on from another one, how far that came."""

    model_config = ConfigDict(frozen=True)
    limits: Limits = Limits()
    after: str | None = ""
    """The last case that was compared; None where all were."""
    started: datetime | None = None
    so_far: Reconciled = Reconciled()


@workflow.defn(name=RECONCILIATION)
class Reconciliation:
    """One comparison of everything, page by page: first all cases that are kept, then all workflows that run."""

    @workflow.init
    def __init__(self, order: ReconciliationOrder) -> None:
        self._limits = order.limits
        self._started = order.started or workflow.now()
        self._done = order.so_far

    @workflow.run
    async def run(self, order: ReconciliationOrder) -> Reconciled:
        after = order.after
        while after is not None:
            compared = await self._ask(
                COMPARE_CASES,
                CompareCases(limits=self._limits, after=after),
                Compared,
                f"cases after {after}" if after else "cases from the first",
            )
            await self._settle(compared.suspects)
            after = compared.after
            self._tell(self._done.with_cases(compared.compared, compared.set_aside))
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(self._order(after))
        await self._compare_workflows()
        return self._done

    @workflow.query(name=PROGRESS)
    def progress(self) -> Reconciled:
        return self._done

    async def _compare_workflows(self) -> None:
        compared = await self._ask(COMPARE_WORKFLOWS, None, Compared, "workflows that run")
        await self._settle(compared.suspects)
        self._tell(self._done.with_workflows(compared.compared))
        if compared.complete:
            unseen = CloseEntries(started=self._started)
            closed = await self._ask(CLOSE_ENTRIES, unseen, EntriesClosed, "entries that are gone")
            self._tell(self._done.with_gone(closed.gone))
        self._tell(self._done.with_seconds((workflow.now() - self._started).total_seconds()))

    async def _settle(self, suspects: tuple[Difference, ...]) -> None:
        """What is under way looks different too: only what still differs after a while is settled."""
        if suspects:
            await workflow.sleep(self._limits.grace, summary=f"before {len(suspects)} are looked at again")
            asked = Settle(suspects=suspects, limits=self._limits, started=self._started)
            settled = await self._ask(SETTLE_DIFFERENCES, asked, Settled, "what differed is looked at again")
            self._tell(self._done.with_settled(settled.mended, settled.entered, settled.settled))

    def _tell(self, done: Reconciled) -> None:
        self._done = done
        workflow.set_current_details(told(done))

    def _order(self, after: str | None) -> ReconciliationOrder:
        return ReconciliationOrder(limits=self._limits, after=after, started=self._started, so_far=self._done)

    async def _ask(
        self, activity: str, asked: BaseModel | None, answer: type[Answer], summary: str
    ) -> Answer:
        answered: Answer = await workflow.execute_activity(
            activity,
            args=[] if asked is None else [asked],
            result_type=answer,
            start_to_close_timeout=WITHIN,
            heartbeat_timeout=SIGN_OF_LIFE,
            retry_policy=RETRY,
            summary=summary,
        )
        return answered
