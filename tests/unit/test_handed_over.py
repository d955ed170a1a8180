"""What is told of an item in any order: the later occurred counts, and each handing is acknowledged by itself."""

from datetime import timedelta
from itertools import permutations

import pytest

from domain.case.judging import Refused
from domain.handover.factors import LEADER
from domain.handover.facts import ItemAcknowledged
from domain.handover.handings import RECENT
from tests.unit.handing_over import ITEM, PRISON, PROBATION, joined, owed, shown
from tests.unit.one_case import RELEASE, OneCase, weeks

Told = tuple[str, int, dict[str, object]]

SUPPLIED: dict[str, object] = {"item": ITEM, "by": PRISON}
ACKNOWLEDGED: dict[str, object] = {"item": ITEM, "by": PROBATION}
ASKED: dict[str, object] = {"item": ITEM, "reason": "-"}


def told(*facts: Told) -> OneCase:
    """Facts in the order in which they arrive; each occurred so many hours ago."""
    case = joined().on(RELEASE - weeks(20))
    for word, hours, data in facts:
        case.tell(f"handover.item-{word}", case.now - timedelta(hours=hours), **data)
        case.until(case.now)
    return case


def item_of(case: OneCase) -> dict[str, object]:
    handover = case.state.handover
    assert handover is not None
    (item,) = [each for each in handover.items.values() if each.item == ITEM]
    return item.model_dump()


TWICE: list[Told] = [("supplied", 9, SUPPLIED), ("acknowledged", 6, ACKNOWLEDGED), ("supplied", 3, SUPPLIED)]


@pytest.mark.proves("R14")
@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_an_acknowledgement_is_of_what_had_been_supplied_when_it_was_made(order: tuple[int, ...]) -> None:
    case = told(*(TWICE[each] for each in order))
    assert (shown(case)["state"], shown(case)["acknowledged_at"]) == ("supplied", None)
    assert [each.met_at for each in owed(case, "acknowledge-item")] == [case.now - timedelta(hours=6), None]
    assert item_of(case) == item_of(told(*TWICE))


@pytest.mark.proves("R14", "R16")
@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_what_was_acknowledged_before_it_was_refused_is_acknowledged_in_any_order(
    order: tuple[int, ...],
) -> None:
    refused: Told = ("refused", 3, SUPPLIED | {"reason": "-"})
    facts = [*TWICE[:2], refused]
    case = told(*(facts[each] for each in order))
    assert shown(case) == shown(told(*facts))
    assert (shown(case)["state"], shown(case)["refused_at"]) == ("acknowledged", None)
    assert owed(case, "acknowledge-item") == owed(told(*facts), "acknowledge-item")


def test_what_was_refused_before_it_was_acknowledged_or_supplied_anew_since_stays_refused() -> None:
    refused: Told = ("refused", 3, SUPPLIED | {"reason": "-"})
    late: Told = ("acknowledged", 2, ACKNOWLEDGED)
    assert shown(told(TWICE[0], refused, late))["state"] == "refused"
    newer: Told = ("supplied", 5, SUPPLIED)
    assert shown(told(TWICE[0], newer, refused, TWICE[1]))["state"] == "refused"


def test_a_second_acknowledgement_of_the_first_supply_isnt_one_of_the_second() -> None:
    case = told(*TWICE)
    again = case.tell("handover.item-acknowledged", case.now - timedelta(hours=5), **ACKNOWLEDGED)
    assert isinstance(again, Refused)
    assert shown(case)["state"] == "supplied"


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_an_acknowledgement_of_the_newest_supply_is_its_own_in_any_order(order: tuple[int, ...]) -> None:
    facts: list[Told] = [
        ("supplied", 9, SUPPLIED),
        ("supplied", 6, SUPPLIED),
        ("acknowledged", 3, ACKNOWLEDGED),
    ]
    assert item_of(told(*(facts[each] for each in order))) == item_of(told(*facts))
    assert shown(told(*(facts[each] for each in order)))["state"] == "acknowledged"


def test_an_acknowledgement_whose_supply_was_withdrawn_means_nothing() -> None:
    case = joined()
    case.record(ItemAcknowledged.model_validate(ACKNOWLEDGED))
    assert (shown(case)["state"], shown(case)["acknowledged_at"]) == ("requested", None)
    (duty,) = owed(case, "supply-item")
    assert duty.met_at is None


@pytest.mark.proves("R7")
def test_what_an_older_supply_found_of_another_factor_counts_without_changing_the_newer_supply() -> None:
    trust: Told = (
        "supplied",
        3,
        {
            "item": "prison-factors",
            "by": PRISON,
            "nature": "fact",
            "factors": [{"factor": "trust", "effect": "stabilising"}],
        },
    )
    factors = [
        {"factor": LEADER, "effect": "destabilising"},
        {"factor": "trust", "effect": "destabilising"},
    ]
    leader: Told = (
        "supplied",
        5,
        {"item": "prison-factors", "by": PRISON, "nature": "opinion", "factors": factors},
    )
    one, other = told(trust, leader), told(leader, trust)
    assert one.state.factors == other.state.factors
    assert [each.effect for each in one.state.factors] == ["stabilising", "destabilising"]
    assert shown(one, "prison-factors") == shown(other, "prison-factors")
    assert shown(one, "prison-factors")["nature"] == "fact"
    assert one.duty("assess-leader") is not None
    assert one.duty("assess-leader") == other.duty("assess-leader")


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_an_item_that_was_asked_for_last_is_asked_for_in_any_order(order: tuple[int, ...]) -> None:
    facts: list[Told] = [
        ("supplied", 4, SUPPLIED),
        ("refused", 3, SUPPLIED | {"reason": "-"}),
        ("requested", 2, ASKED),
    ]
    case = told(*(facts[each] for each in order))
    assert shown(case)["state"] == "requested"
    assert owed(case, "supply-item") == owed(told(*facts), "supply-item")


def test_no_more_is_kept_of_a_law_than_a_short_reference() -> None:
    law = "Health Act, section 3.\nAnd what the patient said."
    case = told(("refused", 1, SUPPLIED | {"reason": "-", "legal_basis": law}))
    assert shown(case)["refusal"] == {"ground": None, "legal_basis": "Health Act, section 3."}
    long = told(("refused", 1, SUPPLIED | {"reason": "-", "legal_basis": "x" * 300}))
    assert shown(long)["refusal"] == {"ground": None, "legal_basis": "x" * 200}


def test_the_first_acknowledgement_counts_where_the_supply_of_the_second_was_withdrawn() -> None:
    case = told(*TWICE[:2])
    case.record(ItemAcknowledged.model_validate(ACKNOWLEDGED))
    assert shown(case)["state"] == "acknowledged"
    assert shown(case)["acknowledged_at"] == case.now - timedelta(hours=6)


def test_however_often_an_item_is_handed_over_only_so_much_is_kept_and_each_time_owed_stays_itself() -> None:
    case = joined().on(RELEASE - weeks(20))
    times = 2 * RECENT
    for _ in range(times):
        case.tell("handover.item-supplied", **SUPPLIED)
        case.tell("handover.item-acknowledged", **ACKNOWLEDGED)
        case.until(case.now + timedelta(hours=1))
    case.tell("handover.item-supplied", **SUPPLIED)
    last, *_ = reversed(owed(case, "acknowledge-item"))
    assert (last.id, last.met_at) == (f"acknowledge-item:{ITEM}:{times + 1}", None)
    earlier = item_of(case)["earlier"]
    assert isinstance(earlier, tuple)
    assert len(earlier) == RECENT
