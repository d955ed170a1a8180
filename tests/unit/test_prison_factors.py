"""What the prison itself has done to the person: eight factors, and who leads whom (R4-R7)."""

from datetime import timedelta
from itertools import permutations

import pytest
from pydantic import ValidationError

from domain.facts import parse_fact
from domain.handover.factors import LEADER, SUB_ITEMS
from domain.handover.leader import RECENT
from tests.unit.examples import EXAMPLES
from tests.unit.handing_over import (
    PRISON,
    PROBATION,
    found,
    joined,
    supplied,
    view,
)
from tests.unit.one_case import LOCAL, POLICY, RELEASE, weeks

RULES = POLICY.preparation
ASSESSED = [{"sub_item": each, "effect": "stabilising"} for each in SUB_ITEMS[LEADER]]


@pytest.mark.proves("R4", "R6")
def test_eight_factors_each_with_parts_of_its_own() -> None:
    case = joined()
    factors = [
        {
            "factor": factor,
            "effect": "destabilising",
            "findings": [{"sub_item": part, "effect": "stabilising"}],
        }
        for factor, (part, *_) in SUB_ITEMS.items()
        if factor != LEADER
    ]
    supplied(case, "prison-factors", factors=factors)
    findings = {each["factor"]: each for each in view(case).factors}
    assert len(SUB_ITEMS) == 8
    assert findings["personal-safety"]["effect"] == "destabilising"
    assert findings["personal-safety"]["findings"] == (
        {"sub_item": "groups-for-protection", "effect": "stabilising"},
    )


@pytest.mark.parametrize(
    ("parts", "reason"),
    [(["overcrowding"], "no part of trust"), (["reliance-on-staff", "reliance-on-staff"], "only once")],
)
def test_a_part_that_isnt_the_factors_own_or_comes_twice_is_an_error_that_says_so(
    parts: list[str], reason: str
) -> None:
    findings = [{"sub_item": each, "effect": "stabilising"} for each in parts]
    data = EXAMPLES["throughcare.handover.item-supplied.v1"] | {
        "factors": [{"factor": "trust", "effect": "stabilising", "findings": findings}]
    }
    with pytest.raises(ValidationError, match=reason):
        parse_fact("throughcare.handover.item-supplied.v1", data)


@pytest.mark.proves("R5")
def test_what_the_factors_showed_is_known_under_probation_and_the_later_finding_counts() -> None:
    case = joined()
    factors = [{"factor": "trust", "effect": "stabilising"}]
    older = [{"factor": "trust", "effect": "destabilising"}]
    supplied(case.on(RELEASE - weeks(10)), "prison-factors", factors=factors)
    case.tell(
        "handover.item-supplied",
        case.now - timedelta(days=1),
        item="treatment-record",
        by=PRISON,
        factors=older,
    )
    case.on(RELEASE).tell("custody.released", reason="released")
    (trust,) = view(case).factors
    assert (view(case).phase, trust["effect"]) == ("supervision", "stabilising")


@pytest.mark.proves("R7")
def test_a_charismatic_extremist_is_to_be_assessed_and_addressed_by_a_date() -> None:
    case = found(joined(), "destabilising")
    since, duty, within = case.now, case.duty("assess-leader"), RULES.assess_leader
    assert duty is not None
    assert within is not None
    assert (duty.owner, duty.due, duty.met_at) == (PROBATION, within.after(case.now, LOCAL), None)
    found(case.on(RELEASE - weeks(20)), "destabilising", findings=ASSESSED[:2])
    half = case.duty("assess-leader")
    assert half is not None
    assert (half.id, half.met_at) == (duty.id, None)
    found(case, "stabilising", findings=ASSESSED)
    done = case.duty("assess-leader")
    assert done is not None
    assert (done.id, done.met_at) == (duty.id, case.now)
    assert view(case).leader == {"since": since, "addressed_at": case.now}


FINDINGS = [("destabilising", 9), ("stabilising", 7), ("destabilising", 5), ("destabilising", 2)]


@pytest.mark.proves("R7")
@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_a_leader_is_known_since_the_first_day_of_the_unbroken_finding_in_any_order(
    order: tuple[int, ...],
) -> None:
    case = joined().on(RELEASE - weeks(20))
    for effect, days in (FINDINGS[each] for each in order):
        found(case, effect, at=case.now - timedelta(days=days))
    assert view(case).leader == {"since": case.now - timedelta(days=5), "addressed_at": None}


@pytest.mark.proves("R7")
@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_leader_who_was_addressed_stays_so_in_any_order(order: tuple[int, ...]) -> None:
    case = joined().on(RELEASE - weeks(20))
    told = [("destabilising", 9, []), ("destabilising", 6, ASSESSED), ("stabilising", 3, [])]
    for effect, days, findings in (told[each] for each in order):
        found(case, effect, at=case.now - timedelta(days=days), findings=findings)
    since, addressed = (case.now - timedelta(days=days) for days in (9, 6))
    assert view(case).leader == {"since": since, "addressed_at": addressed}


def test_however_often_a_leader_is_found_only_so_much_is_kept_and_the_first_day_stays() -> None:
    case = joined()
    first = case.now
    for _ in range(3 * RECENT):
        found(case.until(case.now + timedelta(days=1)), "destabilising", at=case.now - timedelta(days=1))
    assert view(case).leader == {"since": first, "addressed_at": None}
    assert len(case.state.leader_words) <= RECENT + 2
    found(case, "destabilising", findings=ASSESSED)
    for _ in range(2 * RECENT):
        found(case.until(case.now + timedelta(days=1)), "stabilising")
    assert case.state.leader is not None
    assert case.state.leader.since == first


@pytest.mark.proves("R7")
def test_a_leader_who_no_longer_weighs_is_no_longer_owed_and_another_one_is_owed_anew() -> None:
    case = found(joined(), "destabilising")
    found(case.on(RELEASE - weeks(20)), "stabilising")
    assert case.duty("assess-leader") is None
    found(case.on(RELEASE - weeks(10)), "destabilising")
    duty = case.duty("assess-leader")
    assert duty is not None
    assert duty.id == f"assess-leader:{case.now.date()}"


@pytest.mark.proves("R7")
def test_a_leader_who_isnt_addressed_before_release_stays_owed_after_it() -> None:
    case = found(joined(), "destabilising").on(RELEASE)
    case.tell("custody.released", reason="released")
    assert case.duty("assess-leader") is not None
