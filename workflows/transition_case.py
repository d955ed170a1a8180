"""The transition of one person from prison into the community, from six months before release to its follow-up."""

from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict
from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.calendars import READ_CALENDAR, CalendarAsked
    from activities.inbox import READ_FACTS, FactsAfter, FactsRead
    from activities.opening import CaseStart, Delivery
    from domain.addresses import DELIVER, REPORT, STANDING, TRANSITION_CASE, case_id
    from domain.calendar import LocalCalendar
    from domain.case.consequences import next_change, next_consequence
    from domain.case.duties import case_duties
    from domain.case.events import CaseOpened, FactParked, FactRefused, FactSkipped
    from domain.case.rules import Circumstances, Parked, Refused, Taken, verdict
    from domain.case.state import CaseState
    from domain.events import Envelope
    from domain.inbox import DeliveredFact
    from domain.obligations.reconcile import NO_LONGER_OWED, climb, earliest, next_step, reconcile
    from domain.policy import Jurisdiction
    from workflows.messages import ProcedureReport
from workflows.alarm import Alarm
from workflows.procedures import Procedures
from workflows.recorder import ATTEMPT, PATIENT, Recorder

YEARS_KNOWN = 5
"""Years beyond the end of supervision for which the calendar is read."""
_UTC = Jurisdiction(timezone="UTC")
"""For a jurisdiction that the policy doesn't know: no clocks to change, weekends only."""


class Standing(BaseModel):
    """Where a workflow stands: fold(ledger up to ``stored`` + ``queue``) is ``state``."""

    model_config = ConfigDict(frozen=True)
    stored: int
    state: CaseState
    queue: tuple[Envelope, ...]


class CaseEnded(BaseModel):
    model_config = ConfigDict(frozen=True)
    phase: str | None
    closed_because: str | None


