"""The handover: what is handed over each time, and what is withheld; who the person is."""

import pytest

from domain.briefing.details import details_of_case
from domain.briefing.listing import listed_by
from domain.handover.duties import handover_duties
from domain.handover.rules import receiver
from domain.vocabulary import HANDOVER_ITEMS
from tests.unit.handing_over import (
    ITEM,
    PRISON,
    acknowledged,
    joined,
    owed,
    shown,
    supplied,
    view,
)
from tests.unit.one_case import LOCAL, POLICY, RELEASE, OneCase, weeks

RULES = POLICY.preparation


@pytest.mark.proves("R14")
def test_an_item_shows_its_holder_its_nature_and_when_it_came_but_never_what_it_says() -> None:
    case = joined()
    supplied(
        case,
        nature="opinion",
        classification="confidential",
        abstracted=True,
        holder="prison:north",
        summary="Words of their own.",
    )
    entry = shown(case)
    assert (entry["state"], entry["by"], entry["holder"]) == ("supplied", PRISON, "prison:north")
    assert (entry["nature"], entry["classification"], entry["abstracted"]) == (
        "opinion",
        "confidential",
        True,
    )
    assert (entry["supplied_at"], entry["acknowledged_at"]) == (case.now, None)
    assert "Words of their own." not in view(case).model_dump_json()
    assert shown(acknowledged(case))["acknowledged_at"] == case.now


@pytest.mark.proves("R14")
def test_an_item_that_is_replaced_is_acknowledged_anew_and_owed_by_itself() -> None:
    case = acknowledged(supplied(joined()))
    (first,) = owed(case, "acknowledge-item")
    case.on(RELEASE - weeks(4))
    supplied(case)
    again, newer = owed(case, "acknowledge-item")
    assert (again.id, again.met_at) == (first.id, first.met_at)
    assert (newer.id, newer.met_at) == (f"acknowledge-item:{ITEM}:2", None)
    within = RULES.acknowledge_newer_item
    assert within is not None
    assert newer.due == within.after(case.now, LOCAL)
    acknowledged(case)
    assert [each.met_at for each in owed(case, "acknowledge-item")] == [first.met_at, case.now]
    assert shown(case)["state"] == "acknowledged"


def test_two_supplies_that_come_in_one_go_are_two_to_acknowledge() -> None:
    case = acknowledged(supplied(acknowledged(supplied(joined()))))
    assert len(owed(case, "acknowledge-item")) == 2


def test_a_newer_supply_before_the_acknowledgement_is_the_same_to_acknowledge() -> None:
    case = supplied(supplied(joined()).on(RELEASE - weeks(20)))
    assert [each.id for each in owed(case, "acknowledge-item")] == [f"acknowledge-item:{ITEM}"]


def test_what_is_supplied_anew_unasked_is_no_late_answer() -> None:
    case = acknowledged(supplied(joined()))
    in_time = case.now
    supplied(case.on(RELEASE - weeks(2)))
    (duty,) = owed(case, "supply-item")
    assert duty.met_at == in_time


def test_what_is_asked_for_anew_has_its_days_however_late_it_is_asked_for() -> None:
    case = acknowledged(supplied(joined())).on(RELEASE - weeks(2))
    case.tell("handover.item-requested", item=ITEM, reason="-")
    (duty,) = owed(case, "supply-item")
    within = RULES.supply_requested_item
    assert within is not None
    assert (duty.met_at, duty.due) == (None, within.after(case.now, LOCAL))


def test_a_case_whose_pack_knows_nothing_of_it_owes_what_it_owed_before() -> None:
    before = RULES.model_copy(update={"acknowledge_newer_item": None, "supply_requested_item": None})
    case = supplied(acknowledged(supplied(joined())).on(RELEASE - weeks(4)))
    duties = handover_duties(case.state, POLICY.model_copy(update={"preparation": before}))
    ours = {each.kind: each for each in duties if each.what.endswith(f" {ITEM}")}
    assert ours["acknowledge-item"].id == f"acknowledge-item:{ITEM}"
    assert ours["supply-item"].met_at == case.now


@pytest.mark.proves("R66")
def test_a_health_professionals_refusal_is_an_outcome_with_its_ground_and_its_law() -> None:
    case, doctor = joined(), "health:h1"
    case.tell("network.member-proposed", member=doctor)
    refusal = {"ground": "professional-secrecy", "legal_basis": "Health Act, section 3."}
    case.tell("handover.item-refused", item="health-summary", by=doctor, reason="Said so.", **refusal)
    entry = shown(case, "health-summary")
    assert (entry["state"], entry["by"], entry["refusal"]) == ("refused", doctor, refusal)
    (duty,) = owed(case, "supply-item", "health-summary")
    assert duty.met_at == case.now
    assert owed(case, "acknowledge-item", "health-summary") == []
    assert "Said so." not in view(case).model_dump_json()


@pytest.mark.proves("R16", "R66")
def test_a_handover_in_which_everything_is_acknowledged_or_refused_is_complete() -> None:
    case = joined()
    for item in HANDOVER_ITEMS:
        case.tell("handover.item-refused", item=item, by=PRISON, reason="-")
    handover = view(case).handover
    assert handover is not None
    assert handover["state"] == "complete"


@pytest.mark.proves("R97")
def test_everything_reaches_the_case_manager_first_but_what_is_for_a_health_professional() -> None:
    case = joined()
    receivers = {item: receiver(case.state, item) for item in HANDOVER_ITEMS}
    assert receivers.pop("health-summary") == "psychologist:eu"
    assert set(receivers.values()) == {case.state.responsible}


@pytest.mark.proves("R19")
def test_age_and_gender_are_on_record_and_a_later_date_without_them_doesnt_take_them_back() -> None:
    case = OneCase(birth_year=2001, gender="female")
    assert view(case).about == {"birth_year": 2001, "gender": "female"}
    told = f"{listed_by(case.state, case.now)} {details_of_case(case.state, case.now)}"
    assert "female" not in told
    assert str(2001) not in told
    case.announce(RELEASE + weeks(1))
    assert view(case).about == {"birth_year": 2001, "gender": "female"}


@pytest.mark.proves("R66")
def test_an_item_asked_for_anew_no_longer_shows_who_refused_it_and_when() -> None:
    case = joined()
    case.tell("handover.item-refused", item=ITEM, by=PRISON, reason="-")
    case.until(case.now + weeks(1)).tell("handover.item-requested", item=ITEM, reason="-")
    entry = shown(case)
    assert (entry["state"], entry["by"], entry["refused_at"], entry["refusal"]) == (
        "requested",
        None,
        None,
        None,
    )
