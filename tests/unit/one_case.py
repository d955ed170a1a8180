"""One case as the rules alone know it: facts are told, time passes, and what follows is folded. No engine, no clock."""

from collections.abc import Sequence
from copy import copy
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from activities.policies import load_policy
from domain.appointment.decision import decided_manager
from domain.appointment.events import ManagerAppointed
from domain.calendar import LocalCalendar
from domain.case.consequences import outlook
from domain.case.duties import case_duties
from domain.case.events import FactParked, FactRefused
from domain.case.facts import FactWithdrawn
from domain.case.opening import opened
from domain.case.rules import Circumstances, Parked, Refused, Taken, Verdict, verdict
from domain.case.state import CaseState
from domain.clock import CaseClock
from domain.closing.duties import closing_duties
from domain.custody.taking_in import role_taken, roles_to_take
from domain.events import Envelope, Event, Fact
from domain.facts import parse_fact
from domain.obligations.duty import Duty
from domain.streams import REFOLDING, fold, fold_all
from domain.vocabulary import PERMANENT_ROLES

POLICY = load_policy("mates")
LOCAL = LocalCalendar(
    jurisdiction="eu",
    timezone="UTC",
    offsets=((datetime(2020, 1, 1, tzinfo=UTC), 0),),
    holidays=(),
    until=date(2060, 12, 31),
)
OPENED = datetime(2026, 9, 1, 9, tzinfo=UTC)
RELEASE = date(2027, 3, 1)
END = date(2029, 3, 1)
ANNOUNCED = {"person": "P-1", "jurisdiction": "eu", "entry": "sentence", "kind": "confirmed"}
MOST_STEPS = 50
"""What follows at one instant follows in so many steps, or it follows for ever."""


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


class OneCase:
    """A case opened six months before its release, unless it is told otherwise."""

    def __init__(self, opened_at: datetime = OPENED, /, **release: object) -> None:
        self.now = opened_at
        self.state = CaseState()
        self.recorded: list[Event] = []
        self.envelopes: list[Envelope] = []
        self._parked: list[tuple[Fact, datetime, int, datetime]] = []
        self._numbers = 0
        self.known: dict[str, object] = {
            **ANNOUNCED,
            "release_date": RELEASE.isoformat(),
            "supervision_end": END.isoformat(),
        } | release
        self.tell("custody.release-date", **self.known)
        self.record(opened(self.state, POLICY, CaseClock(), opened_at, LOCAL, {}))
        self._let_follow()

    def announce(self, release: date, **more: object) -> Verdict:
        """Another release date, and nothing else, unless it is said, of what was known."""
        return self.tell("custody.release-date", **ANNOUNCED, release_date=release.isoformat(), **more)

    def tell(self, name: str, at: datetime | None = None, /, **data: object) -> Verdict:
        """What becomes of the fact; ``at`` is when it occurred, if not now."""
        self._numbers += 1
        fact = parse_fact(f"throughcare.{name}.v1", data)
        return self._take(fact, at or fact.at or self.now, self._numbers, self.now)

    def withdraw(self, *numbers: int) -> "OneCase":
        """What these facts told was never so; ``number`` is that of the fact told last."""
        for number in numbers:
            self.record(FactWithdrawn(source="test", id=str(number), reason="a slip"))
            self._let_follow()
        return self

    def until(self, later: datetime) -> "OneCase":
        """Time passes; whatever follows on the way follows at its instant."""
        while (change := outlook(self.state, self.now, POLICY).change) is not None and change <= later:
            self._arrive(change)
        self._arrive(later)
        return self

    def on(self, day: date) -> "OneCase":
        return self.until(noon(day))

    @property
    def number(self) -> int:
        return self._numbers

    def duty(self, kind: str, about: str | None = None) -> Duty | None:
        """The one duty of this kind; None where there is none."""
        found = [
            each for each in self.duties() if each.kind == kind and about in (None, each.id.split(":", 1)[-1])
        ]
        assert len(found) <= 1, found
        return found[0] if found else None

    def duties(self, kind: str | None = None) -> Sequence[Duty]:
        owed = [*case_duties(self.state, POLICY), *closing_duties(self.state, POLICY)]
        return [each for each in owed if kind in (None, each.kind)]

    def join(self, *roles: str) -> "OneCase":
        """The members in these roles accept and sign; all permanent ones, where none is named."""
        for role in roles or PERMANENT_ROLES:
            if (known := self.state.member(f"{role}:eu")) is not None:
                self.join_as(known.member)
        return self

    def join_as(self, *members: str) -> "OneCase":
        """These members accept and sign."""
        for member in members:
            self.tell("network.member-answered", member=member, answer="accepted")
            self.tell("network.agreement-signed", member=member, agreement="a", code_version="1")
        return self

    def decide_on_a_manager(self) -> bool:
        """As the procedure would; whether there was a decision."""
        decided = decided_manager(self.state, POLICY, self.now)
        if decided is not None:
            manager, reason = decided
            on = self.state.appointment
            self.record(ManagerAppointed(member=manager, interim=False, reason=reason, decided_on=on))
            self._let_follow()
        return decided is not None

    def fork(self) -> "OneCase":
        """Another case that has come as far, and goes on by itself."""
        other = copy(self)
        other.recorded, other.envelopes, other._parked = [*self.recorded], [*self.envelopes], [*self._parked]
        return other

    def record(self, event: Event, at: datetime | None = None, number: int | None = None) -> None:
        envelope = Envelope(
            id=UUID(int=0),
            case="C-1",
            stream="case/C-1",
            version=len(self.recorded) + 1,
            type=event.TYPE,
            occurred_at=at or self.now,
            recorded_at=self.now,
            actor=event.by if isinstance(event, Fact) else None,
            cause=f"test#{number}" if number else None,
            number=number,
            policy=POLICY.reference,
            data=event.model_dump(mode="json", by_alias=True, exclude_none=True),
        )
        self.envelopes.append(envelope)
        refolds = event.TYPE in REFOLDING
        state = fold_all("case/C-1", self.envelopes) if refolds else fold(self.state, envelope)
        assert isinstance(state, CaseState)
        self.state = state
        self.recorded.append(event)

    def _take(self, fact: Fact, at: datetime, number: int, received_at: datetime) -> Verdict:
        judged = verdict(fact, self.state, Circumstances(at, self.now, POLICY, received_at))
        match judged:
            case Taken():
                self.record(fact, at, number)
            case Refused(reason=reason):
                self.record(FactRefused(type=fact.TYPE, reason=reason, data={}), at, number)
            case Parked(reason=reason, until=until):
                self.record(FactParked(type=fact.TYPE, reason=reason, until=until), at, number)
                self._parked.append((fact, at, number, received_at))
        self._let_follow()
        return judged

    def _arrive(self, at: datetime) -> None:
        self.now = at
        parked, self._parked = self._parked, []
        for fact, occurred_at, number, received_at in parked:
            self._take(fact, occurred_at, number, received_at)
        self._let_follow()
        change = outlook(self.state, self.now, POLICY).change
        assert change is None or change > self.now, "something that follows wasn't recorded"

    def _let_follow(self) -> None:
        for _ in range(MOST_STEPS):
            event = outlook(self.state, self.now, POLICY).due or self._role_taken()
            if event is None:
                return
            self.record(event)
        raise AssertionError(f"it follows for ever: {self.recorded[-4:]}")

    def _role_taken(self) -> Event | None:
        """As where the agency directory has nobody."""
        return next((role_taken(role, {}, self.state) for role in roles_to_take(self.state)), None)


def weeks(count: float) -> timedelta:
    return timedelta(weeks=count)
