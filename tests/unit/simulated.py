"""A whole case without an engine: its facts, what follows from them, its procedures, and all that is owed.

Every rule, fold and procedure is the real one; only what the engine does is done here, in the order in which
``TransitionCase`` and ``Procedures`` do it. Nobody is reminded and nothing is escalated: that changes what is owed by
nobody. A simulated case can be copied at any moment, and each copy goes its own way.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from domain.addresses import case_id
from domain.calendar import LocalCalendar
from domain.case.consequences import Lookout, Outlook
from domain.case.duties import case_duties
from domain.case.events import (
    CalendarRenewed,
    FactParked,
    FactRefused,
    ProcedureEnded,
    ProcedureStarted,
)
from domain.case.facts import FactWithdrawn
from domain.case.judging import in_the_end
from domain.case.opening import calendar_is_short, opened
from domain.case.rules import Circumstances, Parked, Refused, Taken, Verdict, verdict
from domain.case.sections import Running
from domain.case.state import CaseState
from domain.case.view import CaseView, case_view
from domain.case.withdrawing import withdrawal
from domain.clock import CaseClock
from domain.custody.taking_in import role_taken, roles_to_take
from domain.events import Envelope, Event, Fact
from domain.inbox import DeliveredFact
from domain.interrupts.lapsing import why_lapsed
from domain.network.moving import moved, seats_to_move
from domain.network.vacancies import filled, next_vacancy, vacancies
from domain.obligations.obligation import Obligation
from domain.obligations.reconcile import earliest, reconcile
from domain.policy import Policy
from domain.procedure import ProcedureBegun, ProcedureFinished, ProcedureState
from domain.procedures.brief import brief_for
from domain.procedures.counting import as_it_counts
from domain.procedures.wanted import MANAGER_APPOINTMENT, wanted
from domain.streams import fold, fold_all
from tests.unit.deskwork import at_work
from tests.unit.one_case import LOCAL, OPENED, POLICY

CASE = "C-1"
STREAM = case_id(CASE)
SOURCE = "/tests"
MOST_TURNS = 200
"""What follows at one instant follows in so many turns, or it follows for ever."""


class Owed(NamedTuple):
    """An obligation, and the number of the procedure that it is owed in; 0 for the case itself."""

    procedure: int
    obligation: Obligation


class Simulated:
    """One case. ``directory``: members by role, whom the agency directory names; ``calendars``: of the areas
    that don't have the usual one."""

    def __init__(
        self,
        opened_at: datetime = OPENED,
        directory: Mapping[str, str] | None = None,
        calendars: Mapping[str, LocalCalendar] | None = None,
    ) -> None:
        self.now = opened_at
        self.state = CaseState()
        self.procedures: dict[int, ProcedureState] = {}
        self.verdicts: dict[str, Verdict] = {}
        """By the id of a fact: what became of it last."""
        self._directory = dict(directory or {})
        self._calendars = dict(calendars or {})
        self._policy: Policy = POLICY
        self._inbox: dict[int, DeliveredFact] = {}
        self._recorded: list[Envelope] = []
        self._briefed: dict[int, CaseState] = {}
        """What each procedure was told last, by its number."""
        self._asked: dict[str, datetime] = {}
        """When the directory was asked last for a role."""
        self._lookout = Lookout()

    def copied(self) -> "Simulated":
        other = copy(self)
        other.procedures, other.verdicts = dict(self.procedures), dict(self.verdicts)
        other._inbox, other._recorded = dict(self._inbox), list(self._recorded)
        other._briefed, other._asked = dict(self._briefed), dict(self._asked)
        other._lookout = copy(self._lookout)
        return other

    def tell(self, name: str, at: datetime | None = None, told_as: str = "", /, **data: object) -> Verdict:
        """What becomes of the fact; ``at`` is when it occurred, if not now; ``told_as`` its id, to withdraw it by."""
        number = len(self._inbox) + 1
        fact = DeliveredFact(
            number=number,
            source=SOURCE,
            id=told_as or f"{name}-{number}",
            type=f"throughcare.{name}.v1",
            occurred_at=at or self.now,
            received_at=self.now,
            data=data,
        )
        return self.hear(fact)

    def hear(self, fact: DeliveredFact) -> Verdict:
        """A fact that comes now."""
        self.hear_all([fact])
        return self.verdicts[fact.id]

    def hear_all(self, facts: Sequence[DeliveredFact]) -> None:
        """Facts that come at once: each is judged by what follows from the one before. Their numbers have no holes."""
        for fact in facts:
            self._inbox[fact.number] = fact
            while self._take_parked(fact.occurred_at):
                self._let_follow()
            self._take(fact)
            if self.state.phase is None and self.state.release.since is not None:
                directory = self._directory
                self._record(
                    opened(self.state, self._policy, CaseClock(), self.now, self._calendar(), directory)
                )
            self._let_follow()
        self._settle()

    def until(self, later: datetime) -> "Simulated":
        """Time passes; whatever is due on the way is done at its instant."""
        while (change := self._next_change()) is not None and change <= later:
            self.now = max(change, self.now)
            self._settle()
        self.now = max(later, self.now)
        return self

    def open(self) -> list[Owed]:
        return [each for each in self.owed() if each.obligation.state == "open"]

    def owed(self) -> list[Owed]:
        """All obligations on record, settled ones too."""
        streams = {0: self.state.obligations} | {
            number: state.obligations for number, state in self.procedures.items()
        }
        return [Owed(number, each) for number, known in streams.items() for each in known.values()]

    def view(self) -> CaseView:
        return case_view(self.state, list(self.procedures.values()), self.now, len(self._recorded))

    @property
    def facts(self) -> Sequence[DeliveredFact]:
        """All that it was told."""
        return list(self._inbox.values())

    @property
    def recorded(self) -> Sequence[Envelope]:
        """The case's own stream."""
        return self._recorded

    def _settle(self) -> None:
        """As often as it takes until nothing follows any more at this instant."""
        for _ in range(MOST_TURNS):
            before = self.state
            self._let_follow()
            while self._take_parked():
                self._let_follow()
            self._move_network()
            self._fill_vacancies()
            if calendar_is_short(self.state, self.now):
                self._record(CalendarRenewed(calendar=self._calendar()))
            duties = case_duties(self.state, self._policy)
            reasons, earlier = partial(why_lapsed, self.state), self._policy.earlier_counts
            for event in reconcile(self.state.obligations, duties, reasons, earlier_counts=earlier):
                self._record(event)
            self._conduct()
            if self.state is before:
                return
        raise AssertionError(f"it follows for ever: {[each.type for each in self._recorded[-6:]]}")

    def _calendar(self) -> LocalCalendar:
        area = self.state.jurisdiction
        return self._calendars.get(area or "", LOCAL.model_copy(update={"jurisdiction": area}))

    def _let_follow(self) -> None:
        for _ in range(MOST_TURNS):
            event = self._outlook().due
            if event is None:
                return
            self._record(event)
        raise AssertionError(f"it follows for ever: {[each.type for each in self._recorded[-6:]]}")

    def _outlook(self) -> Outlook:
        return self._lookout.outlook(self.state, self.now, self._policy)

    def _take_parked(self, at: datetime | None = None) -> bool:
        before = len(self._recorded)
        in_order = sorted(self.state.parked, key=lambda each: self._inbox[each.number].occurred_at)
        for parked in in_order:
            fact = self._inbox[parked.number]
            if (at is None or fact.occurred_at <= at) and parked in self.state.parked:
                self._take(fact)
                self._let_follow()
        return len(self._recorded) > before

    def _take(self, fact: DeliveredFact) -> None:
        told = fact.fact()
        judged = self.verdicts[fact.id] = self._verdict(told, fact)
        match judged:
            case Taken():
                self._record(told, fact)
                if isinstance(told, FactWithdrawn):
                    state = fold_all(STREAM, self._recorded)
                    assert isinstance(state, CaseState)
                    self.state = state
            case Refused(reason=reason):
                why = in_the_end(reason, fact.number, self.state)
                self._record(FactRefused(type=fact.type, reason=why, data={}), fact)
            case Parked(reason=reason, until=until):
                if (fact.number, reason) not in [(each.number, each.reason) for each in self.state.parked]:
                    self._record(FactParked(type=fact.type, reason=reason, until=until), fact)

    def _verdict(self, told: Fact, fact: DeliveredFact) -> Verdict:
        of = Circumstances(fact.occurred_at, self.now, self._policy, fact.received_at)
        if not isinstance(told, FactWithdrawn):
            return verdict(told, self.state, of)
        named = [each for each in self._inbox.values() if (each.source, each.id) == (told.source, told.id)]
        return withdrawal(named[0] if named else None, self.state, of)

    def _move_network(self) -> None:
        """No agency of the directory is a national one here."""
        if seats_to_move(self.state, self._policy):
            self._record(moved(self.state, self._named(), ()))
        for role in roles_to_take(self.state):
            self._record(role_taken(role, self._named(), self.state))

    def _fill_vacancies(self) -> None:
        for each in vacancies(self.state, self._policy, self.now, self._asked):
            if each.within is None:
                self._asked[each.role] = self.now
            event = filled(each, self._named(), self.state, self._policy, self.now)
            if event is not None:
                self._record(event)

    def _named(self) -> Mapping[str, str]:
        """Whom the directory names who isn't in the network, by role."""
        asked = [known.member for known in self.state.network]
        return {role: member for role, member in self._directory.items() if member not in asked}

    def _conduct(self) -> None:
        for each in wanted(self.state):
            if each not in [(known.procedure, known.about) for known in self.state.running]:
                number = self.state.procedures + 1
                self._record(ProcedureStarted(procedure=each.procedure, number=number, about=each.about))
        for running in self.state.running:
            self._work_at(running)

    def _work_at(self, running: Running) -> None:
        """Once for each brief, and where something is to be decided by the date."""
        brief = brief_for(running.procedure, self.state, self._policy)
        if self._briefed.get(running.number) == brief and not self._is_deciding(running):
            return
        self._briefed[running.number] = brief
        known = self.procedures.get(running.number, ProcedureState())
        procedure = at_work(running, known, brief, self._policy, self.now)
        if known.begun_at is None:
            procedure.emit(ProcedureBegun.model_validate(running.model_dump()))
        decided: Sequence[Event] = ()
        if procedure.is_wanted():
            procedure._keep_what_is_owed(procedure.duties(), paused=True)
            decided = procedure.decisions()
        else:
            procedure._settle()
            procedure.emit(ProcedureFinished(outcome=procedure._why_over()))
        self.procedures[running.number] = procedure.state
        for event in decided:
            counts = as_it_counts(event, self.state, self._policy, self.now)
            if counts is not None:
                self._record(counts)
        if procedure.state.outcome is not None:
            ended = ProcedureEnded(
                procedure=running.procedure, number=running.number, outcome=procedure.state.outcome
            )
            self._record(ended)

    def _is_deciding(self, running: Running) -> bool:
        appointment = self.state.appointment
        if running.procedure != MANAGER_APPOINTMENT or appointment is None:
            return False
        return self.now >= appointment.due

    def _next_change(self) -> datetime | None:
        """Of what comes by itself: what was to be decided by a date is looked at when it has come."""
        appointment = self.state.appointment
        deciding = appointment.due if appointment is not None and appointment.due > self.now else None
        change = self._outlook().change
        return earliest((change, next_vacancy(self.state, self._policy, self.now, self._asked), deciding))

    def _record(self, event: Event, fact: DeliveredFact | None = None) -> None:
        envelope = Envelope(
            id=UUID(int=0),
            case=CASE,
            stream=STREAM,
            version=len(self._recorded) + 1,
            type=event.TYPE,
            occurred_at=fact.occurred_at if fact else self.now,
            recorded_at=self.now,
            actor=getattr(event, "by", None),
            cause=fact.cause if fact else None,
            number=fact.number if fact else None,
            policy=self._policy.reference,
            data=event.model_dump(mode="json", by_alias=True, exclude_none=True),
        )
        state = fold(self.state, envelope)
        assert isinstance(state, CaseState)
        self.state = state
        self._recorded.append(envelope)
