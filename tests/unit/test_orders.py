"""Facts are received in any order that their dependencies allow: the case ends up the same."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.case.rules import Parked, Refused, Taken
from domain.inbox import DeliveredFact
from tests.benchmarks import standard_case
from tests.unit import eventful_case, thinned_case
from tests.unit.one_case import OPENED, RELEASE, noon
from tests.unit.orders import received
from tests.unit.pending import ENDS, PROBATION, joined, managed, released, told
from tests.unit.same_view import compared, different
from tests.unit.simulated import SOURCE, Simulated

MONTHS = timedelta(days=90)
LIVES = {
    "standard": standard_case.facts_of,
    "eventful": eventful_case.facts_of,
    "thinned": thinned_case.facts_of,
}
MOST = 40
"""Facts that are late at once: they occurred over as much as half a year."""


@cache
def lived(life: str) -> list[tuple[Simulated, DeliveredFact]]:
    """Each fact of the life, with the case as it was before it."""
    case, before = Simulated(), []
    for fact in LIVES[life](OPENED):
        before.append((case.until(fact.received_at).copied(), fact))
        case.hear(fact)
    return before


def told_late(case: Simulated, facts: Sequence[DeliveredFact], at: datetime) -> Simulated:
    """All of them at once, in this order; then nobody says anything for some months."""
    after = case.copied().until(at)
    first = len(after.facts) + 1
    after.hear_all(
        [
            each.model_copy(update={"number": number, "received_at": at})
            for number, each in enumerate(facts, first)
        ]
    )
    return after.until(at + MONTHS)


@pytest.mark.parametrize("life", LIVES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_two_orders_of_the_same_facts_end_in_the_same_view(life: str, seed: int) -> None:
    random = Random(seed)
    before = lived(life)
    late = random.randint(2, MOST)
    first = random.randrange(1, len(before) - late)
    facts = [fact for _, fact in before[first : first + late]]
    one, other = (
        told_late(before[first][0], received(facts, random), facts[-1].received_at) for _ in range(2)
    )
    assert different(compared(one.view()), compared(other.view())) == {}


def test_whoever_met_the_person_on_the_day_of_release_may_say_so_before_prison_does() -> None:
    case = managed(RELEASE)
    assert isinstance(case.tell("supervision.contact", kept=True), Parked)
    case.tell("custody.released", noon(RELEASE) - timedelta(hours=3), reason="released")
    assert [each.obligation.state for each in case.owed() if each.obligation.kind == "first-contact"] == [
        "met"
    ]
    early = managed(date(2026, 12, 15)).tell("supervision.contact", kept=True)
    assert early == Refused("the person isn't under supervision")


def test_a_contact_that_is_heard_of_after_the_return_counts_for_the_supervision_before_it() -> None:
    case = released()
    before = case.now
    case.until(before + timedelta(days=1)).tell("custody.returned", reason="recall")
    assert case.tell("supervision.contact", before, kept=True) == Taken()
    assert case.tell("supervision.contact", kept=True) == Refused("the person isn't under supervision")


def test_who_was_in_the_network_then_is_heard_though_they_left_before_it_is_told() -> None:
    case = released()
    case.tell("risk.concern-raised", concern="k1", kind="wellbeing", urgency="routine", description="-")
    before = case.now
    case.until(before + timedelta(days=2))
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    concluded = {"round": "current", "members": [PROBATION, "police:eu"], "rationale": "So.", "level": "high"}
    acknowledged = {"concern": "k1", "member": "police:eu"}
    gone = Refused("police:eu has withdrawn")
    assert case.tell("risk.concern-acknowledged", **acknowledged) == gone
    assert case.tell("assessment.concluded", **concluded) == gone
    assert case.tell("risk.concern-acknowledged", before, **acknowledged) == Taken()
    assert case.tell("assessment.concluded", before, **concluded) == Taken()
    assert case.state.level == "high"


def test_who_had_left_isnt_heard_though_they_are_back_when_it_is_told() -> None:
    case = joined(told(date(2026, 10, 1)))
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    while_away = case.until(case.now + timedelta(days=1)).now
    joined(case.until(case.now + timedelta(days=1)), ["police:eu"])
    held = {"attendees": ["police:eu"]}
    assert case.tell("meeting.held", while_away, **held) == Refused("police:eu had withdrawn by then")
    assert case.tell("meeting.held", **held) == Taken()


def test_a_report_that_went_to_the_court_before_the_return_is_filed_though_it_is_told_after_it() -> None:
    case = released(date(2027, 5, 10))
    filed = case.now
    case.until(filed + timedelta(days=2)).tell("custody.returned", reason="recall")
    assert case.tell("court.report-filed", reference="r-0") == Refused("no such report is due")
    assert case.tell("court.report-filed", filed, reference="r-1") == Taken()
    assert [(each.state, each.filed_at) for each in case.state.court_reports] == [("filed", filed)]


def test_a_breach_that_is_told_late_waits_for_its_condition_as_long_as_any_other() -> None:
    case = released()
    alleged = {"breach": "b1", "condition": "c9", "urgency": "routine", "description": "No show."}
    occurred = case.now - timedelta(days=35)
    assert isinstance(case.tell("breach.reported", occurred, **alleged), Parked)
    imposed = {"condition": "c9", "kind": "conduct", "text": "Reports."}
    case.tell("court.condition-imposed", occurred - timedelta(days=20), **imposed)
    assert [each.reported_at for each in case.state.breaches] == [occurred]


def test_a_breach_from_before_the_end_of_supervision_is_taken_though_it_is_told_after_it() -> None:
    case = released(ENDS + timedelta(days=2))
    alleged = {"breach": "b1", "condition": "c1", "urgency": "routine", "description": "No show."}
    assert case.tell("breach.reported", **alleged) == Refused("supervision is over")
    assert case.tell("breach.reported", noon(ENDS - timedelta(days=2)), **alleged) == Taken()


def test_what_the_person_missed_before_the_release_was_no_appointment_of_supervision() -> None:
    case = released()
    for kept in (True, False):
        missed = case.tell("supervision.contact", noon(RELEASE) - timedelta(days=1), kept=kept)
        assert missed == Refused("the person isn't under supervision")
    assert case.state.attendance.total.missed == 0


def test_what_had_waited_until_the_case_closed_says_what_it_had_waited_for() -> None:
    case = released()
    case.tell("risk.concern-acknowledged", concern="k9", member=PROBATION)
    case.tell("person.died")
    why = "the case is closed; until then: the concern hasn't been raised"
    assert why in [each["reason"] for each in case.view().refused]


def test_what_was_late_on_record_was_in_time_once_an_earlier_act_becomes_known() -> None:
    case = managed(date(2026, 12, 20))
    case.tell("meeting.held", attendees=[PROBATION, "police:eu"])
    assert state_of(case, "hold-meeting:first-2026-09-01") == "late"
    case.tell("meeting.held", noon(date(2026, 12, 1)), attendees=[PROBATION, "police:eu"])
    assert state_of(case, "hold-meeting:first-2026-09-01") == "met"


def test_a_contribution_from_before_the_conclusion_belongs_to_it_though_it_comes_later() -> None:
    case = managed(date(2026, 12, 20))
    before, since = noon(date(2026, 11, 19)), noon(date(2026, 12, 19))
    contributed = {"round": "current", "member": "police:eu", "rationale": "Holds."}
    assert case.tell("assessment.contributed", before, **contributed) == Taken()
    assert case.view().assessments[0]["contributions"] == [{"member": "police:eu", "at": before}]
    assert case.tell("assessment.contributed", since, **contributed) == Refused("no round is open")


def test_a_signature_from_before_the_member_left_is_kept_though_it_comes_later() -> None:
    case = joined(told(), ["police:eu"])
    case.until(case.now + timedelta(days=5))
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    signed = {"member": "police:eu", "agreement": "a-2", "code_version": "2026-1"}
    assert case.tell("network.agreement-signed", case.now - timedelta(days=1), **signed) == Taken()
    assert isinstance(case.tell("network.agreement-signed", **signed), Refused)


@pytest.mark.proves("R93")
def test_an_activity_has_begun_when_the_earliest_word_of_it_says_so() -> None:
    case = managed(date(2027, 1, 5))
    case.tell("plan.drafted", interventions=[{"activity": "counselling"}])
    case.tell("intervention.reported", activity="counselling", status="attended")
    begun = case.now - timedelta(days=3)
    assert case.tell("intervention.reported", begun, activity="counselling", status="started") == Taken()
    (known,) = case.state.plan.interventions
    assert (known.status, known.started_at) == ("attended", begun)


def test_a_plan_that_is_heard_of_late_is_reviewed_all_the_same() -> None:
    case = joined(told(date(2026, 10, 1)))
    concluded = {"round": "current", "members": [PROBATION, "police:eu"], "rationale": "So.", "level": "high"}
    case.tell("assessment.concluded", **concluded)
    assert not [each for each in case.open() if each.obligation.kind == "review-plan"]
    case.tell("plan.drafted", case.now - timedelta(days=2), interventions=[{"activity": "counselling"}])
    assert [each.obligation.owner for each in case.open() if each.obligation.kind == "review-plan"] == [
        PROBATION
    ]


def test_a_release_date_that_is_told_shortly_before_the_return_it_belongs_to_counts_with_it() -> None:
    case = released()
    again = {"person": "P-1", "jurisdiction": "eu", "entry": "sentence", "kind": "conditional"}
    dates = {"release_date": "2027-10-01", "supervision_end": "2028-10-01"}
    case.tell("custody.release-date", **again, **dates)
    assert (case.state.release.day, case.state.supervision_end) == (RELEASE, date(2028, 10, 1))
    case.until(case.now + timedelta(hours=2))
    case.tell("custody.returned", reason="recall")
    assert (case.state.phase, case.state.release.day) == ("preparation", date(2027, 10, 1))


def test_a_return_that_names_its_own_release_date_goes_by_that() -> None:
    case = released()
    known = {"person": "P-1", "jurisdiction": "eu", "entry": "sentence", "kind": "conditional"}
    case.tell("custody.release-date", **known, release_date="2027-10-01", supervision_end="2028-10-01")
    own = {"release_date": "2028-03-01", "supervision_end": "2028-10-01", "kind": "confirmed"}
    case.tell("custody.returned", reason="recall", **own)
    assert (case.state.phase, case.state.release.day) == ("recalled", date(2028, 3, 1))


def test_a_release_and_the_return_before_it_come_to_the_same_in_either_order_and_at_once() -> None:
    before = released()
    return_, release = before.now + timedelta(days=5), before.now + timedelta(days=11)
    facts = [fact("custody.returned", return_, reason="recall"), fact("custody.released", release)]
    ways = [facts, facts[::-1]]
    views = [told_late(before, way, release + timedelta(days=1)).view() for way in ways]
    assert [(view.phase, view.custody["status"], view.refused) for view in views] == [
        ("supervision", "at-liberty", [])
    ] * 2
    assert different(compared(views[0]), compared(views[1])) == {}


def test_both_at_one_look_are_judged_one_after_the_other_though_they_had_waited() -> None:
    case = released()
    soon = case.now + timedelta(hours=1)
    facts = [
        fact("custody.returned", soon, reason="recall"),
        fact("custody.released", soon + timedelta(hours=6)),
    ]
    case.hear_all([numbered(each, len(case.facts) + place) for place, each in enumerate(facts, 1)])
    assert len(case.state.parked) == 2
    case.now += timedelta(days=1)
    case.until(case.now + timedelta(days=1))
    assert (case.state.phase, case.state.refused) == ("supervision", ())


def test_a_case_is_recalled_since_the_return_not_since_that_was_told() -> None:
    case = released()
    returned = case.now
    case.until(returned + timedelta(days=9)).tell("custody.returned", returned, reason="recall")
    assert (case.state.phase, case.state.phase_since) == ("recalled", returned)


def test_a_second_word_of_one_release_changes_nothing_and_gives_way_to_a_later_return() -> None:
    case = released()
    assert isinstance(case.tell("custody.released", reason="released"), Parked)
    assert case.tell("custody.released", noon(RELEASE) - timedelta(days=1), reason="released") == Refused(
        "the person is released already"
    )
    case.until(case.now + timedelta(days=1)).tell("custody.returned", reason="recall")
    assert (case.state.phase, case.state.parked) == ("recalled", ())


def test_after_a_transfer_a_release_date_leaves_the_case_where_it_is() -> None:
    case = managed()
    case.tell("case.transferred", jurisdiction="south")
    known = {"person": "P-1", "jurisdiction": "eu", "entry": "sentence", "kind": "confirmed"}
    case.tell("custody.release-date", **known, release_date="2027-04-01", supervision_end="2028-04-01")
    assert (case.state.jurisdiction, case.state.case_holder) == ("south", "probation:south")


def fact(name: str, at: datetime, **data: object) -> DeliveredFact:
    data = data or {"reason": "released"}
    return DeliveredFact(
        number=0,
        source=SOURCE,
        id=name,
        type=f"throughcare.{name}.v1",
        occurred_at=at,
        received_at=at,
        data=data,
    )


def numbered(told: DeliveredFact, number: int) -> DeliveredFact:
    return told.model_copy(update={"number": number})


def state_of(case: Simulated, obligation: str) -> str:
    (found,) = [each.obligation for each in case.owed() if each.obligation.id == obligation]
    return found.state
