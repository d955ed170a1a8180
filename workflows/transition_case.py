"""The transition of one person from prison into the community, from six months before release to its follow-up."""

import asyncio
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.calendars import READ_CALENDAR, CalendarAsked
    from activities.ledger import UNFINISHED, Unfinished, UnfinishedAsked
    from activities.opening import CaseStart, Delivery
    from domain.addresses import DELIVER, LOOK, REPORT, TRANSITION_CASE
    from domain.briefing.details import details_of_case
    from domain.calendar import LocalCalendar
    from domain.case.consequences import Lookout, Outlook
    from domain.case.duties import case_duties
    from domain.case.events import CalendarRenewed
    from domain.case.opening import calendar_is_short, calendar_years, opened, roles_at_opening
    from domain.custody.taking_in import role_taken, roles_to_take
    from domain.network.moving import moved, moved_within, seats_to_move
    from domain.network.vacancies import filled, next_vacancy, vacancies
    from domain.obligations.reconcile import earliest
    from workflows.messages import ProcedureReport
from workflows.agency_directory import DIRECTORY, chosen, named
from workflows.commanded import CommandedCase
from workflows.intake import Intake
from workflows.outside import ask
from workflows.procedures import Procedures

NOTHING_TO_DELIVER = Delivery(facts=())
"""A signal that is sent by hand without its argument must not stall the case."""

IN_ORDER = "parked-before-what-comes-later"
EARLIER_FIRST = "parked-before-what-occurred-later"
TURNS = "facts-in-turns"
"""Patches: a history from before one of them replays without it."""
MOST_FACTS_IN_A_TURN = 50
MOST_CONSEQUENCES = 1_000
"""At one moment. More can only be a fault in the rules, and must not keep the worker from its other cases."""


class EndlessConsequences(Exception):
    """The rules never come to an end. The case waits until they are mended: nothing of it has been recorded."""


class CaseEnded(BaseModel):
    model_config = ConfigDict(frozen=True)
    phase: str | None
    closed_because: str | None


