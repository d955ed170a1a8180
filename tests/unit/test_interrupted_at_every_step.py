"""Whatever interrupts the standard case, after whichever of its facts: nothing stays open that nobody can meet."""

import os
from datetime import timedelta
from functools import cache
from typing import get_args

import pytest

from domain.inbox import DeliveredFact
from domain.vocabulary import ObligationKind
from tests.benchmarks.standard_case import LIFE, facts_of
from tests.unit.interrupting import INTERRUPTS, interrupted
from tests.unit.one_case import OPENED
from tests.unit.simulated import Owed, Simulated
from tests.unit.ways_to_meet import WAYS, cannot_be_met

MONTHS = timedelta(days=240)
"""With nobody doing anything: long enough for a release, an end of support or a follow-up to pass."""
EVERY_STEP = "EVERY_STEP" in os.environ
"""In the environment: both tests below at each step, in five minutes."""
MONTHS_LATER = 1 if EVERY_STEP else 4
"""After each so many facts the case is looked at again when these months have passed."""
EVERY = 1 if EVERY_STEP else 12
"""So many facts lie between the steps at which the case goes on as planned after the interrupt."""


@cache
def standard_case() -> list[tuple[Simulated, list[DeliveredFact]]]:
    """The case after each of its facts, and the facts that are still to come."""
    case, facts, after = Simulated(), facts_of(OPENED), []
    for step, fact in enumerate(facts, start=1):
        case.until(fact.received_at).hear(fact)
        after.append((case.copied(), facts[step:]))
    return after


def unmeetable(case: Simulated) -> list[str]:
    """What is open and can't be met, with the reason; of what is alike and owed by the same member, one is tried."""
    alike: dict[tuple[int, ObligationKind, str], Owed] = {}
    for each in case.open():
        alike.setdefault((each.procedure, each.obligation.kind, each.obligation.owner), each)
    return [why for each in alike.values() if (why := cannot_be_met(case, each)) is not None]


@pytest.mark.parametrize("interrupt", INTERRUPTS)
def test_an_interrupt_at_any_step_leaves_nothing_open_that_nobody_can_meet(interrupt: str) -> None:
    for step, (case, _) in enumerate(standard_case(), start=1):
        after = interrupted(case, interrupt)
        assert (step, unmeetable(after)) == (step, [])
        if step % MONTHS_LATER == 0:
            assert (step, unmeetable(after.until(after.now + MONTHS))) == (step, [])


@pytest.mark.parametrize("interrupt", INTERRUPTS)
def test_nor_does_it_where_everybody_goes_on_as_if_nothing_had_happened(interrupt: str) -> None:
    for step, (case, rest) in enumerate(standard_case(), start=1):
        if step % EVERY == 0:
            after = interrupted(case, interrupt)
            for number, fact in enumerate(rest, start=len(after.facts) + 1):
                after.until(fact.received_at).hear(fact.model_copy(update={"number": number}))
            assert (step, unmeetable(after.until(OPENED + LIFE))) == (step, [])


def test_what_cannot_be_met_is_found() -> None:
    case = Simulated()
    case.hear(facts_of(OPENED)[0])
    (owed,) = [each for each in case.open() if each.obligation.id == "supply-item:risk-assessment"]
    assert cannot_be_met(case, owed) is None
    gone = Owed(owed.procedure, owed.obligation.model_copy(update={"owner": "prison:closed-down"}))
    assert cannot_be_met(case, gone) == "supply-item:risk-assessment: prison:closed-down isn't there"
    nobodys = Owed(owed.procedure, owed.obligation.model_copy(update={"kind": "decide-gaps"}))
    assert "release.gaps-decided is Parked" in str(cannot_be_met(case, nobodys))


def test_every_kind_of_obligation_has_a_way_to_be_met() -> None:
    assert set(WAYS) == set(get_args(ObligationKind))
