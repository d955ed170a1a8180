"""``throughcare policy`` at the terminal: packs checked, listed, shown with their sources, and compared."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from workers import policy_cli
from workers.policy_case import reasons

WIDE = {"COLUMNS": "300"}
HEAD = 'name = "it"\nversion = 2\nvalid_from = 2027-01-01\nextends = "it@1"\napplies_to = ["it"]\n'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(policy_cli.app, list(arguments), env=WIDE)


def written(folder: Path, text: str) -> str:
    file = folder / "it@2.toml"
    file.write_text(text)
    return str(file)


def test_a_pack_that_cases_may_go_by_is_told_in_a_sentence(tmp_path: Path) -> None:
    rule = '[preparation]\nopens = { value = "8 months", source = "the law" }'
    checked = run("check", written(tmp_path, HEAD + rule))
    assert checked.exit_code == 0
    assert checked.stdout.startswith("it@2: cases may go by it from 2027-01-01 on; 1 rules of its own, ")


def test_every_fault_of_a_pack_is_told_with_file_rule_value_and_reason(tmp_path: Path) -> None:
    rules = '[preparation]\nopens = "8 months"\nplan_agreed = { value = "6 moons", source = "own" }\nlead = 3'
    file = written(tmp_path, HEAD + rules)
    checked = run("check", file)
    assert checked.exit_code == 1
    said = checked.stderr.splitlines()
    assert said[0].startswith("it@2.toml: preparation.opens: '8 months': a rule is written { value = …")
    assert said[1].startswith("it@2.toml: preparation.lead: 3: a rule is written")
    assert said[2].startswith("it@2.toml: preparation.plan_agreed: '6 moons': a span is written like")
    for_machines = json.loads(run("check", file, "--json").stdout)
    assert [each["rule"] for each in for_machines] == [
        "preparation.opens",
        "preparation.lead",
        "preparation.plan_agreed",
    ]


def test_a_file_that_isnt_there_is_another_status_than_a_fault() -> None:
    assert run("check", "nowhere.toml").exit_code == 2


def test_packs_are_listed_with_what_they_are_for_and_what_they_extend() -> None:
    listed = {each["pack"]: each for each in json.loads(run("list", "--json").stdout)}
    assert listed["it@1"]["applies_to"] == ["it"]
    assert (listed["it@1"]["extends"], listed["mates@1"]["extends"]) == ("mates@1", None)
    assert "all others" in run("list").stdout


def test_each_rule_is_shown_with_its_value_its_source_and_who_says_so() -> None:
    shown = json.loads(run("show", "it", "--json").stdout)["rules"]
    assert shown["preparation.items_supplied"] == {
        "value": "3 months",
        "source": "L. 354/1975 art. 43: notice of the release, with what the services need to know,"
        " at least three months before",
        "pack": "it@1",
        "inherited": False,
    }
    assert shown["ladder.remind_at"] == {
        "value": "1/2",
        "source": "own",
        "pack": "mates@1",
        "inherited": True,
    }
    own = run("show", "it@1", "--own").stdout
    assert "D.P.R. 230/2000" in own
    assert "mates@1" not in own.partition("\n")[2]


def test_two_packs_are_compared_rule_by_rule() -> None:
    told = run("diff", "mates", "gb-ew").stdout
    assert "from mates@1 to gb-ew@1: 5 rules differ" in told
    (opens,) = [line.split() for line in told.splitlines() if "preparation.opens" in line]
    assert opens[1:6] == ["6", "months", "8", "months", "14"]
    assert run("diff", "it", "it@1").stdout.startswith("from it@1 to it@1: 0 rules differ")


@pytest.mark.parametrize("arguments", [("show", "atlantis"), ("diff", "mates", "atlantis")])
def test_a_pack_that_there_isnt_is_told_with_those_that_there_are(arguments: tuple[str, ...]) -> None:
    asked = run(*arguments)
    assert asked.exit_code == 1
    assert "there is no pack of this name, but de, es, fr, gb-ew, it, mates" in asked.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "nix"), "policy 'nix': there is no pack of this name, but de, es, fr, gb-ew, it, mates"),
        (("--from", "it@"), "policy 'it@': this release has it@1"),
        (("--from", "mates@9"), "policy 'mates@9': this release has mates@1"),
        (("--case", ""), "'': a reference has 1 to 64 letters"),
        (("--case", "C" * 65), ": a reference has 1 to 64 letters"),
        (("--by", " ", "--reason", "The new law."), "--by: String should have at least 1 character"),
        (("--by", "b" * 201, "--reason", "r"), "--by: String should have at most 200 characters"),
        (("--by", "desk", "--reason", ""), "--reason: String should have at least 1 character"),
        (("--by", "desk"), "--by and --reason are needed"),
    ],
)
def test_a_move_that_cant_be_meant_is_told_in_a_sentence_before_anybody_is_asked(
    arguments: tuple[str, ...], said: str
) -> None:
    asked = run("move", "--to", "it", *arguments, "--data", "nowhere")
    assert (asked.exit_code, said in asked.stderr) == (2, True), asked.stderr


def test_why_a_policy_applies_is_told_from_the_opening_on() -> None:
    moved = {"from": "it@1", "to": "it@2", "by": "desk-4", "reason": "The new law."}
    events = [
        recorded(1, "custody.release-date"),
        recorded(2, "case.opened", policy="it@1", calendar={"jurisdiction": "it"}),
        recorded(9, "case.policy-changed", **moved),
    ]
    view = {"case": "C-1", "jurisdiction": "es"}
    assert reasons(view, events) == [
        "C-1 was opened under it@1 on 2027-01-02: in force then for it",
        "moved from it@1 to it@2 on 2027-01-09 by desk-4: The new law.",
    ]
    asked_for = [recorded(1, "custody.release-date", policy="mates"), *events[1:2]]
    assert reasons(view, asked_for) == [
        "C-1 was opened under it@1 on 2027-01-02: mates was asked for by its release date"
    ]


def recorded(position: int, name: str, **data: object) -> dict[str, object]:
    at = f"2027-01-{position:02}T09:00:00Z"
    return {"type": f"throughcare.{name}.v1", "position": position, "occurred_at": at, "data": data}
