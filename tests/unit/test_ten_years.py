"""Ten years of supervision: what the case knows grows with what happens, and not with the time that passes."""

from datetime import timedelta

import pytest

from domain.assessment.duties import assessment_duties
from domain.case.rules import Refused
from domain.case.state import CaseState
from domain.handover.duties import handover_duties
from domain.obligations.duty import Duty
from domain.obligations.obligation import ObligationEvent
from domain.obligations.pace import pace_of
from domain.obligations.reconcile import climb, reconcile
from tests.unit.a_long_life import MEMBERS, answers, handed_over_anew, happenings
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase

YEAR, LOOK = timedelta(days=365), timedelta(days=14)
END = RELEASE + 12 * YEAR
BY_WHAT_HAPPENS = ("concerns", "breaches")
"""Sections with an entry for each thing that happened: a few hundred bytes each, for ever."""
A_KILOBYTE = 1024


def sized(state: CaseState) -> dict[str, int]:
    """Of each section, in bytes as it is stored."""
    return {name: len(state.model_dump_json(include={name})) for name in CaseState.model_fields}


class LongLife:
    """A case whose members do what is asked of them every two weeks; obligations are kept as its workflow would."""

    def __init__(self) -> None:
        self.case = OneCase(supervision_end=END.isoformat()).join()
        self.case.on(RELEASE).tell("custody.released", reason="released")
        self.case.tell("court.condition-imposed", condition="c1", kind="conduct", text="-")
        self.escalated = 0

    def year(self, number: int) -> "LongLife":
        turn = 0
        while LOCAL.local_date(self.case.now) < RELEASE + number * YEAR:
            turn += 1
            self.case.on(LOCAL.local_date(self.case.now) + LOOK)
            self._keep()
            self._answer(turn)
            if turn == 5:
                self._tell(*happenings(number, LOCAL.local_date(self.case.now) + YEAR))
            if turn % 3 == 0:
                self._tell(*handed_over_anew())
        return self

    def _answer(self, turn: int) -> None:
        self.case.tell("supervision.contact", kept=True)
        for kind in dict.fromkeys(duty.kind for duty in self._duties() if duty.met_at is None):
            self._tell(*answers(kind, turn))
        self._keep()

    def _tell(self, *said: tuple[str, dict[str, object]]) -> None:
        for name, data in said:
            self.case.tell(name, **data)

    def _duties(self) -> list[Duty]:
        state = self.case.state
        rounds = (duty for each in state.assessments for duty in assessment_duties(each, state, POLICY))
        reports = [Duty.model_validate({**_REPORT, "due": each.due}) for each in state.reports_owed]
        return [*self.case.duties(), *rounds, *reports]

    def _keep(self) -> None:
        duties = self.case.duties()
        self._record(*reconcile(self.case.state.obligations, duties))
        escalated = list(climb(self.case.state.obligations, self.case.now, pace_of(POLICY.ladder, duties)))
        self._record(*escalated)
        self.escalated += len(escalated)

    def _record(self, *events: ObligationEvent) -> None:
        for event in events:
            self.case.record(event)


_REPORT = {
    "id": "file-court-report",
    "kind": "file-court-report",
    "what": "file it",
    "owner": "probation:eu",
    "escalate_to": "probation:eu",
}


@pytest.mark.proves("R13", "R33")
def test_what_is_known_of_ten_years_isnt_more_than_what_is_known_of_five_but_for_what_happened() -> None:
    life = LongLife()
    sizes = {number: sized(life.year(number).case.state) for number in range(1, 11)}
    assert life.case.state.phase == "supervision"
    for name, size in sizes[10].items():
        at_two, at_five = sizes[2][name], sizes[5][name]
        a_year = (size - at_five) / 5
        # An entry for each concern and each breach stays, and with each concern what everybody owed about it.
        allowed = {"obligations": 1.5 * A_KILOBYTE}.get(
            name, A_KILOBYTE / 2 if name in BY_WHAT_HAPPENS else 50
        )
        assert a_year <= allowed, (name, at_two, at_five, size)
    assert sum(sizes[2].values()) <= 56 * A_KILOBYTE
    assert sum(sizes[10].values()) <= 80 * A_KILOBYTE


def test_rounds_are_numbered_on_though_the_first_are_no_longer_shown() -> None:
    case = LongLife().year(1).case
    members = list(MEMBERS[:2])
    for member in members:
        case.tell("network.agreement-signed", member=member, agreement="a-2", code_version="2026-1")
    for _ in range(40):
        while case.state.open_round is None:
            case.on(LOCAL.local_date(case.now) + LOOK)
        case.tell("assessment.concluded", round="current", rationale="-", level="high", members=members)
    numbers = [each.round for each in case.state.assessments]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert numbers[0] > 1
    told = case.tell("assessment.concluded", round=1, rationale="-", members=members)
    assert told == Refused("round 1 is concluded")


def test_an_item_handed_over_time_and_again_is_owed_each_time_by_its_number() -> None:
    case = OneCase().join()
    for _ in range(30):
        case.on(LOCAL.local_date(case.now) + timedelta(days=1))
        for name, data in handed_over_anew():
            case.tell(name, **data)
    assert case.state.handover is not None
    item = case.state.handover.items["risk-assessment"]
    assert (len(item.earlier), item.acknowledged_before) == (20, 9)
    owed = [
        each.id for each in handover_duties(case.state, POLICY) if each.id.startswith("acknowledge-item:risk")
    ]
    assert owed == [f"acknowledge-item:risk-assessment:{time}" for time in range(10, 31)]
