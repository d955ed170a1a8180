"""Whom the agency directory names for a role, and which words about an agency fit together."""

from datetime import date, timedelta
from random import Random
from typing import get_args

import pytest
from pydantic import ValidationError

from domain.agencies.agency import Agency
from domain.agencies.choosing import Place, chosen
from domain.policy import Policy
from domain.vocabulary import AD_HOC_ROLES, PERMANENT_ROLES, Activity
from tests.unit.agencies import agency
from tests.unit.one_case import POLICY

TODAY = date(2026, 9, 1)
DAY = timedelta(days=1)
AT_THE_HARBOUR = Place("eu", "harbour", TODAY)
ANYWHERE = Place("eu", None, TODAY)

NATIONAL = agency("police:a-national", level="national", locality=None)
REGIONAL = agency("police:b-regional", level="regional", locality=None)
HILLS = agency("police:c-hills", locality="hills")
HARBOUR = agency("police:d-harbour")
OTHER_AREA = agency("police:0-south", jurisdiction="eu-south")


@pytest.mark.proves("R34", "R47")
def test_the_office_comes_first_then_who_serves_the_area_and_local_agencies_elsewhere_last() -> None:
    agencies = [OTHER_AREA, NATIONAL, REGIONAL, HILLS, HARBOUR]
    for nearest in (HARBOUR, REGIONAL, NATIONAL, HILLS):
        assert chosen(agencies, ["police"], AT_THE_HARBOUR) == {"police": nearest.member}
        agencies.remove(nearest)
    assert chosen(agencies, ["police"], AT_THE_HARBOUR) == {}


def test_a_regional_agency_of_the_very_office_comes_before_a_local_one_elsewhere() -> None:
    at_the_office = agency("police:z", level="regional", locality="harbour")
    assert chosen([HILLS, at_the_office], ["police"], AT_THE_HARBOUR) == {"police": "police:z"}


def test_of_two_at_the_office_the_local_one_comes_first() -> None:
    at_the_office = agency("police:a", level="regional", locality="harbour")
    assert chosen([at_the_office, HARBOUR], ["police"], AT_THE_HARBOUR) == {"police": HARBOUR.member}


def test_without_an_office_local_agencies_come_first_by_name() -> None:
    assert chosen([HARBOUR, HILLS, NATIONAL], ["police"], ANYWHERE) == {"police": HILLS.member}


@pytest.mark.proves("R37")
def test_members_of_a_structure_come_before_others_and_the_broadest_structure_first() -> None:
    agencies = [
        agency("police:a"),
        agency("police:b", structure="pair"),
        agency("police:c", structure="table"),
        agency("school:c", structure="table"),
        agency("psychologist:a", structure="table"),
        agency("psychologist:b"),
    ]
    found = chosen(agencies, ["police", "psychologist"], AT_THE_HARBOUR)
    assert found == {"police": "police:c", "psychologist": "psychologist:a"}
    assert chosen(agencies, ["police"], AT_THE_HARBOUR, ["police:c"]) == {"police": "police:b"}


@pytest.mark.proves("R40", "R71")
def test_of_agencies_equally_near_those_with_an_agreement_in_force_come_first() -> None:
    bound = {"agreement": "a-1", "code_version": "1"}
    agencies = [
        agency("police:a", structure="table"),
        agency("police:b", **bound, agreement_until=(TODAY - DAY).isoformat()),
        agency("police:c", **bound, agreement_until=TODAY.isoformat()),
        agency("police:d", **bound, level="regional", locality=None),
        agency("school:c", structure="table"),
    ]
    assert chosen(agencies, ["police"], AT_THE_HARBOUR) == {"police": "police:c"}
    assert chosen(agencies, ["police"], AT_THE_HARBOUR, ["police:c"]) == {"police": "police:a"}


def test_a_structure_elsewhere_counts_for_nothing_here() -> None:
    elsewhere = agency("school:s", structure="table", jurisdiction="eu-south")
    agencies = [agency("police:b", structure="table"), agency("police:a", structure="pair"), elsewhere]
    assert chosen(agencies, ["police"], AT_THE_HARBOUR) == {"police": "police:a"}


