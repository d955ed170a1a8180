"""``throughcare policy``: the rules that cases go by, read, checked, compared, and changed on running cases."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType

from domain.pack import Pack, differences
from workers import policy_tables
from workers.asking import Data, reference
from workers.policy_move_cli import move

app = typer.Typer(
    help="The rules that cases go by: packs of durations, roles and cadences, each rule with its source.",
    epilog="Start with `throughcare policy list`, then `policy show it`, then `policy diff mates it`.",
    no_args_is_help=True,
)
app.command()(move)

Name = Annotated[str, typer.Argument(help="A pack in its newest version, or in one: it@1.", metavar="NAME")]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A pack, as TOML.", metavar="FILE")], as_json: AsJson = False
) -> None:
    """Says what is wrong with a pack: every fault with its rule, its value and the reason.

    A pack says of itself what it is; then it writes the rules that are its
    own, each with its source. Everything else is inherited:

    \b
    name = "it"
    version = 2
    valid_from = 2027-01-01     # cases that open from this day on go by it
    extends = "it@1"            # exactly this version
    applies_to = ["it"]         # the jurisdictions it is for

    \b
    \\[preparation]
    opens = { value = "8 months", source = "the law that says so" }

    Exits 0 when cases may go by it, 1 when not, 2 when there is no such file.
    """
    from activities.pack_faults import FaultyPolicy
    from activities.pack_files import read_pack
    from activities.policies import load_pack

    try:
        pack = read_pack(file.name, file.read_text("utf-8"), load_pack)
    except (OSError, UnicodeDecodeError) as exc:
        typer.echo(f"error: {file}: {exc}", err=True)
        raise typer.Exit(2) from exc
    except FaultyPolicy as exc:
        if as_json:
            typer.echo(json.dumps([fault._asdict() for fault in exc.faults], indent=1, default=str))
        else:
            typer.echo("\n".join(map(str, exc.faults)), err=True)
        raise typer.Exit(1) from exc
    if as_json:
        typer.echo("[]")
    else:
        typer.echo(policy_tables.summary(pack))


@app.command("list")
def list_packs(as_json: AsJson = False) -> None:
    """The packs of this release, in all versions: those that cases are pinned to stay for ever."""
    from activities.policies import shipped_packs

    packs = shipped_packs()
    _show(policy_tables.pack_list(packs), policy_tables.pack_table(packs), as_json)


@app.command()
def show(
    name: Annotated[str | None, typer.Argument(help="A pack, it or it@1.", metavar="NAME")] = None,
    case: Annotated[
        str | None, typer.Option("--for", help="A case: what applies to it, and why.", callback=reference)
    ] = None,
    own: Annotated[bool, typer.Option("--own", help="Only what the pack writes itself.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Every rule with its value and its source, and the pack that says so: this one, or one it inherits from."""
    from workers import policy_case

    if (name is None) == (case is None):
        raise typer.BadParameter("name either a pack, or a case with --for")
    why: list[str] = []
    if case is not None:
        applied = policy_case.applied(case, data)
        name, why = applied.policy, applied.why
    assert name is not None
    pack = _pack(name)
    rules = [rule for rule in pack.rules if pack.is_own(rule) or not own]
    document = policy_tables.pack_document(pack, rules) | ({"case": case, "why": why} if case else {})
    _show(document, policy_tables.rule_table(pack, rules, why), as_json)


@app.command()
def diff(before: Name, after: Name, as_json: AsJson = False) -> None:
    """Rule by rule, what would be another value for a case that is moved from one pack to the other."""
    was, becomes = _pack(before), _pack(after)
    found = differences(was, becomes)
    table = policy_tables.difference_table(was, becomes, found)
    _show(policy_tables.difference_list(found), table, as_json)


def _pack(name: str) -> Pack:
    from activities.pack_faults import UnknownPolicy
    from activities.policies import load_pack

    try:
        return load_pack(name)
    except UnknownPolicy as exc:
        typer.echo(f"error: {exc}", err=True)
        raise typer.Exit(1) from exc


def _show(document: object, table: RenderableType, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(document, indent=1, ensure_ascii=False, default=str))
    else:
        Console().print(table)
