"""The packs that are shipped: what each writes itself, what it inherits, and which one a case goes by."""

import hashlib
import json
from datetime import date

import pytest

from activities.calendars import CalendarAsked, read_calendar
from activities.pack_faults import FaultyPolicy
from activities.pack_files import read_pack
from activities.policies import load_pack, load_policy, shipped_packs
from domain.pack import Pack, Rule, differences, in_force, opening_day
from domain.span import PlainSpan

DIGESTS = {
    "de@1": "3b927a89bb9c8665",
    "es@1": "730994252a670652",
    "fr@1": "cf1666902bbe26a7",
    "gb-ew@1": "4db74ce11f7378f8",
    "it@1": "26f4f6fe353d0c8f",
    "mates@1": "80071d3832996b1b",
}
"""Of what each pack writes itself. A version stays as it is for ever: a change is a new version, a new line here."""
NATIONAL = tuple(each for each in shipped_packs() if each.applies_to)
NEW_YEAR, SUMMER = date(2027, 1, 1), date(2027, 7, 1)
RELEASE = date(2027, 9, 15)


def digest(pack: Pack) -> str:
    own = {name: rule.value for name, rule in pack.rules.items() if pack.is_own(name)}
    written = [pack.valid_from.isoformat(), pack.extends, pack.applies_to, own]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:16]


def version(
    pack: str, number: int, valid_from: date, opens: str = "6 months", applies_to: tuple[str, ...] = ()
) -> Pack:
    """Another version of a pack, that is shipped only here."""
    mates = load_pack("mates@1")
    lead = {"opens": PlainSpan(count=int(opens.split()[0]), unit="months")}
    preparation = mates.policy.preparation.model_copy(update=lead)
    renamed = {"name": pack, "version": number, "preparation": preparation}
    policy = mates.policy.model_copy(update=renamed)
    return Pack(policy=policy, valid_from=valid_from, applies_to=applies_to, rules=mates.rules)


def it(number: int, valid_from: date, opens: str = "6 months") -> Pack:
    return version("it", number, valid_from, opens, ("it",))


def months_before(span: PlainSpan) -> date:
    return span.days_before(RELEASE)


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.reference)
def test_a_pack_that_cases_are_pinned_to_is_never_edited(pack: Pack) -> None:
    found = digest(pack)
    assert found == DIGESTS.get(pack.reference), (
        f"{pack.reference} is now {found}: write a new version instead"
    )


def test_every_version_that_was_ever_shipped_still_is() -> None:
    assert [each.reference for each in shipped_packs()] == list(DIGESTS)
    assert all(load_policy(reference).reference == reference for reference in DIGESTS)
    assert load_policy("mates").reference == "mates@1"


@pytest.mark.parametrize("pack", NATIONAL, ids=lambda pack: pack.reference)
def test_a_national_pack_writes_only_what_has_a_source_in_its_law_and_inherits_the_rest(pack: Pack) -> None:
    own = {name: rule for name, rule in pack.rules.items() if pack.is_own(name)}
    assert not [name for name, rule in own.items() if rule.source.startswith("own")]
    inherited = {name: rule for name, rule in pack.rules.items() if name not in own}
    mates = load_pack("mates@1").rules
    assert inherited == {name: mates[name] for name in inherited}
    assert mates.keys() <= pack.rules.keys()


@pytest.mark.parametrize("pack", NATIONAL, ids=lambda pack: pack.reference)
@pytest.mark.parametrize("year", [2025, 2027], ids=["before-the-pack-is-in-force", "in-force"])
async def test_each_jurisdiction_has_its_own_clocks_and_days_off(pack: Pack, year: int) -> None:
    (name,) = pack.applies_to
    place = pack.policy.jurisdictions[name]
    days = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    local = await read_calendar(CalendarAsked(name=name, jurisdiction=place, **days))
    assert date(year, 1, 1) in local.holidays
    assert len(local.offsets) == 3
    assert not local.assumed
    # A case that comes from elsewhere, under a pack that has never heard of it, counts the same days.
    assert await read_calendar(CalendarAsked(name=name, jurisdiction=None, **days)) == local


def test_a_span_may_be_months_and_days() -> None:
    lead = load_policy("gb-ew").opens
    assert str(lead) == "8 months 14 days"
    assert lead.days_before(date(2027, 9, 15)) == date(2027, 1, 1)
    assert lead.length().days == 257


def test_a_rule_that_is_written_anew_replaces_the_inherited_one_and_nothing_else() -> None:
    mates, spain = load_pack("mates"), load_pack("es")
    assert [each.rule for each in differences(mates, spain)] == [
        "assessment.every.low",
        "jurisdictions.es.timezone",
        "jurisdictions.es.holidays",
    ]
    assert spain.rules["assessment.every.low"].pack == "es@1"
    assert spain.rules["assessment.every.high"] == Rule("4 weeks", "own; R21", "mates@1")
    assert str(spain.policy.assessment.every["low"]) == "6 months"