@pytest.mark.parametrize(
    ("details", "available"),
    [({}, True),
     ({"available_from": TODAY}, True),
     ({"available_from": TODAY + DAY}, False),
     ({"available_until": TODAY}, True),
     ({"available_until": TODAY - DAY}, False),
     ({"unavailable": True, "available_until": TODAY}, False)],
)  # fmt: skip
def test_only_an_agency_that_takes_cases_on_the_day_is_named(
    details: dict[str, object], available: bool
) -> None:
    days = {name: str(value) if isinstance(value, date) else value for name, value in details.items()}
    found = chosen([agency("police:x", **days)], ["police"], AT_THE_HARBOUR)
    assert bool(found) is available


def test_the_order_of_the_directory_makes_no_difference() -> None:
    agencies = [HARBOUR, HILLS, REGIONAL, NATIONAL, agency("police:e", structure="table"), OTHER_AREA]
    first = chosen(agencies, ["police"], AT_THE_HARBOUR)
    for seed in range(20):
        Random(seed).shuffle(agencies)
        assert chosen(agencies, ["police"], AT_THE_HARBOUR) == first


WRONG: list[tuple[str, str, dict[str, object]]] = [
    ("a local agency that is nowhere", "locality", {"locality": None}),
    ("a channel without an address", "address", {"channel": "mail"}),
    ("an address without a channel", "channel", {"address": "desk@north.example"}),
    ("an agreement without a code", "code_version", {"agreement": "a-1"}),
    ("an end of no agreement", "agreement", {"agreement_until": "2030-01-01"}),
    ("days that end before they begin", "available_until",
     {"available_from": "2027-01-02", "available_until": "2027-01-01"}),
    ("a role outside every network", "member", {"member": "court:district"}),
    ("a level nobody knows", "level", {"level": "global"}),
    ("an activity twice", "activities", {"activities": ["housing", "housing"]}),
    ("a line break in an address", "address", {"channel": "mail", "address": "a\nb"}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "details"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_doesnt_fit_is_refused_with_the_field_named(field: str, details: dict[str, object]) -> None:
    known = agency("police:x").model_dump(mode="json")
    with pytest.raises(ValidationError) as refusal:
        Agency.model_validate(known | details)
    assert {(error["loc"] or (error["ctx"]["field"],))[0] for error in refusal.value.errors()} == {field}


GROUPS = {
    "law enforcement": ("police", "prison", "probation"),
    "youth workers": ("school", "youth-work"),
    "government and social workers": ("local-government", "social-services", "housing", "legal"),
    "healthcare": ("health", "mental-health", "psychologist"),
    "civil society": ("community", "religious", "mentor", "immigrant-association", "former", "mediator"),
    "family and friends": ("family",),
}


@pytest.mark.proves("R30", "R94")
def test_each_of_the_six_groups_and_twelve_figures_can_be_in_the_directory() -> None:
    for roles in GROUPS.values():
        for role in roles:
            assert agency(f"{role}:x").role == role
    figures = ("mentor", "family", "community", "immigrant-association", "mediator", "religious")
    others = ("police", "victims", "former", "school", "mental-health")
    assert {*figures, *others} <= {*PERMANENT_ROLES, *AD_HOC_ROLES}


@pytest.mark.proves("R25", "R26", "R27", "R28", "R38")
def test_every_activity_of_the_plan_has_roles_that_can_provide_it() -> None:
    roles = providers(POLICY)
    assert set(roles) == set(get_args(Activity))
    assert {"religious", "mediator"} <= set(roles["faith-conviction"])
    assert {"family", "community"} <= set(roles["network-resources"])
    assert "employment" in roles["education-employment"]
    assert "former" in roles["mentoring"]


def providers(policy: Policy) -> dict[Activity, tuple[str, ...]]:
    assert policy.providers is not None
    return {activity: tuple(roles) for activity, roles in policy.providers.roles.items()}


@pytest.mark.proves("R40")
def test_the_agreement_in_force_with_an_agency_is_known_with_its_code_and_its_end() -> None:
    details = {"agreement": "a-7", "code_version": "2026-1", "agreement_until": "2028-12-31"}
    known = agency("police:x", **details)
    assert (known.agreement, known.code_version, known.agreement_until) == (
        "a-7",
        "2026-1",
        date(2028, 12, 31),
    )
