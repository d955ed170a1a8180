"""The words that the models speak."""

import json

import pytest
from pydantic import BaseModel

from domain.agencies.agency import Agency
from domain.facts import FACT_TYPES
from domain.vocabulary import AD_HOC_ROLES, OUTSIDE_ROLES, PERMANENT_ROLES, role_of
from tests.unit.one_case import OneCase

MODELS: dict[str, type[BaseModel]] = {**FACT_TYPES, "an agency of the directory": Agency}
STIGMA = ("islam", "jihad", "muslim", "nazi", "left-wing", "right-wing", "ethnic", "race", "nationality")
"""Words that stand nowhere: neither as a field, nor as what may be said in one."""
BELIEFS = ("ideology", "religion", "extremis", "belief")
"""What no field asks for."""


@pytest.mark.proves("R36")
@pytest.mark.parametrize("name", MODELS)
def test_every_kind_of_extremism_is_treated_alike_and_nobody_is_asked_for_their_belief_or_origin(
    name: str,
) -> None:
    schema = json.dumps(MODELS[name].model_json_schema()).lower()
    assert [word for word in STIGMA if word in schema] == []
    assert [field for field in MODELS[name].model_fields if any(each in field for each in BELIEFS)] == []


@pytest.mark.proves("R31", "R35", "R52")
def test_the_core_of_a_network_and_those_who_are_drawn_in_are_told_apart_by_their_roles() -> None:
    assert {"local-government", "police", "social-services", "psychologist"} <= set(PERMANENT_ROLES)
    assert not set(PERMANENT_ROLES) & set(AD_HOC_ROLES)
    assert not set(OUTSIDE_ROLES) & {*PERMANENT_ROLES, *AD_HOC_ROLES}


@pytest.mark.proves("R27", "R38", "R94")
def test_family_community_and_all_other_figures_have_a_role() -> None:
    figures = {"mentor", "family", "community", "immigrant-association", "mediator", "religious", "police"}
    figures |= {"victims", "former", "school", "mental-health"}
    assert figures <= {*PERMANENT_ROLES, *AD_HOC_ROLES}


def test_a_members_role_is_what_stands_before_the_colon() -> None:
    assert role_of("social-services:north:2") == "social-services"


@pytest.mark.proves("R2")
@pytest.mark.parametrize("entry", ["sentence", "suspension", "alternative", "parole", "security-measure"])
def test_there_are_five_ways_to_enter(entry: str) -> None:
    case = OneCase(entry=entry)
    assert (case.state.entry, case.state.phase) == (entry, "preparation")
