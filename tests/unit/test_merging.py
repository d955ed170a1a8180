"""Records and cases that turn out to be of one person, and those that turn out not to be."""

from datetime import timedelta

from domain.case.rules import Parked, Refused, Taken
from tests.unit.pending import managed
from tests.unit.simulated import SOURCE, Simulated

MERGED = {"from": "P-1", "into": "P-9"}


def announced(case: Simulated, person: str) -> object:
    known = {"person": person, "jurisdiction": "eu", "entry": "sentence", "kind": "confirmed"}
    dates = {"release_date": "2027-03-15", "supervision_end": "2028-03-15"}
    return case.tell("custody.release-date", **known, **dates)


def named(case: Simulated) -> tuple[str | None, list[str]]:
    view = case.view()
    return view.person, view.known_as


def test_the_case_of_the_merged_record_goes_by_the_other_and_is_known_by_both() -> None:
    case = managed()
    case.tell("person.merged", **MERGED)
    assert named(case) == ("P-9", ["P-1"])
    assert (announced(case, "P-1"), announced(case, "P-9")) == (Taken(), Taken())
    assert named(case) == ("P-9", ["P-1"])
    case.tell("person.unmerged", **MERGED)
    assert named(case) == ("P-1", [])
    assert announced(case, "P-9") == Refused("it names another person than the case")


def test_the_case_of_the_record_that_stays_is_known_by_both_and_keeps_its_own() -> None:
    case = managed()
    merged = {"from": "P-0", "into": "P-1"}
    case.tell("person.merged", **merged)
    assert named(case) == ("P-1", ["P-0"])
    assert announced(case, "P-0") == Taken()
    assert named(case) == ("P-1", ["P-0"])
    case.tell("person.unmerged", **merged)
    assert named(case) == ("P-1", [])
    assert announced(case, "P-0") == Refused("it names another person than the case")


def test_records_that_are_unmerged_before_the_merger_is_heard_of_end_up_apart() -> None:
    case = managed()
    assert case.tell("person.unmerged", **MERGED) == Parked("P-1 isn't merged into P-9")
    case.tell("person.merged", case.now - timedelta(days=1), **MERGED)
    assert (named(case), case.state.parked) == (("P-1", []), ())


def test_a_merged_case_says_where_it_goes_on_and_refuses_what_still_comes() -> None:
    case = managed()
    case.tell("case.merged", into="C-2")
    view = case.view()
    assert (view.phase, view.closed_because, view.merged_into) == ("closed", "merged", "C-2")
    late = case.tell("custody.transferred", establishment="south")
    assert late == Refused("the case is closed: it goes on as C-2")
    assert [each["reason"] for each in case.view().refused] == ["the case is closed: it goes on as C-2"]


def test_a_merger_of_cases_that_is_withdrawn_brings_back_the_case_and_what_came_meanwhile() -> None:
    case = managed()
    before = [each.obligation.id for each in case.open()]
    case.tell("case.merged", case.now, "mistaken", into="C-2")
    case.tell("custody.transferred", establishment="south")
    case.until(case.now + timedelta(hours=1))
    case.tell("fact.withdrawn", source=SOURCE, id="mistaken", reason="Two persons of one name.")
    view = case.view()
    assert (view.phase, view.merged_into, view.custody["establishment"]) == ("preparation", None, "south")
    assert (view.refused, view.parked) == ([], [])
    assert sorted(each.obligation.id for each in case.open()) == sorted(before)
