"""Appointments kept and missed: counted, corrected, and looked at by a person where they are many (R10, R12, R13)."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from domain.case.rules import Parked, Refused, Taken
from domain.case.view import case_view
from domain.meetings.agenda import agenda
from domain.supervision.facts import ContactReported
from domain.supervision.misses import misses_duties
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, noon, weeks

DAY = timedelta(days=1)
TWO = ["police:eu", "probation:eu"]
assert POLICY.supervision.misses is not None
RULES = POLICY.supervision.misses


def supervised() -> OneCase:
    case = OneCase().join()
    for condition in ("c1", "c2"):
        case.tell("court.condition-imposed", condition=condition, kind="conduct", text="-")
    case.on(RELEASE).tell("custody.released", reason="released")
    return case


def missed(case: OneCase, *days: int, condition: str | None = None) -> OneCase:
    """Appointments on these days after release that the person didn't come to."""
    for day in days:
        case.on(RELEASE + day * DAY).tell("supervision.contact", kept=False, condition=condition)
    return case


def counted(case: OneCase) -> dict[str, Any]:
    return case_view(case.state, [], case.now, 1).attendance


def owed(case: OneCase) -> Sequence[tuple[str, datetime | None]]:
    return [(each.id, each.met_at) for each in case.duties("consider-misses")]


@pytest.mark.proves("R10")
def test_contacts_kept_and_missed_are_counted_over_all_and_by_condition() -> None:
    case = missed(supervised(), 1, 2, condition="c2")
    case.tell("supervision.contact", kept=True, condition="c1")
    case.tell("supervision.contact", kept=True)
    known = counted(case)
    assert (known["kept"], known["missed"]) == (2, 2)
    assert known["by_condition"] == [
        {"condition": "c1", "kept": 1, "missed": 0},
        {"condition": "c2", "kept": 0, "missed": 2},
    ]


def test_what_is_said_anew_of_the_same_appointment_replaces_what_was_said_before() -> None:
    case = missed(supervised(), 1, condition="c1")
    case.tell("supervision.contact", kept=True, condition="c1")
    assert counted(case)["by_condition"] == [{"condition": "c1", "kept": 1, "missed": 0}]


@pytest.mark.proves("R10")
def test_the_probation_officer_owes_the_first_contact_and_a_missed_one_is_none() -> None:
    case = missed(supervised(), 1)
    duty = case.duty("first-contact")
    assert duty is not None
    assert (duty.owner, duty.met_at) == ("probation:eu", None)
    case.tell("supervision.contact", case.now + timedelta(hours=1), kept=True)
    case.until(case.now + timedelta(hours=1))
    met = case.duty("first-contact")
    assert met is not None
    assert met.met_at == case.now


@pytest.mark.proves("R12", "R13")
def test_so_many_misses_have_the_case_manager_decide_what_comes_of_them() -> None:
    case = missed(supervised(), 7, 14)
    assert owed(case) == []
    missed(case, 21, condition="c1")
    duty = case.duty("consider-misses")
    assert duty is not None
    assert (duty.owner, duty.met_at) == ("probation:eu", None)
    assert duty.due == RULES.consider.after(noon(RELEASE + 21 * DAY), LOCAL)
    assert duty.warn is not None


@pytest.mark.proves("R12")
def test_missed_appointments_are_never_a_breach_by_themselves() -> None:
    case = missed(supervised(), *range(1, 60), condition="c1")
    assert case.state.breaches == ()
    assert case.state.phase == "supervision"
    assert "breach" not in {each.reason for each in case.state.assessments}


def test_misses_far_apart_are_looked_at_by_nobody() -> None:
    days = (7, 7 + 60, 7 + 120, 7 + 180)
    assert owed(missed(supervised(), *days)) == []


def decided(case: OneCase) -> None:
    told = {"decision": "none", "rationale": "-", "by": "probation:eu"}
    case.tell("supervision.misses-considered", **told)


def reported(case: OneCase) -> None:
    case.tell("breach.reported", breach="b1", condition="c1", urgency="routine", description="-")


def planned(case: OneCase) -> None:
    case.tell("plan.drafted", interventions=[{"activity": "housing"}])


def met(case: OneCase) -> None:
    case.tell("meeting.held", attendees=TWO)


@pytest.mark.proves("R12", "R13")
@pytest.mark.parametrize("act", [decided, reported, planned, met])
def test_whoever_decides_alleges_changes_the_plan_or_meets_has_looked_at_them(
    act: Callable[[OneCase], None],
) -> None:
    case = missed(supervised(), 7, 14, 21, condition="c1").on(RELEASE + 23 * DAY)
    act(case)
    assert owed(case) == [("consider-misses:2027-03-22", case.now)]


def test_what_is_no_look_at_them_meets_nothing() -> None:
    case = missed(supervised(), 7, 14, 21, condition="c1")
    case.on(RELEASE + 22 * DAY).tell("meeting.held", attendees=TWO, informal=True)
    case.tell("breach.reported", breach="b1", condition="c2", urgency="routine", description="-")
    case.tell("supervision.contact", kept=True, condition="c1")
    assert owed(case) == [("consider-misses:2027-03-22", None)]


def test_counting_begins_anew_once_they_were_looked_at() -> None:
    case = missed(supervised(), 7, 14, 21).on(RELEASE + 23 * DAY)
    decided(case)
    missed(case, 28, 35)
    assert [at for _, at in owed(case)] == [noon(RELEASE + 23 * DAY)]
    missed(case, 42)
    assert owed(case) == [("consider-misses:2027-04-12", None)]


