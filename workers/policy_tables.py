"""Policy packs at the terminal: as tables for people, and as documents for machines."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from domain.pack import FOR_ALL, Difference, Pack, Rule
from domain.policy import Policy

Document = dict[str, Any]
SECTIONS = tuple(Policy.model_fields)


def summary(pack: Pack) -> str:
    """A pack in one sentence."""
    own = sum(pack.is_own(rule) for rule in pack.rules)
    inherited = f", {len(pack.rules) - own} inherited from {pack.extends}" if pack.extends else ""
    return (
        f"{pack.reference}: cases may go by it from {pack.valid_from} on; {own} rules of its own{inherited}"
    )


def pack_list(packs: Sequence[Pack]) -> list[Document]:
    return [_head(pack) for pack in packs]


def pack_table(packs: Sequence[Pack]) -> RenderableType:
    table = _table("pack", "valid from", "for", "extends", "own rules")
    for pack in packs:
        head = _head(pack)
        table.add_row(
            pack.reference, str(pack.valid_from), _for(pack), pack.extends or "", str(head["own_rules"])
        )
    return Group(f"{len(packs)} packs", table)


def pack_document(pack: Pack, rules: Sequence[str]) -> Document:
    written = {
        name: pack.rules[name]._asdict() | {"inherited": not pack.is_own(name)} for name in _in_order(rules)
    }
    return _head(pack) | {"rules": written}


def rule_table(pack: Pack, rules: Sequence[str], why: Sequence[str]) -> RenderableType:
    table = _table("rule", "value", "source", "from")
    for name in _in_order(rules):
        rule = pack.rules[name]
        origin = "own" if pack.is_own(name) else rule.pack
        table.add_row(name, escape(value(rule)), escape(rule.source), origin)
    return Group(*map(escape, why), summary(pack), table)


def difference_list(found: Sequence[Difference]) -> list[Document]:
    return [
        {
            "rule": each.rule,
            "before": each.before._asdict() if each.before else None,
            "after": each.after._asdict() if each.after else None,
        }
        for each in found
    ]


def difference_table(before: Pack, after: Pack, found: Sequence[Difference]) -> RenderableType:
    title = f"from {before.reference} to {after.reference}: {len(found)} rules differ"
    table = _table("rule", before.reference, after.reference, "source")
    for each in sorted(found, key=lambda each: _place(each.rule)):
        source = each.after.source if each.after else "no longer a rule"
        table.add_row(each.rule, escape(value(each.before)), escape(value(each.after)), escape(source))
    return Group(title, table)


def value(rule: Rule | None) -> str:
    """As a person would write it."""
    match rule:
        case None:
            return "-"
        case Rule(value=str(text)):
            return text
        case Rule(value=list(values)):
            return ", ".join(map(str, values))
        case _:
            return json.dumps(rule.value, ensure_ascii=False)


def _head(pack: Pack) -> Document:
    return {
        "pack": pack.reference,
        "valid_from": pack.valid_from.isoformat(),
        "applies_to": list(pack.applies_to),
        "extends": pack.extends,
        "own_rules": sum(pack.is_own(rule) for rule in pack.rules),
    }


def _for(pack: Pack) -> str:
    return ", ".join(pack.applies_to) or ("all others" if pack.name == FOR_ALL else "who asks for it")


def _in_order(rules: Sequence[str]) -> Iterator[str]:
    """By sections, in the order in which a case goes through them."""
    yield from sorted(rules, key=_place)


def _place(rule: str) -> int:
    section = rule.partition(".")[0]
    return SECTIONS.index(section) if section in SECTIONS else len(SECTIONS)


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    return table
