"""Whoever stands in for a manager is somebody who is there: never a mere name while the network has anybody (R76)."""

from datetime import date, timedelta

import pytest

from domain.appointment.events import ManagerAppointed
from domain.case.judging import TAKEN, Refused
from domain.vocabulary import PERMANENT_ROLES
from tests.unit.one_case import POLICY, RELEASE, OneCase, noon, weeks
from tests.unit.test_appointment import DUE, OPENS, POLICE, PROBATION, PSYCHOLOGIST, decided, opened

ABOVE, SOCIAL, NEW = "local-government:eu", "social-services:eu", "probation:harbour"
DAY = timedelta(days=1)


def leaves(case: OneCase, *members: str) -> OneCase:
    for member in members:
        case.tell("network.member-answered", member=member, answer="withdrawn")
    return case


def away(case: OneCase, starts: date, until: date | None = None) -> object:
    data = {"from": starts.isoformat()} | ({"until": until.isoformat()} if until else {})
    return case.tell("appointment.manager-unavailable", **data)


def manager(case: OneCase) -> tuple[str | None, bool | None]:
    """Who, and whether ad interim; they are the point of contact too."""
    known = case.state.case_manager
    assert case.state.contact is not None
    assert case.state.contact.member == (known.member if known else case.state.case_holder)
    return (known.member, known.interim) if known else (None, None)


def comes(case: OneCase, member: str) -> OneCase:
    case.tell("network.member-proposed", member=member)
    return case.join_as(member)


@pytest.mark.proves("R75", "R76")
def test_where_the_stand_in_leaves_too_it_is_whoever_stands_above_and_then_another_of_the_core() -> None:
    case = leaves(decided(), POLICE)
    assert manager(case) == (PROBATION, True)
    assert manager(leaves(case, PROBATION)) == (ABOVE, True)
    assert manager(leaves(case, ABOVE)) == (SOCIAL, True)
    assert manager(leaves(case, SOCIAL)) == (PSYCHOLOGIST, True)
    assert manager(leaves(case, PSYCHOLOGIST)) == ("prison:eu", True), "prison is the last of all"


@pytest.mark.proves("R75", "R76")
def test_where_the_manager_is_away_nobody_stands_in_who_has_left() -> None:
    case = opened().until(DUE)
    case.decide_on_a_manager()
    assert manager(case) == (PROBATION, False)
    leaves(case, ABOVE)
    away(case, case.now.date())
    assert manager(case) == (POLICE, True)


@pytest.mark.proves("R76")
def test_with_nobody_left_it_is_the_area_s_service_by_its_name_until_somebody_is_there() -> None:
    case = OneCase().join().on(RELEASE)
    case.tell("case.transferred", jurisdiction="eu-south")
    leaves(case, "probation:eu-south", *(f"{role}:eu" for role in PERMANENT_ROLES))
    assert manager(case) == ("local-government:eu-south", True)
    comes(case, NEW)
    assert manager(case) == (NEW, True)


@pytest.mark.proves("R75", "R76")
def test_by_default_too_the_manager_is_somebody_who_is_there() -> None:
    case = leaves(opened(), PROBATION).until(DUE)
    assert case.decide_on_a_manager()
    assert manager(case) == (ABOVE, False)


def test_who_was_asked_for_the_seat_stands_in_where_nobody_in_the_role_has_accepted() -> None:
    case = OneCase().on(RELEASE)
    assert manager(case) == (PROBATION, True)
    beside = comes(OneCase(), NEW).on(RELEASE)
    assert manager(beside) == (NEW, True), "who has accepted and signed comes before who was asked"


# --- who stands in may be away ------------------------------------------------------------------------------------


@pytest.mark.proves("R74", "R76")
def test_for_a_stand_in_who_becomes_unavailable_somebody_else_stands_in() -> None:
    case = OneCase().join().on(RELEASE)
    assert manager(case) == (PROBATION, True)
    assert away(case, RELEASE + 2 * DAY, RELEASE + 9 * DAY) == TAKEN
    assert manager(case.on(RELEASE + DAY)) == (PROBATION, True)
    assert manager(case.on(RELEASE + 2 * DAY)) == (ABOVE, True)
    leaves(case, ABOVE)
    assert manager(case) == (POLICE, True), "the one who is away isn't asked again before they are back"
    leaves(case.on(RELEASE + 11 * DAY), POLICE)
    assert manager(case) == (PROBATION, True)


def test_where_whoever_was_decided_on_has_left_it_is_the_stand_in_who_is_unavailable() -> None:
    case = leaves(decided(), POLICE)
    away(case, case.now.date())
    assert manager(case) == (ABOVE, True)


def test_where_nobody_else_is_there_who_is_away_stays_manager() -> None:
    others = [f"{role}:eu" for role in PERMANENT_ROLES if role != "probation"]
    case = leaves(OneCase().join().on(RELEASE), *others)
    away(case, RELEASE)
    assert manager(case) == (PROBATION, True)
    assert manager(comes(case, NEW)) == (NEW, True)


def test_before_there_is_a_manager_nobody_is_unavailable() -> None:
    assert away(OneCase(), OPENS) == Refused("no manager has been decided on")


def test_a_case_begun_before_goes_by_the_name_of_the_role(monkeypatch: pytest.MonkeyPatch) -> None:
    appointment = POLICY.appointment.model_copy(update={"only_present": False})
    monkeypatch.setattr("tests.unit.one_case.POLICY", POLICY.model_copy(update={"appointment": appointment}))
    case = leaves(opened(), "local-government:eu")
    comes(case, "local-government:hill")
    leaves(case, "local-government:hill").until(noon(RELEASE))
    assert away(case, RELEASE) == Refused("no manager has been decided on")
    leaves(case, PROBATION).until(case.now + weeks(1))
    by_name = [each.member for each in case.recorded if isinstance(each, ManagerAppointed)]
    assert by_name[0] == PROBATION
