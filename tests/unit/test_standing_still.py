"""A case whose next step has come and isn't recorded: an operator is told, and nobody else."""

from datetime import timedelta

from domain.case.duties import case_duties
from domain.case.standing_still import stands_still_since
from domain.case.state import CaseState
from domain.case.view import case_view
from domain.obligations.obligation import fold_obligation
from domain.obligations.pace import pace_of
from domain.obligations.reconcile import climb, next_rung, reconcile
from domain.procedure import ProcedureState
from tests.unit.one_case import OPENED, POLICY, OneCase
from tests.unit.test_briefing import VIEW, told
from workers import briefing

PATIENCE = timedelta(days=120)
"""Thirty seconds of an exercise at four days a second."""


def owing() -> CaseState:
    """What is owed in a case that has just been opened is on record, and nothing of it is done."""
    case = OneCase()
    obligations = case.state.obligations
    for event in reconcile(obligations, case_duties(case.state, POLICY)):
        obligations = fold_obligation(obligations, event, OPENED)
    return case.state.model_copy(update={"obligations": obligations})


def test_a_case_stands_still_once_its_next_step_is_later_than_it_may_be() -> None:
    case = owing()
    rung = next_rung(case.obligations)
    assert rung is not None
    late = rung.next_step + PATIENCE
    assert stands_still_since(case, (), late, PATIENCE) is None
    assert stands_still_since(case, (), late + timedelta(hours=1), PATIENCE) == rung.next_step


def test_the_step_may_be_one_of_a_procedure() -> None:
    case, procedure = owing(), ProcedureState(obligations=owing().obligations)
    idle = case.model_copy(update={"obligations": {}})
    assert stands_still_since(idle, (), OPENED + 2 * PATIENCE, PATIENCE) is None
    assert stands_still_since(idle, (procedure,), OPENED + 2 * PATIENCE, PATIENCE) is not None


def test_where_everybody_was_told_what_isnt_done_the_case_goes_on_however_much_is_overdue() -> None:
    case, now = owing(), OPENED + 2 * PATIENCE
    obligations = case.obligations
    for event in climb(obligations, now, pace_of(POLICY.ladder, ())):
        obligations = fold_obligation(obligations, event, now)
    assert any(each.due < now for each in obligations.values())
    going_on = case.model_copy(update={"obligations": obligations})
    assert stands_still_since(going_on, (), now, PATIENCE) is None


def test_a_case_that_is_held_or_closed_has_no_next_step() -> None:
    case, now = owing(), OPENED + 2 * PATIENCE
    for stopped in ({"held": True}, {"phase": "closed"}):
        assert stands_still_since(case.model_copy(update=stopped), (), now, PATIENCE) is None


def test_the_view_says_so_where_it_is_told_how_late_a_step_may_be() -> None:
    case, now = owing(), OPENED + 2 * PATIENCE
    assert case_view(case, (), now, 1).stands_still_since is None
    assert case_view(case, (), now, 1, PATIENCE).stands_still_since is not None


def test_it_is_told_at_the_terminal_of_the_case_and_in_the_list() -> None:
    still = VIEW | {"stands_still_since": "2027-01-03T23:00:00Z"}
    assert "stands still: what was due at 2027-01-03 23:00Z hasn't happened" in told(briefing.of_case(still))
    listed = told(briefing.case_table([still, VIEW]))
    assert "2 cases, 1 stand still although something is due" in listed
    assert listed.count("stands still") == 1
    assert "still" not in told(briefing.case_table([VIEW]))
