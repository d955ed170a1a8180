"""A pack that nobody can go by is refused, with every fault named."""

from importlib.resources import files

import pytest

from activities.pack_faults import FaultyPolicy, UnknownPolicy
from activities.pack_files import read_pack
from activities.policies import load_pack, load_policy

MATES = (files("domain") / "policies" / "mates@1.toml").read_text("utf-8")


def with_rule(old: str, new: str) -> str:
    assert old in MATES
    return MATES.replace(old, new)


FAULTS = {
    "no TOML": ("name = ", "x.toml: Invalid value"),
    "a rule without its source": (
        with_rule('opens = { value = "6 months", source = "R15" }', 'opens = "6 months"'),
        "x.toml: preparation.opens: '6 months': a rule is written",
    ),
    "an empty source": (
        with_rule('"6 months", source = "R15"', '"6 months", source = " "'),
        "x.toml: preparation.opens",
    ),
    "a unit that there isn't": (
        with_rule('"6 months"', '"6 moons"'),
        "x.toml: preparation.opens: '6 moons': a span is written like '10 working days'",
    ),
    "a rule that there isn't": (
        with_rule("[network]", '[network]\nsize = { value = 3, source = "own" }'),
        "x.toml: network.size: 3: there is no such rule",
    ),
    "a rule that is missing": (
        with_rule('sign = { value = "15 working days", source = "own; R71" }', ""),
        "x.toml: network.sign: Field required",
    ),
    "a role that there isn't": (with_rule('["prison", "probation"', '["prisn", "probation"'), "'prisn'"),
    "a network of nobody": (
        with_rule(
            'permanent_roles = { value = ["prison", "probation", "police", "social-services",'
            ' "local-government", "psychologist"]',
            "permanent_roles = { value = []",
        ),
        "x.toml: network.permanent_roles: []: at least one has to be named",
    ),
    "a breach that nobody may decide": (
        with_rule('revoked = { value = ["court"]', "revoked = { value = []"),
        "x.toml: breach.deciders.revoked: []: at least one has to be named",
    ),
    "an outcome of which nothing is said": (
        with_rule('revoked = { value = ["court"], source = "R8, R12" }', ""),
        "nothing is said for revoked",
    ),
    "conditions on nobody's word": (
        with_rule('imposed_by = { value = ["court"]', "imposed_by = { value = []"),
        "x.toml: supervision.imposed_by: []: at least one has to be named",
    ),
    "a concern of which nobody is told": (
        with_rule('{ routine = ["manager", "psychologist", "social-services"]', "{ routine = []"),
        "x.toml: concerns.addressees.wellbeing.routine: []: at least one has to be named",
    ),
    "a quorum that is no share": (with_rule('"2/3"', '"most"'), "x.toml: appointment.quorum: 'most'"),
    "a step before the one it builds on": (
        with_rule('plan_agreed = { value = "6 weeks"', 'plan_agreed = { value = "11 weeks"'),
        "x.toml: preparation.plan_agreed: '11 weeks': comes before assessment_concluded ('10 weeks')",
    ),
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS)
def test_a_faulty_pack_is_refused_by_file_rule_value_and_reason(text: tuple[str, str]) -> None:
    written, said = text
    with pytest.raises(FaultyPolicy) as refused:
        read_pack("x.toml", written, load_pack)
    assert said in str(refused.value)


def test_all_faults_of_a_pack_are_named_at_once() -> None:
    written = MATES.replace('"6 months"', '"6 moons"').replace('"2/3"', '"most"')
    with pytest.raises(FaultyPolicy) as refused:
        read_pack("x.toml", written, load_pack)
    assert [line.split(":")[1].strip() for line in str(refused.value).splitlines()] == [
        "preparation.opens",
        "appointment.quorum",
        "closing.plan_ending",
        "closing.follow_up",
    ]


def test_a_pack_that_is_unknown_or_of_another_version_is_refused_by_name() -> None:
    with pytest.raises(UnknownPolicy, match="'atlantis': there is no pack of this name"):
        load_policy("atlantis")
    with pytest.raises(UnknownPolicy, match="this release has mates@1"):
        load_policy("mates@99")