@workflow.defn(name=TRANSITION_CASE)
class TransitionCase(CommandedCase):
    """The case's only address: takes its facts in order, and lets what follows from them follow."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        super().__init__(start.case, start.policy, start.clock)
        self._start = start
        self._intake = Intake(start, self.recorder)
        self._procedures = Procedures(start, self.recorder)
        self._look = False
        self._lookout = Lookout()
        self._asked: dict[str, datetime] = {}
        """When the agency directory was last asked for a role."""

    @workflow.run
    async def run(self, _: CaseStart) -> CaseEnded:
        """From the first fact to the end of the follow-up; again from its ledger, whenever that is needed."""
        return await self.recorded(self._accompany)

    @workflow.signal(name=DELIVER)
    def deliver(self, delivery: Delivery = NOTHING_TO_DELIVER) -> None:
        """Facts from the inbox, in any order and as often as it takes."""
        self._intake.receive(delivery.facts)

    @workflow.signal(name=REPORT)
    def report(self, report: ProcedureReport | None = None) -> None:
        """What a procedure has decided, or that it has ended."""
        if report is not None:
            self._procedures.hear(report)

    @workflow.signal(name=LOOK)
    def look(self) -> None:
        """Read the inbox again, and see whether every procedure is there."""
        self._look = True

    def pinned(self) -> str:
        return self.state.policy

    async def _accompany(self) -> CaseEnded:
        await self.go_by_what_is_pinned()
        if self.recorder.stored or not self._intake.has_news:
            self._look = True
        while True:
            await self._look_again()
            more = await self._take_facts()
            self._procedures.record_reports()
            self._let_follow()
            await self._take_parked()
            await self._move_network()
            await self._fill_new_roles()
            await self._fill_vacancies()
            await self._renew_calendar()
            self._keep_what_is_owed()
            await self._procedures.conduct()
            if more:
                await self.recorder.flushed()
                continue
            if self._is_over() and await self._is_settled():
                return CaseEnded(phase=self.state.phase, closed_because=self.state.closed_because)
            await self.wait_for_news(self._next_change(), self._procedures.next_look(), held=self.state.held)

    async def _look_again(self) -> None:
        """What was heard and done in an earlier run, or in a life that a reset has discarded, is found out anew."""
        if self.lives_again or self._look:
            self._look = False
            self._procedures.look()
            await self._intake.read_what_was_missed()
            await self._dismiss_strangers()

    async def _dismiss_strangers(self) -> None:
        asked = UnfinishedAsked(case=self._start.case)
        unfinished = await ask(UNFINISHED, asked, Unfinished, "procedures that have begun and not finished")
        await self._procedures.dismiss(unfinished.streams)

    async def _is_settled(self) -> bool:
        """Whether it is still over once nothing is under way: what came meanwhile would be lost with our end."""
        await self._dismiss_strangers()
        await self.recorder.settled()
        return self._is_over()

    async def _take_facts(self) -> bool:
        """What follows from a fact follows before the next one is judged: so it doesn't matter how they come.

        True where so many have come at once that what is owed by these is to be recorded before the others are taken:
        the engine breaks off a turn that thinks for two seconds, and begins it anew, for ever.
        """
        await self._intake.look()
        taken = 0
        while (fact := self._intake.next) is not None:
            if taken == MOST_FACTS_IN_A_TURN and workflow.patched(TURNS):
                return True
            taken += 1
            await self._take_parked_at(fact.occurred_at)
            await self._intake.take_next()
            if self.state.phase is None and self.state.release.since is not None:
                await self._open()
            self._let_follow()
        return False

    async def _take_parked_at(self, at: datetime) -> None:
        """What had to wait is judged before what occurred after it, or at once with it, and was received later."""
        if not self.state.parked:
            return
        earlier_too = workflow.patched(EARLIER_FIRST)
        if earlier_too or workflow.patched(IN_ORDER):
            while await self._intake.take_parked(self._let_follow, at, earlier_too=earlier_too):
                self._let_follow()

    async def _take_parked(self) -> None:
        while await self._intake.take_parked(self._let_follow):
            self._let_follow()

    def _let_follow(self) -> None:
        version = self.recorder.version
        while (event := self._outlook().due) is not None:
            if self.recorder.version - version >= MOST_CONSEQUENCES:
                raise EndlessConsequences(f"case {self._start.case}: still {event.TYPE}")
            self.emit(event)

    def _outlook(self) -> Outlook:
        return self._lookout.outlook(self.state, self.now, self.policy)

    def _next_change(self) -> datetime | None:
        change = self._outlook().change
        return earliest((change, next_vacancy(self.state, self.policy, self.now, self._asked)))

    async def _open(self) -> None:
        directory: dict[str, str] | None = None
        if workflow.patched(DIRECTORY):
            roles = roles_at_opening(self.state, self.policy)
            # At once: one after the other would cost a round trip more.
            asking = named(self.state, roles, self.now.date())
            calendar, directory = await asyncio.gather(self._calendar(), asking)
        else:
            calendar = await self._calendar()
        self.emit(opened(self.state, self.policy, self._start.clock, self.now, calendar, directory))

    async def _move_network(self) -> None:
        """Where another area has become responsible, its agencies are asked for the seats of the one before."""
        seats = seats_to_move(self.state, self.policy)
        if seats:
            there = await chosen(self.state, [each.role for each in seats], self.now.date(), seats)
            if self.state.network_area == self.state.jurisdiction:
                self.emit(moved_within(self.state, there.members, there.elsewhere))
            else:
                self.emit(moved(self.state, there.members, there.national))

    async def _fill_new_roles(self) -> None:
        """Prison's, where the person of a sentence in the community was taken in."""
        if roles := roles_to_take(self.state):
            chosen = await named(self.state, roles, self.now.date())
            for role in roles_to_take(self.state):
                self.emit(role_taken(role, chosen, self.state))

    async def _fill_vacancies(self) -> None:
        """The directory is asked once for all roles that are vacant by now."""
        policy = self.policy  # a command may change it while the directory is asked
        vacant = vacancies(self.state, policy, self.now, self._asked)
        roles = [each.role for each in vacant if each.within is None]
        self._asked |= dict.fromkeys(roles, self.now)
        found = await named(self.state, roles, self.now.date()) if roles else {}
        for each in vacant:
            event = filled(each, found, self.state, policy, self.now)
            if event is not None:
                self.emit(event)

    async def _renew_calendar(self) -> None:
        """Before its years run out, and where the case has gone to another jurisdiction, or policy."""
        while calendar_is_short(self.state, self.now):
            policy, calendar = self.policy, await self._calendar()
            if policy is self.policy:
                self.emit(CalendarRenewed(calendar=calendar))

    async def _calendar(self) -> LocalCalendar:
        jurisdiction = self.state.jurisdiction
        assert jurisdiction is not None
        first, last = calendar_years(self.state, self.now.date())
        place = self.policy.jurisdictions.get(jurisdiction)
        asked = CalendarAsked(name=jurisdiction, jurisdiction=place, first=first, last=last)
        return await ask(READ_CALENDAR, asked, LocalCalendar, "days off and changes of the clocks")

    def _keep_what_is_owed(self) -> None:
        case = self.state
        self.keep_obligations(case_duties(case, self.policy), case, held=case.held)

    def _is_over(self) -> bool:
        """Closed, and everybody has reported: procedures, and whoever sent a fact meanwhile."""
        case = self.state
        return case.closed and not (case.parked or case.running or self.has_news())

    def has_news(self) -> bool:
        return self._intake.has_news or super().has_news()

    def would_forget(self) -> bool:
        """Facts are read again from the inbox; what procedures report is said once."""
        return self._procedures.have_news or self._look or super().would_forget()

    def details(self) -> str:
        return details_of_case(self.state, self.now, self._procedures.owed())

    def continued(self) -> CaseStart:
        return self._start.model_copy(update={"policy": self.policy})
