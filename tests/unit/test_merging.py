"""Records and cases that turn out to be of one person, and those that turn out not to be."""

from datetime import timedelta

from domain.case.rules import Parked, Refused, Taken
from domain.case.withdrawing import ANOTHER_DIED
from tests.unit.pending import managed
from tests.unit.simulated import SOURCE, Simulated

A_DAY = timedelta(days=1)
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


def closed_by_the_death_of(person: str, **merged: str) -> Simulated:
    case = managed()
    case.tell("person.merged", case.now, "merger", **(merged or MERGED))
    case.until(case.now + A_DAY).tell("person.died", case.now, person=person)
    assert (case.view().phase, case.view().closed_because) == ("closed", "died")
    return case.until(case.now + A_DAY)


def is_alive(case: Simulated) -> bool:
    view = case.view()
    return (view.phase, view.custody["status"], view.person) == ("preparation", "in-custody", "P-1")


def test_the_case_goes_on_where_the_records_are_of_two_persons_and_the_other_one_has_died() -> None:
    case = closed_by_the_death_of("P-9")
    before = [each.obligation.id for each in managed().open()]
    case.tell("custody.transferred", establishment="south")
    assert case.tell("person.unmerged", **MERGED) == Taken()
    assert is_alive(case)
    assert (case.view().custody["establishment"], case.view().refused) == ("south", [])
    assert set(before) <= {each.obligation.id for each in case.open()}
    assert case.state.phases[-1].reason == ANOTHER_DIED


def test_it_does_too_where_they_were_unmerged_before_the_death_and_that_is_told_after_it() -> None:
    case = closed_by_the_death_of("P-9")
    assert case.tell("person.unmerged", case.now - 2 * A_DAY + timedelta(hours=1), **MERGED) == Taken()
    assert is_alive(case)


def test_it_does_too_where_the_merger_is_withdrawn_and_dies_again_with_the_next() -> None:
    case = closed_by_the_death_of("P-9")
    case.tell("fact.withdrawn", source=SOURCE, id="merger", reason="Two of one name.")
    assert is_alive(case)
    case.until(case.now + A_DAY).tell("person.merged", **MERGED)
    assert case.view().closed_because == "died"


def test_who_has_died_stays_dead_when_the_records_are_unmerged() -> None:
    for records in (MERGED, {"from": "P-9", "into": "P-1"}):
        case = closed_by_the_death_of("P-1", **records)
        case.tell("person.unmerged", **records)
        assert (case.view().closed_because, case.view().person) == ("died", "P-1")


def test_a_death_that_names_another_record_waits_until_both_are_of_one_person() -> None:
    case = managed()
    assert case.tell("person.died", person="P-9") == Parked("it names another person than the case")
    assert case.view().phase == "preparation"
    case.tell("person.merged", case.now - A_DAY, **MERGED)
    assert case.view().closed_because == "died"


def test_records_that_were_merged_one_into_the_other_are_one_person_in_either_order_of_receipt() -> None:
    chain = [{"from": "P-1", "into": "P-2"}, {"from": "P-2", "into": "P-3"}]
    for told in (chain, chain[::-1]):
        case = managed()
        for each in told:
            case.tell("person.merged", **each)
        assert named(case) == ("P-3", ["P-1", "P-2"])
        case.tell("person.unmerged", **chain[0])
        assert named(case) == ("P-1", [])


def test_of_records_that_were_merged_in_a_circle_the_newest_merger_says_whose_reference_stays() -> None:
    case = managed()
    for record, into in (("P-1", "P-2"), ("P-2", "P-3"), ("P-3", "P-1")):
        case.tell("person.merged", **{"from": record, "into": into})
    assert named(case) == ("P-1", ["P-2", "P-3"])


def test_an_unmerger_that_is_told_twice_doesnt_undo_the_merger_after_it() -> None:
    case, begun = managed(), managed().now - timedelta(days=9)
    case.tell("person.merged", begun, **MERGED)
    case.tell("person.unmerged", begun + 2 * A_DAY, **MERGED)
    case.tell("person.unmerged", begun + 3 * A_DAY, **MERGED)
    case.tell("person.merged", begun + 4 * A_DAY, **MERGED)
    assert named(case) == ("P-9", ["P-1"])
    assert (case.state.parked, [each.type for each in case.state.refused]) == (
        (),
        ["throughcare.person.unmerged.v1"],
    )


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
