"""A case that goes to another area: who sits there for the roles of the network, and until when who sat before."""

from datetime import timedelta

import pytest

from domain.appointment.events import ManagerAppointed
from domain.network.events import MemberInvited
from domain.network.moving import moved, moved_within, seats_to_move
from domain.network.vacancies import vacancies
from domain.vocabulary import PERMANENT_ROLES
from tests.unit.one_case import LOCAL, POLICY, OneCase
from tests.unit.test_appointment import decided, nominate, vote
from tests.unit.test_vacancies import answers, fill, holder, invited

DAY = timedelta(days=1)
POLICE, SOUTH, EAST = "police:eu", "police:eu-south", "police:east"


def goes_to(case: OneCase, area: str, *national: str, **directory: str) -> OneCase:
    """As the case would, with this directory; everybody who is asked is invited."""
    case.until(case.now + DAY).tell("case.transferred", jurisdiction=area)
    if seats_to_move(case.state, POLICY):
        case.record(moved(case.state, directory, national))
    assert seats_to_move(case.state, POLICY) == [], "each area is asked once"
    for member in case.state.network:
        if member.state == "proposed":
            case.record(MemberInvited(member=member.member))
    return case


def joined() -> OneCase:
    return invited(OneCase()).join()


def relieved(case: OneCase, member: str) -> tuple[str, str | None, str | None]:
    known = case.state.member(member)
    assert known is not None
    return known.standing, known.stays_for, known.relieved_in


@pytest.mark.proves("R31", "R34", "R46")
def test_agencies_of_the_new_area_are_asked_and_who_sat_there_stays_until_they_have_accepted() -> None:
    case = goes_to(joined(), "eu-south", police=EAST)
    asked = {each.member for each in case.state.network if each.state == "invited"}
    roles = ("social-services", "local-government", "psychologist", "probation")
    assert asked == {EAST, *(f"{role}:eu-south" for role in roles)}
    assert (holder(case), case.state.in_role("police")) == (POLICE, POLICE)
    answers(case, EAST, "accepted")
    assert (holder(case), case.state.in_role("police")) == (EAST, EAST)
    assert relieved(case, POLICE) == ("ad-hoc", None, "eu")
    assert holder(case, "psychologist") == "psychologist:eu"


@pytest.mark.proves("R46")
def test_a_national_agency_and_the_prison_stay() -> None:
    case = goes_to(joined(), "eu-south", POLICE)
    assert case.state.member(SOUTH) is None
    assert relieved(case, POLICE) == relieved(case, "prison:eu") == ("permanent", None, None)


def test_who_hadnt_answered_for_the_area_before_isnt_waited_for_any_more() -> None:
    case = goes_to(invited(OneCase()), "eu-south")
    known = case.state.member(POLICE)
    assert known is not None
    assert (holder(case), known.is_gone, relieved(case, POLICE)[2]) == (SOUTH, True, "eu")


def test_where_who_is_asked_declines_the_directory_is_asked_again_and_the_seat_is_kept() -> None:
    case = goes_to(joined(), "eu-south")
    answers(case, SOUTH, "declined")
    assert [each.role for each in vacancies(case.state, POLICY, case.now)] == ["police"]
    fill(case)
    duty = case.duty("find-substitute", "police")
    assert duty is not None
    assert (duty.met_at, holder(case)) == (None, POLICE)
    case.tell("network.member-proposed", member=EAST)
    assert case.duty("find-substitute", "police") == duty, "who keeps the seat hasn't been found"
    case.record(MemberInvited(member=EAST))
    answers(case, EAST, "accepted")
    assert case.duties("find-substitute")[0].met_at == case.now


def test_who_keeps_the_seat_and_leaves_makes_way_at_once() -> None:
    case = goes_to(joined(), "eu-south")
    answers(case, POLICE, "withdrawn")
    assert holder(case) == SOUTH


def test_a_case_that_comes_back_finds_who_sat_there_before() -> None:
    case = goes_to(joined(), "eu-south")
    answers(case, SOUTH, "accepted")
    goes_to(case, "eu", psychologist="psychologist:other")
    assert relieved(case, POLICE) == ("permanent", None, None)
    assert relieved(case, SOUTH) == ("ad-hoc", None, "eu-south")
    assert holder(case, "psychologist") == "psychologist:eu"
    assert case.state.member("psychologist:other") is None


def test_in_a_third_area_who_still_keeps_a_seat_keeps_it_on() -> None:
    case = goes_to(goes_to(joined(), "eu-south"), "eu-north")
    assert (holder(case), relieved(case, POLICE)) == (POLICE, ("permanent", "eu", None))
    answers(case, "police:eu-north", "accepted")
    assert (holder(case), relieved(case, POLICE)[2]) == ("police:eu-north", "eu")
    assert relieved(case, SOUTH)[2] == "eu-south"


