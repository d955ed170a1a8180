"""Breaches: alleged until decided, by people alone, in whatever order the facts about them come (R12)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import permutations
from typing import Any

import pytest

from domain.breach.duties import breach_duties
from domain.breach.events import BreachOutcomeTold, BreachTold
from domain.breach.sections import Breach
from domain.briefing.listing import listed_by
from domain.case.rules import Parked, Refused, Taken, Verdict
from domain.case.view import case_view
from domain.notices.notice import notices_of
from domain.procedures.wanted import BREACH_HANDLING, wanted
from tests.integration.recording import envelope
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, noon, weeks

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
REPORTED = noon(RELEASE + weeks(4))
TWO = ["police:eu", "probation:eu"]
Said = dict[str, object]
COURT: Said = {"by": "court:c"}
PROBATION: Said = {"by": "probation:eu"}
REVIEWED: Said = {"members": TWO, "recommendation": "warning", "rationale": "-"}
STEPS: tuple[tuple[str, Said], ...] = (
    ("triaged", {"urgency": "routine"}),
    ("reviewed", REVIEWED),
    ("referred", {"to": "court:c"}),
)
KINDS = ("triage-breach", "review-breach", "refer-breach", "decide-breach")


@cache
def _supervised() -> OneCase:
    case = OneCase().join()
    for condition in ("c1", "c2"):
        case.tell("court.condition-imposed", condition=condition, kind="conduct", text="-")
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])
    case.tell("plan.agreed", members=TWO)
    case.on(RELEASE - weeks(12))
    case.tell("assessment.concluded", round="current", rationale="-", members=TWO, level="low")
    case.on(RELEASE).tell("custody.released", reason="released")
    return case.until(REPORTED)


def supervised() -> OneCase:
    """A case of its own, with what they all have in common worked out once."""
    return _supervised().fork()


def alleged(breach: str = "b1", condition: str = "c1", urgency: str = "routine") -> OneCase:
    return report(supervised(), breach, condition, urgency)


def report(case: OneCase, breach: str = "b1", condition: str = "c1", urgency: str = "routine") -> OneCase:
    case.tell("breach.reported", breach=breach, condition=condition, urgency=urgency, description="-")
    return case


def step(case: OneCase, what: str, at: datetime | None = None, /, **data: object) -> Verdict:
    return case.tell(f"breach.{what}", at, **({"breach": "b1"} | data))


def decide(case: OneCase, outcome: str, at: datetime | None = None, /, **data: object) -> Verdict:
    return step(case, "decided", at, **({"outcome": outcome} | COURT | data))


def known(case: OneCase, breach: str = "b1") -> Breach:
    found = case.state.breach(breach)
    assert found is not None
    return found


def owed(case: OneCase, breach: str = "b1") -> Mapping[str, datetime | None]:
    duties = breach_duties(known(case, breach), case.state, POLICY)
    return {each.kind: each.met_at for each in duties}


def handled(case: OneCase) -> list[str | None]:
    return [each.about for each in wanted(case.state) if each.procedure == BREACH_HANDLING]


def phase(case: OneCase) -> str | None:
    return case.state.phase


def changed(condition: str = "c1", **terms: object) -> Said:
    imposed = {"condition": condition, "kind": "restriction", "text": "-"} | terms
    return {"conditions": [imposed]}


def shown(case: OneCase, breach: str = "b1") -> dict[str, Any]:
    return next(each for each in case_view(case.state, [], case.now, 1).breaches if each["breach"] == breach)


@pytest.mark.proves("R12")
@pytest.mark.parametrize("taken", range(len(STEPS) + 1))
@pytest.mark.parametrize("outcome", ["none", "warning", "terms-changed", "revoked"])
def test_a_decision_counts_at_every_stage_and_makes_good_for_what_was_missed(
    taken: int, outcome: str
) -> None:
    case, at = alleged(), {}
    for number, (what, data) in enumerate(STEPS[:taken]):
        at[KINDS[number]] = case.until(case.now + HOUR).now
        step(case, what, **data)
    assert [kind for kind, met in owed(case).items() if met is None] == list(
        KINDS[taken:3] if taken < 3 else KINDS[3:]
    )
    decide(case.until(case.now + HOUR), outcome)
    assert owed(case) == {kind: at.get(kind, case.now) for kind in KINDS}
    assert handled(case) == []
    assert (shown(case)["state"], shown(case)["outcome"], shown(case)["alleged"]) == (
        "decided",
        outcome,
        False,
    )


@pytest.mark.proves("R12")
@pytest.mark.parametrize("taken", range(len(STEPS) + 1))
def test_a_report_may_be_taken_back_at_every_stage_and_nobody_owes_anything_any_more(taken: int) -> None:
    case = alleged()
    for what, data in STEPS[:taken]:
        step(case, what, **data)
    step(case.until(case.now + HOUR), "withdrawn", reason="He was in hospital.")
    assert shown(case)["state"] == "withdrawn"
    assert None not in owed(case).values()
    assert handled(case) == []
    assert case.state.phase == "supervision"


def test_each_step_shows_by_whom_it_is_owed_and_by_when() -> None:
    case = alleged(urgency="urgent")
    duties = {each.kind: each for each in breach_duties(known(case), case.state, POLICY)}
    assert duties["triage-breach"].due == REPORTED + 4 * HOUR
    assert duties["review-breach"].due == POLICY.breach.review.after(REPORTED, LOCAL)
    assert {each.owner for each in duties.values()} == {"probation:eu"}


def test_steps_that_are_heard_of_in_any_order_come_to_the_same() -> None:
    def told(order: tuple[int, ...]) -> Breach:
        case = alleged().until(REPORTED + DAY)
        for number in order:
            what, data = STEPS[number]
            step(case, what, REPORTED + (number + 1) * HOUR, **data)
        return known(case)

    assert {told(order).model_dump_json() for order in permutations(range(3))} == {
        told((0, 1, 2)).model_dump_json()
    }


@pytest.mark.parametrize("what", ["triaged", "reviewed"])
def test_of_two_triages_or_reviews_the_later_counts_whichever_is_heard_of_first(what: str) -> None:
    said: dict[str, tuple[Said, ...]] = {
        "triaged": ({"urgency": "urgent"}, {"urgency": "routine"}),
        "reviewed": (REVIEWED | {"recommendation": "revoke"}, REVIEWED),
    }
    for order in ((0, 1), (1, 0)):
        case = alleged().until(REPORTED + DAY)
        for number in order:
            assert isinstance(step(case, what, REPORTED + (number + 1) * HOUR, **said[what][number]), Taken)
        assert getattr(known(case), f"{what}_at") == REPORTED + HOUR
        assert shown(case)["recommendation" if what == "reviewed" else "urgency"] in ("warning", "routine")


def test_a_step_that_is_reported_once_the_breach_is_settled_is_on_record_if_it_came_before() -> None:
    case = alleged().until(REPORTED + DAY)
    decide(case, "warning", REPORTED + 10 * HOUR)
    assert isinstance(step(case, "reviewed", REPORTED + 5 * HOUR, **REVIEWED), Taken)
    assert (shown(case)["state"], shown(case)["recommendation"]) == ("decided", "warning")
    late = step(case, "reviewed", REPORTED + 11 * HOUR, **REVIEWED)
    assert late == Refused("the breach is decided")


def test_an_earlier_referral_heard_of_late_is_the_one_that_counts() -> None:
    case = alleged().until(REPORTED + DAY)
    step(case, "referred", REPORTED + 5 * HOUR)
    again = step(case, "referred", REPORTED + 6 * HOUR)
    assert again == Refused("it is before the court already")
    step(case, "referred", REPORTED + 2 * HOUR)
    assert known(case).referred_at == REPORTED + 2 * HOUR


SETTLED: tuple[tuple[str, Said], ...] = (
    ("decided", {"outcome": "revoked"} | COURT),
    ("decided", {"outcome": "warning"} | PROBATION),
    ("withdrawn", {"reason": "-"}),
    ("decided", {"outcome": "none"} | PROBATION),
    ("decided", {"outcome": "terms-changed"} | COURT | changed()),
)
"""Contradictory, one hour after the other."""


@pytest.mark.parametrize("among", [(0, 1, 2, 3, 4), (1, 2, 3), (0, 2), (1, 2), (0, 1), (0, 4), (2, 4)])
def test_of_contradictory_decisions_the_courts_last_word_stands_else_the_last_word(
    among: tuple[int, ...],
) -> None:
    by_court = [each for each in among if each in (0, 4)]
    what, data = SETTLED[(by_court or list(among))[-1]]
    for order in permutations(among):
        case = alleged().until(REPORTED + DAY)
        for each in order:
            step(case, SETTLED[each][0], REPORTED + (each + 1) * HOUR, **SETTLED[each][1])
        assert (known(case).state, known(case).outcome) == (what, data.get("outcome"))
        assert case.state.phase == ("recalled" if data.get("outcome") == "revoked" else "supervision")


@pytest.mark.proves("R8", "R12")
@pytest.mark.parametrize("outcome", ["terms-changed", "revoked"])
def test_only_the_court_changes_terms_or_revokes(outcome: str) -> None:
    case = alleged()
    assert decide(case, outcome, **PROBATION) == Refused(f"probation can't decide {outcome}")
    imposing = decide(case, "warning", **(PROBATION | changed("c9")))
    assert isinstance(imposing, Refused)
    assert "only court can" in imposing.reason
    assert case.state.condition("c9") is None
    assert isinstance(decide(case, "warning", **PROBATION), Taken)


@pytest.mark.proves("R12")
def test_changed_terms_are_in_force_unlisted_ones_stay_and_the_plan_and_the_assessment_are_looked_at_anew() -> (
    None
):
    case = alleged()
    case.tell("assessment.concluded", round="current", rationale="-", members=TWO)
    decide(case.until(REPORTED + DAY), "terms-changed", **changed("c1", until="2027-12-31"))
    conditions = {each.condition: (each.kind, each.state, each.until) for each in case.state.conditions}
    assert conditions == {
        "c1": ("restriction", "in-force", date(2027, 12, 31)),
        "c2": ("conduct", "in-force", None),
    }
    assert case.state.open_round is not None
    assert case.state.open_round.reason == "changed terms"
    review = case.duty("review-plan", "terms-b1")
    assert POLICY.plan is not None
    assert POLICY.plan.review_terms is not None
    assert review is not None
    assert (review.owner, review.met_at) == ("probation:eu", None)
    assert review.due == POLICY.plan.review_terms.after(case.now, LOCAL)
    case.until(case.now + DAY).tell("plan.agreed", members=TWO)
    met = case.duty("review-plan", "terms-b1")
    assert met is not None
    assert met.met_at == case.now


def test_a_decision_that_is_heard_of_late_doesnt_undo_what_the_court_has_said_since() -> None:
    case = alleged().until(REPORTED + weeks(2))
    case.tell("court.condition-ended", condition="c1")
    decide(case, "terms-changed", REPORTED + DAY, **changed())
    condition = case.state.condition("c1")
    assert condition is not None
    assert (condition.state, condition.kind) == ("ended", "restriction")


@pytest.mark.parametrize("settled", ["withdrawn", "none"])
def test_an_assessment_that_was_called_goes_on_and_what_came_to_nothing_calls_for_no_other(
    settled: str,
) -> None:
    case = alleged()
    assert case.state.open_round is not None
    assert case.state.open_round.reason == "breach"
    opened = case.state.assessments
    if settled == "none":
        decide(case, "none")
    else:
        step(case, "withdrawn", reason="-")
    assert case.state.assessments == opened


@pytest.mark.proves("R55")
def test_the_police_and_the_court_are_told_of_what_a_person_found_urgent_as_alleged() -> None:
    case = alleged(urgency="urgent")
    assert told(case) == []
    step(case, "triaged", urgency="urgent")
    step(case, "triaged", urgency="urgent")
    assert told(case) == [
        ("police:eu", "Alleged breach b1, urgent, case C-1"),
        ("court", "Alleged breach b1, urgent, case C-1"),
    ]
    assert shown(case)["told"] == ("police:eu", "court")


def test_of_what_was_triaged_as_routine_nobody_is_told() -> None:
    case = alleged(urgency="urgent")
    step(case, "triaged", urgency="routine")
    decide(case, "warning")
    assert told(case) == []


@pytest.mark.proves("R55")
@pytest.mark.parametrize(
    ("what", "data", "subject", "to"),
    [
        ("withdrawn", {"reason": "-"}, "Alleged breach b1: withdrawn, case C-1", ["police:eu", "court"]),
        ("decided", {"outcome": "none"} | COURT, "Alleged breach b1: none, case C-1", ["police:eu"]),
        (
            "decided",
            {"outcome": "warning"} | PROBATION,
            "Breach b1: warning, case C-1",
            ["police:eu", "court"],
        ),
        ("decided", {"outcome": "revoked"} | COURT, "Breach b1: revoked, case C-1", ["police:eu"]),
    ],
)
def test_who_was_told_of_an_alleged_breach_hears_how_it_ended(
    what: str, data: Said, subject: str, to: list[str]
) -> None:
    case = alleged()
    step(case, "triaged", urgency="urgent")
    step(case, what, **data)
    assert told(case)[2:] == [(each, subject) for each in to]


def test_an_allegation_that_was_told_isnt_forgotten_when_its_report_turns_out_to_be_wrong() -> None:
    case = alleged()
    reported = case.number
    step(case, "triaged", urgency="urgent")
    case.withdraw(reported)
    assert case.state.breaches == ()
    assert told(case)[2:] == [
        (each, "Alleged breach b1: withdrawn, case C-1") for each in ("police:eu", "court")
    ]


def told(case: OneCase) -> list[tuple[str, str]]:
    events = [each for each in case.recorded if isinstance(each, BreachTold | BreachOutcomeTold)]
    notices = [notice for each in events for notice in notices_of(envelope(1, each, "case/C-1"))]
    return [(each.to, each.subject) for each in notices]


@pytest.mark.proves("R12")
@pytest.mark.parametrize("condition", ["c1", "c2"])
def test_two_breaches_at_a_time_are_handled_each_by_itself(condition: str) -> None:
    case = report(alleged(), "b2", condition)
    assert handled(case) == ["b1", "b2"]
    step(case, "referred")
    decide(case.until(case.now + HOUR), "warning", breach="b2")
    assert (known(case).state, known(case, "b2").outcome) == ("before-court", "warning")
    assert handled(case) == ["b1"]
    decide(case.until(case.now + HOUR), "terms-changed", **changed())
    assert handled(case) == []


@pytest.mark.proves("R12")
def test_what_is_alleged_of_somebody_who_is_called_back_is_handled_to_its_end() -> None:
    case = report(alleged(), "b2")
    decide(case, "revoked")
    assert (case.state.phase, handled(case)) == ("recalled", ["b2"])
    report(case.until(case.now + DAY), "b3", "c2")
    assert handled(case) == ["b2", "b3"]
    decide(case, "terms-changed", breach="b2", **changed())
    decide(case, "revoked", breach="b3")
    assert (case.state.phase, handled(case)) == ("recalled", [])


def test_a_revocation_of_an_earlier_supervision_heard_of_after_the_next_release_takes_nobody_back() -> None:
    case, again = alleged(), RELEASE + weeks(20)
    returned = {"reason": "recall", "release_date": again.isoformat(), "kind": "confirmed"}
    case.tell("custody.returned", **returned)
    case.on(again).tell("custody.released", reason="released")
    decide(case.on(again + DAY), "revoked", REPORTED + DAY)
    assert (case.state.phase, known(case).outcome) == ("supervision", "revoked")
    report(case, "b2")
    decide(case, "revoked", breach="b2")
    assert case.state.phase == "recalled"


@pytest.mark.proves("R12")
def test_a_revocation_that_the_court_sets_aside_leaves_who_is_at_large_under_supervision() -> None:
    case = alleged()
    released = case.state.released_at
    decide(case, "revoked")
    assert phase(case.until(case.now + DAY)) == "recalled"
    decide(case.until(case.now + DAY), "warning")
    assert (phase(case), case.state.released_at) == ("supervision", released)


def test_who_is_in_custody_when_a_revocation_is_set_aside_stays_until_prison_lets_them_go() -> None:
    case = alleged()
    decide(case, "revoked")
    case.until(case.now + DAY).tell("custody.returned", reason="recall")
    decide(case.until(case.now + DAY), "warning")
    assert phase(case) == "recalled"
    case.until(case.now + DAY).tell("custody.released", reason="released")
    assert phase(case) == "supervision"


PENDING: dict[str, tuple[Said, str, bool]] = {
    "custody.returned": ({"reason": "new-offence"}, "recalled", True),
    "case.transferred": ({"jurisdiction": "east"}, "supervision", True),
    "custody.release-date": (
        {
            "person": "P-1",
            "jurisdiction": "eu",
            "entry": "sentence",
            "kind": "confirmed",
            "release_date": RELEASE.isoformat(),
            "supervision_end": (RELEASE + weeks(4)).isoformat(),
        },
        "follow-up",
        True,
    ),
    "person.died": ({}, "closed", False),
    "case.merged": ({"into": "C-9"}, "closed", False),
}


@pytest.mark.parametrize("interrupt", PENDING)
@pytest.mark.parametrize("taken", range(len(STEPS) + 1))
def test_what_becomes_of_a_pending_breach_when_something_interrupts(interrupt: str, taken: int) -> None:
    """A court may still decide it as long as there is a case; with the case it ends."""
    data, phase, goes_on = PENDING[interrupt]
    case = alleged()
    for what, said in STEPS[:taken]:
        step(case, what, **said)
    case.until(case.now + HOUR).tell(interrupt, **data)
    case.until(noon(RELEASE + weeks(4)) + DAY)
    assert case.state.phase == phase
    assert (handled(case) == ["b1"]) == goes_on
    decided = decide(case, "warning")
    assert isinstance(decided, Taken) == goes_on
    assert handled(case) == []


def test_in_another_area_its_probation_service_refers_it() -> None:
    case = alleged()
    case.until(case.now + HOUR).tell("case.transferred", jurisdiction="east")
    refer = next(each for each in breach_duties(known(case), case.state, POLICY) if each.kind == KINDS[2])
    assert refer.owner == "probation:east"


def test_a_breach_that_is_decided_in_the_follow_up_may_still_be_a_revocation() -> None:
    case = alleged()
    data, _, _ = PENDING["custody.release-date"]
    case.until(case.now + HOUR).tell("custody.release-date", **data)
    case.until(noon(RELEASE + weeks(4)) + DAY)
    assert report(case, "b2").state.breach("b2") is None
    decide(case, "revoked")
    assert (case.state.phase, case.state.closed_because) == ("closed", "revoked")


def test_what_is_said_of_a_breach_that_nobody_has_reported_waits_for_the_report() -> None:
    case = supervised()
    said: tuple[tuple[str, Said], ...] = (*STEPS, *SETTLED)
    for what, data in said:
        assert isinstance(step(case, what, **data), Parked)


@pytest.mark.proves("R31")
@pytest.mark.parametrize("what", ["triaged", "referred", "withdrawn"])
def test_nobody_acts_on_a_breach_by_saying_so(what: str) -> None:
    said: Said = (
        {"urgency": "urgent"} if what == "triaged" else {"reason": "-"} if what == "withdrawn" else {}
    )
    case = alleged()
    assert isinstance(step(case, what, **said, by="person:p-1"), Refused)
    assert isinstance(step(case, what, **said, by="family:x"), Refused)
    assert not isinstance(step(case, what, **said, by="housing:x"), Taken)
    assert (known(case).state, told(case)) == ("reported", [])
    assert step(case, what, **said, **PROBATION) == Taken()


@pytest.mark.proves("R78")
def test_only_the_justice_case_holder_refers_a_breach_to_the_court() -> None:
    case = alleged()
    why = Refused("only the justice case holder refers it to the court: probation:eu")
    assert step(case, "referred", by="police:eu") == why
    assert step(case, "referred", **PROBATION) == Taken()


@pytest.mark.parametrize(
    ("what", "said"), [*STEPS, ("decided", {"outcome": "warning"}), ("withdrawn", {"reason": "-"})]
)
def test_nothing_becomes_of_a_breach_before_it_was_reported(what: str, said: Said) -> None:
    case = alleged()
    why = Refused(f"it is said to have occurred before it was reported on {REPORTED:%Y-%m-%d %H:%M}Z")
    assert step(case, what, REPORTED - DAY, **said) == why
    assert known(case).state == "reported"


@pytest.mark.parametrize("outcome", ["none", "warning"])
def test_an_outcome_that_changes_no_terms_imposes_no_condition(outcome: str) -> None:
    case = alleged()
    assert decide(case, outcome, **changed("c9")) == Refused(
        f"conditions: outcome {outcome} changes no terms"
    )
    assert case.state.condition("c9") is None


def test_that_terms_are_changed_without_a_word_on_which_is_shown_until_the_court_says() -> None:
    case = alleged()
    assert decide(case, "terms-changed") == Taken()
    (warning,) = case_view(case.state, [], case.now, 1).warnings
    assert warning == "breach b1: terms-changed names no condition, and none has been imposed since"
    case.tell("court.condition-imposed", condition="c9", kind="conduct", text="-")
    assert case_view(case.state, [], case.now, 1).warnings == []


@pytest.mark.proves("R8")
def test_a_condition_that_was_over_before_it_was_imposed_is_none() -> None:
    case = alleged()
    over: Said = {"until": (REPORTED - DAY).date().isoformat()}
    assert isinstance(decide(case, "terms-changed", **changed("c9", **over)), Refused)
    imposed = case.tell("court.condition-imposed", condition="c9", kind="conduct", text="-", **over)
    assert imposed == Refused("until: 2027-03-28 lies before 2027-03-29, the day on which it was imposed")


def test_a_breach_from_before_its_condition_waits_for_an_earlier_word_of_the_court() -> None:
    case, before = supervised(), REPORTED - weeks(60)
    said: Said = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "-"}
    assert isinstance(case.tell("breach.reported", before, **said), Parked)
    case.tell("court.condition-imposed", before - DAY, condition="c1", kind="conduct", text="-")
    assert known(case.until(case.now)).reported_at == before


def test_nothing_is_listed_as_open_in_a_case_that_is_closed() -> None:
    case = alleged()
    assert listed_by(case.state, case.now)["OpenBreaches"] == 1
    case.tell("person.died")
    assert listed_by(case.state, case.now)["OpenBreaches"] == 0
