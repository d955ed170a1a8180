"""Obligations: raised, reminded, escalated and settled, whatever the order of facts."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from activities.policies import load_policy
from domain.obligations.duty import Duty
from domain.obligations.obligation import (
    ObligationEscalated,
    ObligationEvent,
    Obligations,
    ObligationWaived,
    fold_obligation,
)
from domain.obligations.pace import Pace, pace_of
from domain.obligations.reconcile import climb, next_rung, reconcile

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
    obligations = folded(obligations, climb(obligations, DUTY.due - timedelta(days=1), Pace(WEEK)))
    assert obligations[DUTY.id].reminded
    later = with_(due=DUTY.due + 4 * WEEK, warn=DUTY.due + 2 * WEEK)
    obligations = folded(obligations, reconcile(obligations, [later]))
    assert (obligations[DUTY.id].due, obligations[DUTY.id].reminded) == (later.due, False)


def test_what_is_overdue_by_its_new_date_too_is_escalated_no_earlier_for_that() -> None:
    now = DUTY.due + timedelta(days=1)
    obligations = owed(DUTY)
    obligations = folded(obligations, climb(obligations, now, Pace(WEEK)), now)
    by_another_clock = with_(due=DUTY.due + timedelta(hours=2))
    moved = folded(obligations, reconcile(obligations, [by_another_clock], now=now), now)
    assert moved[DUTY.id].due == by_another_clock.due
    assert list(climb(moved, now, Pace(WEEK))) == []
    assert moved[DUTY.id].next_step == DUTY.due + WEEK
    in_time = with_(due=DUTY.due + 2 * WEEK)
    moved = folded(moved, reconcile(moved, [in_time], now=now), now)
    assert moved[DUTY.id].escalate_at is None


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
    assert next_rung(obligations) is None


def test_the_ladder_reminds_once_then_escalates_when_due_and_every_week_after() -> None:
    obligations = owed(DUTY)
    steps = []
    for day in range(40):
        now = START + timedelta(days=day)
        events = list(climb(obligations, now, Pace(WEEK)))
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
    events = list(climb(obligations, now, Pace(WEEK)))
    assert [type(event).__name__ for event in events] == ["ObligationEscalated"]
    obligations = folded(obligations, events, now)
    rung = next_rung(obligations)
    assert rung is not None
    assert rung.next_step == DUTY.due + 4 * WEEK


def test_who_has_been_told_for_a_quarter_is_told_no_more_and_the_one_above_now_and_then() -> None:
    ladder = load_policy("mates").ladder
    assert ladder.patience is not None
    duty = DUTY.model_copy(update={"beyond": "local-government:eu"})
    obligations = folded({}, reconcile({}, [duty]))
    told = []
    for week in range(10 * 52):
        now = DUTY.due + week * WEEK
        for event in climb(obligations, now, pace_of(ladder, [duty])):
            assert isinstance(event, ObligationEscalated)
            told.append((event.to, week))
            obligations = folded(obligations, [event])
    weekly = [(DUTY.escalate_to, week) for week in range(ladder.patience)]
    last = ladder.patience - 1
    assert told == [*weekly, *(("local-government:eu", week) for week in range(last + 4, 520, 4))]


def test_a_ladder_without_end_tells_the_same_rung_every_week() -> None:
    ladder = load_policy("mates").ladder.model_copy(update={"patience": None, "escalate_rarely": None})
    pace = pace_of(ladder, [DUTY])
    obligation = folded({}, reconcile({}, [DUTY]))[DUTY.id]
    assert (pace.after(obligation, 500), pace.told(obligation, 500)) == (WEEK, DUTY.escalate_to)


def test_the_court_is_chased_every_week_until_it_has_decided() -> None:
    chased = DUTY.model_copy(update={"kind": "decide-breach", "beyond": "local-government:eu"})
    pace = pace_of(load_policy("mates").ladder, [chased])
    obligation = folded({}, reconcile({}, [chased]))[DUTY.id]
    assert (pace.after(obligation, 500), pace.told(obligation, 500)) == (WEEK, DUTY.escalate_to)