def test_a_case_begun_before_keeps_its_network() -> None:
    case = joined()
    case.tell("case.transferred", jurisdiction="eu-south")
    before = POLICY.model_copy(update={"network": POLICY.network.model_copy(update={"moves": False})})
    assert seats_to_move(case.state, before) == []


# --- the manager of the area before -------------------------------------------------------------------------------


def appointments(case: OneCase) -> list[tuple[str, bool]]:
    return [(each.member, each.interim) for each in case.recorded if isinstance(each, ManagerAppointed)]


@pytest.mark.proves("R74", "R78")
def test_a_manager_of_the_area_before_stays_ad_interim_until_the_network_has_decided_anew() -> None:
    case = goes_to(decided(), "eu-south")
    case.until(case.now)
    assert case.state.case_manager is not None
    assert (case.state.manager, case.state.case_manager.interim) == (POLICE, True)
    assert case.state.appointment is not None
    assert case.state.appointment.nominees == ()
    assert case.state.appointment.due == POLICY.appointment.decide.after(case.now, LOCAL)
    for role in ("probation", "police", "social-services", "local-government", "psychologist"):
        case.join_as(f"{role}:eu-south")
    nominate(case, SOUTH)
    for role in ("probation", "police", "social-services", "local-government", "psychologist"):
        case.tell("appointment.vote-cast", member=f"{role}:eu-south", nominee=SOUTH, vote="for")
    assert case.decide_on_a_manager()
    assert appointments(case) == [(POLICE, False), (POLICE, True), (SOUTH, False)]
    handing_over = case.duty("hand-over-case")
    assert handing_over is not None
    assert handing_over.owner == POLICE


def test_whom_the_network_of_the_new_area_decides_on_again_stays_manager() -> None:
    case = goes_to(decided(), "eu-south")
    nominate(case.until(case.now + DAY), POLICE)
    vote(
        case,
        POLICE,
        **dict.fromkeys(("police", "psychologist", "social_services", "local_government"), "for"),
    )
    assert case.state.appointment is not None
    assert case.until(case.state.appointment.due).decide_on_a_manager()
    case.until(case.now + 30 * DAY)
    assert appointments(case) == [(POLICE, False), (POLICE, True), (POLICE, False)]


def test_a_national_manager_stays_without_another_decision() -> None:
    case = goes_to(decided(), "eu-south", POLICE)
    assert appointments(case) == [(POLICE, False)]


# --- another office of the same area ------------------------------------------------------------------------------

HILL = {"police": "police:hill", "probation": "probation:hill"}


def goes_to_office(case: OneCase, office: str, *elsewhere: str) -> OneCase:
    """As the case would, where the directory has agencies for two roles there."""
    case.until(case.now + DAY).tell("case.transferred", jurisdiction="eu", office=office)
    seats = seats_to_move(case.state, POLICY)
    assert {each.role for each in seats} == {*PERMANENT_ROLES} - {"prison"}
    case.record(moved_within(case.state, HILL, elsewhere))
    assert seats_to_move(case.state, POLICY) == [], "each office is asked once"
    return invited(case)


@pytest.mark.proves("R34", "R46")
def test_another_office_s_own_agencies_are_asked_and_regional_ones_stay() -> None:
    case = goes_to_office(joined(), "hill", POLICE, "psychologist:eu")
    assert {each.member for each in case.state.network if each.state == "invited"} == {"police:hill"}
    assert (holder(case), holder(case, "probation")) == (POLICE, "probation:eu")
    assert relieved(case, "psychologist:eu") == ("permanent", None, None), "the directory has nobody else"
    answers(case, "police:hill", "accepted")
    assert holder(case) == case.state.in_role("police") == "police:hill"


@pytest.mark.proves("R34", "R76")
def test_the_probation_service_of_another_office_holds_the_case_once_it_has_accepted() -> None:
    case = goes_to_office(joined(), "hill", "probation:eu")
    assert case.state.case_holder == "probation:eu"
    answers(case, "probation:hill", "accepted")
    assert case.state.case_holder == "probation:hill"


def test_a_case_begun_before_keeps_its_network_in_another_office() -> None:
    case = joined()
    case.tell("case.transferred", jurisdiction="eu", office="hill")
    before = POLICY.model_copy(update={"network": POLICY.network.model_copy(update={"moves_office": False})})
    assert seats_to_move(case.state, before) == []