@workflow.defn(name=TRANSITION_CASE)
class TransitionCase:
    """The case's only address: takes its facts in order, and lets what follows from them follow."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        self._start = start
        self._policy = start.policy
        self._recorder = Recorder(CaseState, case_id(start.case), start.policy.reference, start.clock)
        self._alarm = Alarm(start.clock)
        self._procedures = Procedures(start, self._recorder)
        self._inbox: dict[int, DeliveredFact] = {}
        self._parked: dict[int, DeliveredFact] = {}

    @workflow.run
    async def run(self, _: CaseStart) -> CaseEnded:
        """From the first fact to the end of the follow-up; again from its ledger, whenever that is needed."""
        await self._recorder.load()
        return await self._recorder.during(self._accompany())

    @workflow.signal(name=DELIVER)
    def deliver(self, delivery: Delivery) -> None:
        """Facts from the inbox; those that were taken before are passed over."""
        for fact in delivery.facts:
            self._inbox.setdefault(fact.number, fact)

    @workflow.signal(name=REPORT)
    def report(self, report: ProcedureReport) -> None:
        self._procedures.hear(report)

    @workflow.query(name=STANDING)
    def standing(self) -> Standing:
        recorder = self._recorder
        return Standing(stored=recorder.stored, state=recorder.state, queue=tuple(recorder.queue))

    @property
    def _case(self) -> CaseState:
        return self._recorder.state

    async def _accompany(self) -> CaseEnded:
        await self._read_what_was_missed()
        while True:
            self._take_what_has_come()
            if self._case.phase is None and self._case.release.since is not None:
                await self._open()
            self._procedures.record_reports()
            self._let_follow()
            await self._reconsider_parked()
            self._keep_obligations()
            await self._procedures.conduct()
            if self._is_over():
                return CaseEnded(phase=self._case.phase, closed_because=self._case.closed_because)
            if workflow.info().is_continue_as_new_suggested() and not self._has_news():
                await self._go_on_in_a_new_run()
            else:
                await self._wait()

    async def _read_what_was_missed(self) -> None:
        """Facts that reached an earlier run of this case after the point from which this one goes on."""
        if self._recorder.stored == 0:
            return
        read = await self._read(FactsAfter(case=self._start.case, after=self._case.last_fact))
        for fact in read.facts:
            self._inbox.setdefault(fact.number, fact)

    def _take_what_has_come(self) -> None:
        while (fact := self._inbox.pop(self._case.last_fact + 1, None)) is not None:
            self._take(fact)
        self._inbox = {number: fact for number, fact in self._inbox.items() if number > self._case.last_fact}

    def _take(self, fact: DeliveredFact) -> None:
        if fact.data is None:
            self._recorder.emit(FactSkipped(), fact=fact)
            return
        told = fact.fact()
        match verdict(told, self._case, self._circumstances(fact)):
            case Taken():
                self._recorder.emit(told, occurred_at=fact.occurred_at, actor=told.by, fact=fact)
                self._parked.pop(fact.number, None)
            case Refused(reason=reason):
                refused = FactRefused(type=fact.type, reason=reason, data=fact.data)
                self._recorder.emit(refused, occurred_at=fact.occurred_at, actor=told.by, fact=fact)
                self._parked.pop(fact.number, None)
            case Parked(reason=reason, until=until):
                self._parked[fact.number] = fact
                if not self._is_parked_for(fact.number, reason):
                    parked = FactParked(type=fact.type, reason=reason, until=until)
                    self._recorder.emit(parked, occurred_at=fact.occurred_at, actor=told.by, fact=fact)

    def _is_parked_for(self, number: int, reason: str) -> bool:
        return any(each.number == number and each.reason == reason for each in self._case.parked)

    def _circumstances(self, fact: DeliveredFact) -> Circumstances:
        return Circumstances(occurred_at=fact.occurred_at, now=self._recorder.now(), policy=self._policy)

    async def _reconsider_parked(self) -> None:
        """What had to wait is judged again; taking one fact may make way for another."""
        await self._read_parked()
        version = -1
        while version != self._recorder.version:
            version = self._recorder.version
            for parked in self._case.parked:
                self._take(self._parked[parked.number])
                self._let_follow()

    async def _read_parked(self) -> None:
        """A run that goes on from the ledger knows parked facts only by their numbers."""
        missing = tuple(each.number for each in self._case.parked if each.number not in self._parked)
        while missing:
            read = await self._read(FactsAfter(case=self._start.case, numbers=missing))
            self._parked |= {fact.number: fact for fact in read.facts}
            missing = tuple(number for number in missing if number not in self._parked)

    async def _read(self, asked: FactsAfter) -> FactsRead:
        read: FactsRead = await workflow.execute_activity(
            READ_FACTS,
            asked,
            result_type=FactsRead,
            start_to_close_timeout=ATTEMPT,
            retry_policy=PATIENT,
            summary="facts from the inbox",
        )
        return read

    async def _open(self) -> None:
        case = self._case
        assert case.jurisdiction is not None
        community = case.supervision_start is not None
        roles = [
            role for role in self._policy.network.permanent_roles if not (community and role == "prison")
        ]
        members = tuple(f"{role}:{case.jurisdiction}" for role in roles)
        self._recorder.emit(
            CaseOpened(
                policy=self._policy.reference,
                members=members,
                case_holder=f"probation:{case.jurisdiction}",
                items=() if community else tuple(self._policy.handover_items),
                short_notice=self._is_short_notice(case),
                calendar=await self._calendar(case.jurisdiction),
            )
        )

    def _is_short_notice(self, case: CaseState) -> bool:
        """Whether less than the lead time is left, by more than the release watch takes to look again."""
        if case.release.day is None:
            return False
        opens = self._policy.opens.days_before(case.release.day)
        return self._recorder.now().date() > opens + timedelta(days=1)

    async def _calendar(self, jurisdiction: str) -> LocalCalendar:
        today = self._recorder.now().date()
        last = max(self._case.supervision_end or today, today).year + YEARS_KNOWN
        calendar: LocalCalendar = await workflow.execute_activity(
            READ_CALENDAR,
            CalendarAsked(
                name=jurisdiction,
                jurisdiction=self._policy.jurisdictions.get(jurisdiction, _UTC),
                first=today - timedelta(days=366),
                last=date(last, 12, 31),
            ),
            result_type=LocalCalendar,
            start_to_close_timeout=ATTEMPT,
            retry_policy=PATIENT,
            summary="days off and changes of the clocks",
        )
        return calendar

    def _let_follow(self) -> None:
        while (event := next_consequence(self._case, self._recorder.now(), self._policy)) is not None:
            self._recorder.emit(event)

    def _keep_obligations(self) -> None:
        """Brings what is on record in line with what is owed, then reminds and escalates what is open."""
        duties = case_duties(self._case, self._policy)
        for event in reconcile(self._case.obligations, duties, self._why_lapsed()):
            self._recorder.emit(event)
        if not self._case.held:
            every = self._policy.ladder.escalate_every.length()
            for event in climb(self._case.obligations, self._recorder.now(), every):
                self._recorder.emit(event)

    def _why_lapsed(self) -> str:
        return f"the case is closed: {self._case.closed_because}" if self._case.closed else NO_LONGER_OWED

    def _is_over(self) -> bool:
        """Closed, and everybody has reported: procedures, and whoever sent a fact meanwhile."""
        case = self._case
        return case.closed and not (case.parked or self._inbox or case.running)

    def _has_news(self) -> bool:
        return self._case.last_fact + 1 in self._inbox or self._procedures.have_reported

    async def _wait(self) -> None:
        await self._alarm.wait(self._has_news, self._next_instant(), "the next date of the case")

    def _next_instant(self) -> datetime | None:
        ladder = None if self._case.held else next_step(self._case.obligations)
        return earliest((next_change(self._case, self._recorder.now(), self._policy), ladder))

    async def _go_on_in_a_new_run(self) -> None:
        await self._recorder.flushed()
        if not self._has_news():
            workflow.continue_as_new(self._start)
