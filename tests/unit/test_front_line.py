"""Decisions belong to those who work with the person, and no word takes a long way (R86, R87)."""

from collections.abc import Sequence

import pytest

from domain.assessment.duties import assessment_duties
from domain.breach.duties import breach_duties
from domain.handover.duties import handover_duties
from domain.network.duties import network_duties
from domain.obligations.duty import Duty
from tests.unit.one_case import POLICY, RELEASE, OneCase, weeks
from tests.unit.test_closing import EVALUATION

BREACH = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "-"}
OUTSIDE = ("court",)
"""Who owes something and isn't of the network: the court decides, and is chased."""


def everything_owed(case: OneCase) -> Sequence[Duty]:
    state = case.state
    rounds = (duty for each in state.assessments for duty in assessment_duties(each, state, POLICY))
    breaches = (duty for each in state.breaches for duty in breach_duties(each, state, POLICY))
    procedures = (*network_duties(state, POLICY), *handover_duties(state, POLICY), *rounds, *breaches)
    return [*case.duties(), *procedures]


def told(case: OneCase) -> set[str]:
    """Who owes something, and who hears of it where it isn't done."""
    owed = everything_owed(case)
    assert owed
    return {member for duty in owed for member in (duty.owner, duty.escalate_to, duty.beyond) if member}


@pytest.mark.proves("R86", "R87")
def test_whoever_owes_something_or_hears_that_it_isnt_done_is_of_the_case_itself_at_every_stage() -> None:
    case = OneCase()
    members = {each.member for each in case.state.network}
    assert told(case) <= members
    case.join().on(RELEASE).tell("custody.released", reason="released")
    case.tell("court.condition-imposed", condition="c1", kind="conduct", text="-")
    case.tell("breach.reported", **BREACH)
    assert {each for each in told(case) if each.split(":")[0] not in OUTSIDE} <= members
    assert told(case.on(EVALUATION + weeks(1))) <= {*members, "court:eu"}


@pytest.mark.proves("R87")
def test_from_the_owner_to_whoever_answers_for_the_case_it_is_one_step() -> None:
    case = OneCase().join()
    for duty in everything_owed(case):
        if duty.owner != case.state.responsible:
            assert duty.escalate_to == case.state.responsible