def test_without_another_word_a_case_goes_by_the_pack_of_its_jurisdiction() -> None:
    packs = shipped_packs()
    assert in_force(packs, NEW_YEAR, "it").reference == "it@1"
    assert in_force(packs, NEW_YEAR, "gb-ew").reference == "gb-ew@1"
    assert in_force(packs, NEW_YEAR, "eu").reference == "mates@1"
    assert in_force(packs, NEW_YEAR, "atlantis").reference == "mates@1"


def test_a_pack_applies_from_its_first_day_on_and_another_was_asked_for_by_name() -> None:
    packs = (version("mates", 1, date(2018, 1, 1)), it(1, NEW_YEAR), it(2, SUMMER))
    assert in_force(packs, date(2026, 12, 31), "it").reference == "mates@1"
    assert in_force(packs, NEW_YEAR, "it").reference == "it@1"
    assert in_force(packs, SUMMER, "it").reference == "it@2"
    assert in_force(packs, SUMMER, "it", "mates").reference == "mates@1"
    assert in_force(packs, NEW_YEAR, "eu", "it").reference == "it@1"
    assert in_force(packs, NEW_YEAR, "eu", "it@2").reference == "it@2"


@pytest.mark.parametrize(
    ("older", "newer", "opens"),
    [
        ("6 months", "6 months", date(2027, 3, 15)),
        ("6 months", "8 months", date(2027, 2, 1)),
        ("8 months", "6 months", date(2027, 1, 15)),
    ],
)
def test_the_day_of_opening_is_the_first_on_which_the_pack_in_force_says_so(
    older: str, newer: str, opens: date
) -> None:
    packs = (
        version("mates", 1, date(2018, 1, 1)),
        it(1, date(2026, 1, 1), older),
        it(2, date(2027, 2, 1), newer),
    )
    assert opening_day(packs, months_before, "it") == opens
    assert opening_day(packs, lambda _: None, "it") is None


HEAD = 'name = "here"\nversion = 1\nvalid_from = 2027-01-01\n'
FAULTS = {
    "no day from which it is valid": ('name = "here"\nversion = 1', "x.toml: valid_from: Field required"),
    "a name that facts couldn't carry": (
        HEAD.replace("here", "Here"),
        "x.toml: name: 'Here': String should match",
    ),
    "a pack to extend that there isn't": (
        f'{HEAD}extends = "mates@99"',
        "x.toml: extends: 'mates@99': policy 'mates@99': this release has mates@1",
    ),
    "a pack that extends itself": (
        f'{HEAD}extends = "here@1"',
        "x.toml: extends: 'here@1': a pack can't extend itself",
    ),
    "a jurisdiction whose days nobody can count": (
        f'{HEAD}extends = "mates@1"\napplies_to = ["atlantis"]',
        "x.toml: applies_to: 'atlantis': its time zone and days off are needed, as [jurisdictions.atlantis]",
    ),
    "a time zone that there isn't": (
        f'{HEAD}extends = "mates@1"\n[jurisdictions.x]\ntimezone = {{ value = "Europe/Roma", source = "law" }}',
        "x.toml: jurisdictions.x.timezone: 'Europe/Roma': there is no time zone of this name",
    ),
    "days off that nobody knows": (
        f'{HEAD}extends = "mates@1"\n[jurisdictions.x]\ntimezone = {{ value = "UTC", source = "law" }}\n'
        'holidays = { value = "XX", source = "law" }',
        "x.toml: jurisdictions.x.holidays: 'XX': holidays 'XX': not known to the library",
    ),
    "a step that comes before an inherited one": (
        f'{HEAD}extends = "mates@1"\n[preparation]\n'
        'assessment_concluded = { value = "5 weeks", source = "law" }',
        "x.toml: preparation.plan_agreed: '6 weeks': comes before assessment_concluded ('5 weeks'), on which it"
        " builds; it is inherited from mates@1",
    ),
    "a span before release that can't be counted back": (
        f'{HEAD}extends = "mates@1"\n[preparation]\nopens = {{ value = "90 working days", source = "law" }}',
        "x.toml: preparation.opens: '90 working days': 90 working days can't be counted back from a date",
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_pack_that_extends_another_is_refused_by_file_rule_value_and_reason(fault: tuple[str, str]) -> None:
    written, said = fault
    with pytest.raises(FaultyPolicy) as refused:
        read_pack("x.toml", written, load_pack)
    assert any(line.startswith(said) for line in str(refused.value).splitlines()), str(refused.value)
