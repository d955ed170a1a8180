"""Whatever is told in whatever order: what follows comes to an end, and what is owed is settled once."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.case.judging import TAKEN
from domain.network.events import MemberInvited
from domain.network.moving import moved, moved_within, seats_to_move
from domain.network.vacancies import filled, vacancies
from domain.obligations.obligation import Obligations, fold_obligation
from domain.obligations.reconcile import reconcile
from domain.procedures.brief import brief_for
from domain.procedures.wanted import wanted
from domain.streams import state_from_json
from tests.orchestration.random_facts import random_fact
from tests.unit.one_case import POLICY, OneCase

FACTS = 40
COMMUNITY = {"release_date": None, "kind": "unknown", "supervision_start": "2026-10-01"}


class Life:
    """A case that is told random facts while time passes, and what it owes along the way."""

    def __init__(self, random: Random, **release: object) -> None:
        self.random = random
        self.case = OneCase(**release)
        self.owed: Obligations = {}
        self.asked: dict[str, datetime] = {}
        self.taken: list[int] = []
        """Facts that may turn out to be wrong."""

    def go_on(self) -> None:
        name, data = random_fact(self.random, self.case.now, [])
        if name != "fact.withdrawn":
            told = self.case.tell(name, datetime.fromisoformat(data.pop("at")), **data)
            if told == TAKEN and name != "custody.release-date":
                self.taken.append(self.case.number)
        elif self.taken:
            self.case.withdraw(self.random.choice(self.taken))
        self.move_network()
        self.fill_vacancies()
        if self.case.state.appointment is not None and self.random.random() < 0.3:
            self.case.decide_on_a_manager()
        if self.random.random() < 0.2:
            self.case.join()
        self.case.until(self.case.now + timedelta(days=self.random.choice([0, 0, 1, 5, 30, 90])))

    def move_network(self) -> None:
        seats = seats_to_move(self.case.state, POLICY)
        if seats:
            national = [each.member for each in seats if self.random.random() < 0.2]
            within = self.case.state.network_area == self.case.state.jurisdiction
            self.case.record((moved_within if within else moved)(self.case.state, {}, national))

    def fill_vacancies(self) -> None:
        """As the case would, with a directory that sometimes has somebody; whom it has asked may answer."""
        for each in vacancies(self.case.state, POLICY, self.case.now, self.asked):
            directory = (
                {each.role: f"{each.role}:s{len(self.case.recorded)}"} if self.random.random() < 0.7 else {}
            )
            event = filled(each, directory, self.case.state, POLICY, self.case.now)
            self.asked[each.role] = self.case.now
            if event is not None:
                self.case.record(event)
        assert vacancies(self.case.state, POLICY, self.case.now, self.asked) == []
        for member in self.case.state.network:
            if member.state == "proposed" and self.random.random() < 0.8:
                self.case.record(MemberInvited(member=member.member))
            if member.for_seat and self.random.random() < 0.2:
                answer = self.random.choice(["accepted", "declined", "withdrawn"])
                self.case.tell("network.member-answered", member=member.member, answer=answer)
        self.ensure_one_seat_for_each_role()

    def ensure_one_seat_for_each_role(self) -> None:
        network = self.case.state.network
        seats = [each.role for each in network if each.standing == "permanent" and each.state == "accepted"]
        assert len(set(seats)) == len(seats)

    def settle(self) -> None:
        duties = self.case.duties()
        twice = [key for key, count in Counter(each.id for each in duties).items() if count > 1]
        assert twice == []
        for event in list(reconcile(self.owed, duties)):
            self.owed = fold_obligation(self.owed, event, self.case.now)
        assert list(reconcile(self.owed, duties)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random=st.randoms(use_true_random=False), community=st.booleans())
def test_what_follows_comes_to_an_end_and_the_next_change_lies_ahead(random: Random, community: bool) -> None:
    """``OneCase`` itself asserts both, at every fact and at every instant at which something changes."""
    life = Life(random, **(COMMUNITY if community else {}))
    for _ in range(FACTS):
        life.go_on()
        life.settle()
    state = life.case.state
    assert state_from_json("case/C-1", state.model_dump(mode="json")) == state
    for each in wanted(state):
        assert each in wanted(brief_for(each.procedure, state, POLICY))
