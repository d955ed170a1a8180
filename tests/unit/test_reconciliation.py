"""What the stores say of one case, side by side: which difference is one, and who may tell that it was mended."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from domain.addresses import case_id, procedure_id
from domain.case.judging import Taken
from domain.case.rules import Circumstances, verdict
from domain.case.sections import Running
from domain.case.state import CaseState
from domain.events import UnknownEventType
from domain.facts import FACT_TYPES, KEPT_TYPES, parse_fact
from domain.fields import MOST_BYTES_OF_A_NAME
from domain.reconciliation.comparing import InboxSeen, Kept, LedgerSeen, Moment, RegisterRow, differences
from domain.reconciliation.differences import RULES, Difference, Kind
from domain.reconciliation.facts import SOURCE, CaseReconciled
from domain.reconciliation.telling import Reconciled, told
from tests.unit.one_case import OPENED, POLICY, OneCase
from workers.gateway.callers.caller import OPERATOR

CASE = "C-1"
OWN = case_id(CASE)
NOW = Moment(OPENED, timedelta(hours=1))
HANDOVER = Running(procedure="information-handover", number=2, about=None)
OPEN = RegisterRow(announced=True, opens_on=OPENED.date(), opened=True, is_fold=True)
UNOPENED = OPEN._replace(opened=False)
WHOLE = InboxSeen(is_whole=True)


def kept(**changed: Any) -> Kept:  # noqa: ANN401 - any of its fields
    """An open case in which all agrees, but for what is changed."""
    state = OneCase().state.model_copy(update={"running": (HANDOVER,)})
    healthy = Kept(CASE, OPEN, WHOLE, LedgerSeen(9, {OWN: state}))
    return healthy._replace(running=frozenset(healthy.workflows))._replace(**changed)


def found(kept: Kept) -> list[tuple[Kind, str]]:
    return [(each.kind, each.about) for each in differences(kept, NOW)]


def of_state(**changed: object) -> LedgerSeen:
    return LedgerSeen(9, {OWN: OneCase().state.model_copy(update=changed)})


def unopened(**changed: Any) -> Kept:  # noqa: ANN401 - any of its fields
    return Kept(CASE, UNOPENED._replace(**changed), WHOLE, LedgerSeen(0, {}))


def changed_one_by_one() -> Iterator[tuple[Kept, list[tuple[Kind, str]]]]:
    fallen = procedure_id(CASE, HANDOVER.procedure, HANDOVER.number)
    yield kept(), []
    yield unopened(), [("not-opened", "")]
    yield unopened(opens_on=OPENED.date() + timedelta(days=1)), []
    yield unopened(opens_on=None, announced=False), []
    yield kept(register=UNOPENED), [("not-marked-opened", "")]
    yield kept(register=OPEN._replace(is_fold=False)), [("register-differs", "")]
    yield kept(register=OPEN._replace(announced=False)), [("not-announced", "")]
    yield kept(inbox=InboxSeen(is_whole=False)), [("inbox-gap", "")]
    yield kept(inbox=InboxSeen(is_whole=True, lost=(3, 4))), [("not-in-ledger", "3,4")]
    yield kept(inbox=InboxSeen(is_whole=True, waits=True)), [("undelivered", "")]
    yield kept(running=frozenset()), [("no-workflow", "")]
    yield kept(running=frozenset([OWN])), [("no-procedure", fallen)]
    yield kept(ledger=of_state(phase="closed"), running=frozenset([OWN])), [("still-running", "")]
    yield kept(ledger=of_state(phase="closed"), running=frozenset()), []


@pytest.mark.parametrize(("kept", "expected"), [*changed_one_by_one()])
def test_what_differs_is_named_and_nothing_else(kept: Kept, expected: list[tuple[Kind, str]]) -> None:
    assert found(kept) == expected


def test_a_ledger_that_isnt_what_was_written_is_never_folded_over() -> None:
    ledger = kept().ledger
    assert found(kept(ledger=ledger._replace(is_folded=False))) == [("view-differs", "")]
    broken = ledger._replace(is_folded=False, is_whole=False)
    assert found(kept(ledger=broken)) == [("ledger-broken", "")]
    assert RULES["ledger-broken"].remedy is None


def test_a_state_that_isnt_the_fold_says_nothing_of_lost_facts() -> None:
    inbox, ledger = InboxSeen(is_whole=True, lost=(1, 2)), kept().ledger._replace(is_folded=False)
    assert found(kept(inbox=inbox, ledger=ledger)) == [("view-differs", "")]


def test_a_register_row_isnt_folded_out_of_an_inbox_that_has_lost_a_number() -> None:
    differing = kept(register=OPEN._replace(is_fold=False), inbox=InboxSeen(is_whole=False))
    assert found(differing) == [("inbox-gap", "")]


def test_every_kind_has_its_rule_and_a_persons_are_those_that_nobody_can_know() -> None:
    assert set(RULES) == set(get_args(Kind))
    assert {kind for kind, rule in RULES.items() if rule.remedy is None} == {
        "not-announced",
        "inbox-gap",
        "ledger-broken",
        "unknown-workflow",
        "tasks-fail",
    }


def test_the_same_difference_is_told_once_until_something_moves() -> None:
    one = Difference(case=CASE, kind="no-workflow", position=9)
    assert one.event_id == one.model_copy().event_id
    assert one.event_id != one.model_copy(update={"position": 10}).event_id


def test_the_id_of_a_correction_is_never_longer_than_an_inbox_takes() -> None:
    case = "C" * 64
    many = tuple(range(10_000_000, 10_000_100))
    lost = kept(case=case, inbox=InboxSeen(is_whole=True, lost=many))
    assert all(len(each.event_id) < MOST_BYTES_OF_A_NAME for each in differences(lost, NOW))


@pytest.mark.parametrize("phase", ["preparation", "closed"])
def test_a_case_takes_its_correction_and_knows_nothing_else_by_it(phase: str) -> None:
    case = OneCase()
    closed = case.state.model_copy(update={"phase": phase})
    fact = CaseReconciled(kind="view-differs", undertaken="rebuild-view")
    assert verdict(fact, closed, Circumstances(OPENED, OPENED, POLICY, OPENED)) == Taken()
    before = case.state
    case.record(fact, number=before.last_fact + 1)
    assert case.state == before.model_copy(update={"last_fact": before.last_fact + 1})


def test_nobody_outside_can_tell_a_correction_or_speak_as_who_tells_it() -> None:
    assert CaseReconciled.TYPE in KEPT_TYPES
    assert CaseReconciled.TYPE not in FACT_TYPES
    with pytest.raises(UnknownEventType):
        parse_fact(CaseReconciled.TYPE, {"kind": "no-workflow", "undertaken": "restart"})
    assert not OPERATOR.speaks_as(SOURCE)
    assert OPERATOR.speaks_as("/prisons/north")


def test_a_run_is_told_in_counts() -> None:
    done = Reconciled().with_cases(7).with_workflows(3).with_seconds(2.4)
    assert told(done) == "7 cases and 3 workflows compared in 2 s\n\n- nothing differs"
    more = done.with_settled({"no-workflow": 1}, {}, {}).with_settled(
        {"no-workflow": 1}, {"inbox-gap": 1}, {}
    )
    assert told(more.with_gone(1)).splitlines()[2:] == [
        f"- mended: 2 no-workflow: {RULES['no-workflow'].found}",
        f"- for a person: 1 inbox-gap: {RULES['inbox-gap'].found}",
        "- gone by themselves: 1",
    ]


def test_what_somebody_has_settled_is_told_apart_from_what_is_for_a_person() -> None:
    done = Reconciled().with_settled({}, {}, {"inbox-gap": 2})
    assert done.entered == {}
    assert told(done).splitlines()[2:] == [
        f"- settled, and still so: 2 inbox-gap: {RULES['inbox-gap'].found}"
    ]


def test_what_operators_have_set_aside_is_no_difference_and_is_told() -> None:
    assert found(kept(inbox=WHOLE._replace(set_aside=2))) == []
    done = Reconciled().with_cases(7, set_aside=2).with_cases(1)
    assert told(done).splitlines()[2:] == [
        "- nothing differs",
        "- set aside, not to be delivered: 2 facts (throughcare inbox list --all)",
    ]


def test_a_case_that_nobody_has_opened_has_no_state_to_compare() -> None:
    assert unopened().state == CaseState()
    assert unopened(opens_on=date(2026, 1, 1)).workflows == []