def test_a_fourth_miss_while_the_third_waits_is_the_same_matter() -> None:
    case = missed(supervised(), 7, 14, 21, 22, 23, 24)
    assert owed(case) == [("consider-misses:2027-03-22", None)]


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_in_whatever_order_misses_and_the_look_at_them_are_heard_of_it_comes_to_the_same(
    order: tuple[int, ...],
) -> None:
    case = supervised().on(RELEASE + 30 * DAY)
    for each in order:
        if each == 3:
            case.tell("meeting.held", noon(RELEASE + 25 * DAY), attendees=TWO)
        else:
            case.tell("supervision.contact", noon(RELEASE + (7 + 7 * each) * DAY), kept=False)
    assert owed(case) == [("consider-misses:2027-03-22", noon(RELEASE + 25 * DAY))]


def test_a_correction_after_which_they_are_no_longer_so_many_asks_nobody() -> None:
    case = missed(supervised(), 7, 14, 21)
    case.tell("supervision.contact", noon(RELEASE + 14 * DAY), kept=True)
    assert owed(case) == []
    missed(case, 22)
    assert owed(case) == [("consider-misses:2027-03-23", None)]


def test_misses_that_nobody_looks_at_for_ever_so_long_stay_the_same_matter() -> None:
    case = missed(supervised(), 7, 14, 21)
    for day in range(22, 80):
        case.record(ContactReported(kept=True), noon(RELEASE + day * DAY))
    assert owed(case) == [("consider-misses:2027-03-22", None)]


def test_a_decision_before_there_was_anything_to_decide_waits_and_a_strangers_never_counts() -> None:
    case = supervised()
    considered = {"decision": "report-breach", "rationale": "-"}
    assert isinstance(case.tell("supervision.misses-considered", **considered), Parked)
    missed(case, 7, 14, 21)
    told = case.tell("supervision.misses-considered", **considered, by="mentor:m7")
    assert isinstance(told, Parked)
    case.tell("network.member-answered", member="police:eu", answer="withdrawn")
    told = case.tell("supervision.misses-considered", **considered, by="police:eu")
    assert isinstance(told, Refused)
    assert isinstance(case.tell("supervision.misses-considered", **considered, by="probation:eu"), Taken)


def test_back_in_custody_nobody_owes_it_and_after_the_next_release_counting_begins_anew() -> None:
    case = missed(supervised(), 7, 14, 21)
    again = RELEASE + weeks(20)
    case.tell("custody.returned", reason="recall", release_date=again.isoformat(), kind="confirmed")
    assert owed(case) == []
    case.on(again).tell("custody.released", reason="released")
    assert owed(case) == []
    case.on(again + DAY).tell("supervision.contact", kept=False)
    assert owed(case) == []


def test_what_was_missed_is_on_the_agenda_of_the_next_meeting_until_somebody_has_looked_at_it() -> None:
    case = missed(supervised(), 7, 14, 21)
    assert ("misses", "2027-03-22") in [(each.kind, each.about) for each in agenda(case.state, ())]
    met(case)
    assert "misses" not in {each.kind for each in agenda(case.state, ())}


def test_a_pack_that_knows_nothing_of_misses_asks_nobody() -> None:
    case = missed(supervised(), 7, 14, 21)
    rules = POLICY.supervision.model_copy(update={"misses": None})
    assert misses_duties(case.state, POLICY.model_copy(update={"supervision": rules})) == []


def test_ten_years_of_appointments_leave_a_small_state() -> None:
    case = supervised()
    for week in range(1, 520):
        kept = week % 3 == 0
        case.record(ContactReported(kept=kept), noon(RELEASE + week * 7 * DAY))
    assert len(case.state.attendance.model_dump_json()) < 5_000
    assert counted(case)["kept"] + counted(case)["missed"] == 519


def decides(
    case: OneCase, decision: str, by: str | None = "probation:eu", at: datetime | None = None
) -> object:
    said = {"decision": decision, "rationale": "-"} | ({"by": by} if by is not None else {})
    return case.tell("supervision.misses-considered", at, **said)


@pytest.mark.proves("R12")
def test_what_comes_of_misses_is_decided_by_the_case_manager() -> None:
    case = missed(supervised(), 1, 2, 3)
    why = Refused("only the case manager decides what comes of them: probation:eu")
    assert decides(case, "report-breach", "police:eu") == why
    assert decides(case, "none") == Taken()


@pytest.mark.proves("R12")
def test_a_breach_that_is_to_be_reported_is_owed_until_it_is() -> None:
    case = missed(supervised(), 1, 2, 3, condition="c2")
    decides(case, "report-breach")
    duty = case.duty("report-breach")
    assert duty is not None
    assert RULES.report is not None
    assert (duty.owner, duty.due, duty.met_at) == ("probation:eu", RULES.report.after(case.now, LOCAL), None)
    alleged = {"urgency": "routine", "description": "-"}
    case.tell("breach.reported", breach="b1", condition="c1", **alleged)
    assert [each.met_at for each in case.duties("report-breach")] == [None]
    case.tell("breach.reported", breach="b2", condition="c2", **alleged)
    assert [each.met_at for each in case.duties("report-breach")] == [case.now]


def test_of_two_decisions_about_the_same_misses_the_later_one_counts_whichever_is_heard_of_first() -> None:
    one, other = (missed(supervised(), 1, 2, 3) for _ in range(2))
    told = (("report-breach", one.now), ("none", one.now + timedelta(hours=1)))
    for case, order in ((one, told), (other, told[::-1])):
        case.until(case.now + DAY)
        for decision, at in order:
            decides(case, decision, at=at)
        assert case.duties("report-breach") == []


def test_nobody_is_released_from_a_sentence_in_the_community() -> None:
    case = OneCase(entry="alternative", release_date=None, supervision_start=RELEASE.isoformat()).on(RELEASE)
    assert [each.what for each in case.duties("first-contact")] == ["first contact under supervision"]
