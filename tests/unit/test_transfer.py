"""A case that goes to another area: its own handover, from one probation service to the next."""

from datetime import timedelta

import pytest

from domain.case.rules import Parked, Refused, Taken, Verdict
from domain.obligations.obligation import Obligation
from tests.unit.pending import PROBATION, managed, told
from tests.unit.simulated import Simulated

SOUTH = "probation:south"


def transferred(to: str = "south", case: Simulated | None = None) -> Simulated:
    case = case or managed()
    case.tell("case.transferred", jurisdiction=to)
    return case


def passed_on(case: Simulated, *parts: str, by: str = PROBATION, to: str = SOUTH) -> Verdict:
    return case.tell("transfer.handed-over", **{"from": by, "to": to, "parts": list(parts)})


def owed(case: Simulated, kind: str) -> Obligation | None:
    found = [each.obligation for each in case.owed() if each.obligation.kind == kind]
    return found[-1] if found else None


@pytest.mark.proves("R14", "R78")
def test_the_former_service_hands_over_what_it_holds_and_the_new_one_acknowledges_it() -> None:
    case = transferred()
    handing = owed(case, "pass-on-case")
    assert handing is not None
    assert (handing.owner, handing.state, case.state.case_holder) == (PROBATION, "open", SOUTH)
    assert handing.what.endswith(
        "case-file, treatment-record, risk-assessment, plan-and-learning, education-work"
    )
    assert owed(case, "acknowledge-case") is None
    assert passed_on(case) == Taken()
    receiving = owed(case, "acknowledge-case")
    assert receiving is not None
    assert (receiving.owner, receiving.state) == (SOUTH, "open")
    assert case.tell("transfer.acknowledged", by=SOUTH) == Taken()
    assert [each.state for kind in ("pass-on-case", "acknowledge-case") if (each := owed(case, kind))] == [
        "met",
        "met",
    ]


def test_it_is_handed_over_when_the_last_part_is() -> None:
    case = transferred()
    assert passed_on(case, "case-file", "treatment-record") == Taken()
    handing = owed(case, "pass-on-case")
    assert handing is not None
    assert handing.state == "open"
    assert case.tell("transfer.acknowledged", by=SOUTH, parts=["case-file"]) == Taken()
    early = case.tell("transfer.acknowledged", by=SOUTH, parts=["risk-assessment"])
    assert early == Parked("risk-assessment hadn't been handed over by then")
    passed_on(case, "risk-assessment", "plan-and-learning", "education-work")
    view = case.view().transfer
    assert view is not None
    assert view["parts"]["risk-assessment"]["handed_at"] == case.now
    assert view["parts"]["treatment-record"]["acknowledged_at"] is None


def test_only_the_two_services_hand_over_and_acknowledge() -> None:
    case = transferred()
    assert passed_on(case, by="police:eu") == Refused(f"only {PROBATION} can hand it over")
    assert passed_on(case, to="probation:west") == Parked(
        "the case isn't to be handed over to probation:west"
    )
    assert case.tell("transfer.acknowledged", by=PROBATION) == Refused(f"only {SOUTH} can acknowledge it")
    nothing = case.tell("transfer.acknowledged", by=SOUTH)
    assert nothing == Parked("the case-file hadn't been handed over by then")


def test_a_service_that_has_left_leaves_it_to_the_new_one_to_fetch_the_case() -> None:
    case = transferred()
    case.tell("network.member-answered", member=PROBATION, answer="withdrawn")
    handing = owed(case, "pass-on-case")
    assert handing is not None
    assert handing.owner == SOUTH
    assert passed_on(case, by=SOUTH) == Taken()


def test_a_case_that_goes_on_before_it_has_arrived_is_handed_over_by_who_still_has_it() -> None:
    case = transferred("west", transferred())
    handing = owed(case, "pass-on-case")
    assert handing is not None
    assert (handing.owner, handing.state) == (PROBATION, "open")
    assert "to probation:west" in handing.what


def test_a_case_that_comes_back_before_it_has_left_isnt_handed_over() -> None:
    case = transferred("eu", transferred())
    assert case.state.case_holder == "probation:eu"
    assert [each.obligation.id for each in case.open() if each.obligation.kind == "pass-on-case"] == []


def test_nobody_waits_for_the_answer_of_a_service_that_the_case_has_left_before_it_arrived() -> None:
    for back in ("eu", "west"):
        case = transferred()
        invitation = f"answer-invitation:{SOUTH}"
        assert invitation in [each.obligation.id for each in case.open()]
        case.until(case.now + timedelta(days=1))
        transferred(back, case)
        assert invitation not in [each.obligation.id for each in case.open()]
        lapsed = next(each.obligation for each in case.owed() if each.obligation.id == invitation)
        assert lapsed.reason == "the new area's agency is asked"


def test_of_a_case_of_which_prison_has_handed_over_nothing_there_is_the_file() -> None:
    case = transferred(case=told())
    known = case.state.area_handover
    assert known is not None
    assert list(known.parts) == ["case-file"]


def test_an_acknowledgement_that_comes_first_waits_for_what_it_acknowledges() -> None:
    case = transferred()
    at = case.now
    case.until(case.now + timedelta(days=3))
    case.tell("transfer.acknowledged", case.now, by=SOUTH)
    case.tell("transfer.handed-over", at + timedelta(days=1), **{"from": PROBATION, "to": SOUTH})
    known = case.state.area_handover
    assert known is not None
    assert (known.handed_at, known.acknowledged_at) == (at + timedelta(days=1), case.now)
