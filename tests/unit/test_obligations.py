"""Obligations: raised, reminded, escalated and settled, whatever the order of facts."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from domain.obligations.duty import Duty
from domain.obligations.obligation import (
    ObligationEvent,
    Obligations,
    ObligationWaived,
    fold_obligation,
)
from domain.obligations.reconcile import climb, next_step, reconcile

START = datetime(2026, 9, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)
DUTY = Duty(
    id="sign-agreement:police:north",
    kind="sign-agreement",
    what="sign the agreement",
    owner="police:north",
    due=START + 2 * WEEK,
    warn=START + WEEK,
    escalate_to="probation:eu",
)


def folded(obligations: Obligations, events: Iterable[ObligationEvent], at: datetime = START) -> Obligations:
    for event in events:
        obligations = fold_obligation(obligations, event, at)
    return obligations


def owed(*duties: Duty) -> Obligations:
    return folded({}, reconcile({}, duties))


def with_(**changes: object) -> Duty:
    return DUTY.model_copy(update=changes)


def test_a_duty_becomes_an_open_obligation_once() -> None:
    obligations = owed(DUTY)
    assert obligations[DUTY.id].state == "open"
    assert list(reconcile(obligations, [DUTY])) == []


def test_it_is_met_or_late_by_when_the_fact_occurred() -> None:
    in_time = owed(DUTY)
    in_time = folded(in_time, reconcile(in_time, [with_(met_at=DUTY.due)]), DUTY.due + WEEK)
    assert (in_time[DUTY.id].state, in_time[DUTY.id].settled_at) == ("met", DUTY.due)
    late = owed(with_(met_at=DUTY.due + timedelta(seconds=1)))
    assert late[DUTY.id].state == "late"


def test_a_moved_date_or_another_owner_is_recorded_and_reminds_anew() -> None:
    obligations = owed(DUTY)
    obligations = folded(obligations, climb(obligations, DUTY.due - timedelta(days=1), WEEK))
    assert obligations[DUTY.id].reminded
    later = with_(due=DUTY.due + 4 * WEEK, warn=DUTY.due + 2 * WEEK)
    obligations = folded(obligations, reconcile(obligations, [later]))
    assert (obligations[DUTY.id].due, obligations[DUTY.id].reminded) == (later.due, False)


def test_what_is_no_longer_owed_lapses_with_the_reason_and_can_be_owed_again() -> None:
    obligations = owed(DUTY)
    obligations = folded(obligations, reconcile(obligations, [], lambda _: "the person has died"))
    assert (obligations[DUTY.id].state, obligations[DUTY.id].reason) == ("lapsed", "the person has died")
    obligations = folded(obligations, reconcile(obligations, [DUTY]))
    assert obligations[DUTY.id].state == "open"


def test_what_was_met_is_owed_again_when_its_ground_is_withdrawn() -> None:
    obligations = owed(with_(met_at=START))
    obligations = folded(obligations, reconcile(obligations, [DUTY]))
    assert obligations[DUTY.id].state == "open"


def test_what_was_waived_stays_waived() -> None:
    obligations = owed(DUTY)
    waived = ObligationWaived(obligation=DUTY.id, by="probation:eu", reason="agreed orally")
    obligations = folded(obligations, [waived])
    assert list(reconcile(obligations, [DUTY])) == []
    assert next_step(obligations) is None


def test_the_ladder_reminds_once_then_escalates_when_due_and_every_week_after() -> None:
    obligations = owed(DUTY)
    steps = []
    for day in range(40):
        now = START + timedelta(days=day)
        events = list(climb(obligations, now, WEEK))
        obligations = folded(obligations, events, now)
        steps += [(day, type(event).__name__) for event in events]
    assert steps == [
        (7, "ObligationReminded"),
        *((day, "ObligationEscalated") for day in (14, 21, 28, 35)),
    ]
    assert obligations[DUTY.id].escalations == 4


def test_after_an_outage_it_is_escalated_once_and_then_keeps_to_its_dates() -> None:
    obligations = owed(DUTY)
    now = DUTY.due + 3 * WEEK + timedelta(days=1)
    events = list(climb(obligations, now, WEEK))
    assert [type(event).__name__ for event in events] == ["ObligationEscalated"]
    obligations = folded(obligations, events, now)
    assert next_step(obligations) == DUTY.due + 4 * WEEK
