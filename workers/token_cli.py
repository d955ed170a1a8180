"""``throughcare token``: tokens for those who call the local stack."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from workers.settings import RUNNING_STACK
from workers.spans import span

if TYPE_CHECKING:
    from workers.dev.token_keys import TokenKeys

app = typer.Typer(
    help="Tokens for callers of the local stack, which is an issuer of its own.", no_args_is_help=True
)

Folder = Annotated[Path, typer.Option(help="The folder of the stack; it needn't be running.")]
HERE = RUNNING_STACK.parent


@app.command()
def issue(
    subject: Annotated[str, typer.Option(help="Who will call: the name of a system, never of a person.")],
    jurisdictions: Annotated[
        list[str], typer.Option(help="Whose cases these are; '*' for all. Again for each.")
    ],
    source: Annotated[
        list[str] | None,
        typer.Option(help="As which CloudEvents source they speak; all below one that ends in /."),
    ] = None,
    events: Annotated[
        list[str] | None, typer.Option(help="What they may send: custody.released, 'custody.*' or '*'.")
    ] = None,
    scope: Annotated[
        list[str] | None, typer.Option(help="What else they may do, such as cases:read.")
    ] = None,
    expires: Annotated[str, typer.Option(help="After which time: 30m, 12h, 7d.")] = "1d",
    data: Folder = HERE,
) -> None:
    """Prints a token. What it doesn't name, its bearer may not do.

    A prison's system that tells of custody, and reads nothing:

    \b
    throughcare token issue --subject north-prison --source /prisons/north \\
        --events 'custody.*' --jurisdictions eu

    A dashboard of a probation service that sends nothing:

    \b
    throughcare token issue --subject desk --scope cases:read --jurisdictions eu

    The scopes are cases:read, ledger:read, notices:read, court-reports:read,
    lessons:read, agencies:read and agencies:write.

    Nothing is kept of a token: it ends when it expires, or with the key that has
    signed it (throughcare token rotate --keep 0m). To use it:
    THROUGHCARE_TOKEN=… throughcare emit FILE
    """
    from workers.token_claims import WrongClaims, claims_of

    try:
        claims = claims_of(subject, jurisdictions, source or [], events or [], scope or [])
    except WrongClaims as exc:
        _fail(str(exc))
    now = datetime.now(UTC)
    times = {"iat": int(now.timestamp()), "exp": int((now + span(expires)).timestamp())}
    typer.echo(_keys(data).sign(claims | times))


@app.command()
def keys(data: Folder = HERE) -> None:
    """Shows the JWKS: the public keys by which the gateway judges tokens."""
    typer.echo(json.dumps(_keys(data).jwks(), indent=1))


@app.command()
def rotate(
    keep: Annotated[
        str,
        typer.Option(help="How long tokens of the former key still count; 0m if it got into wrong hands."),
    ] = "7d",
    data: Folder = HERE,
) -> None:
    """Draws a new key, by which tokens are signed from now on. A running gateway knows it at once."""
    rotated = _keys(data).rotated(span(keep))
    rotated.keep(data)
    typer.echo(f"tokens are signed by {rotated.keys[0].kid} from now on", err=True)
    for former in rotated.keys[1:]:
        typer.echo(f"those of {former.kid} count until {former.until:%Y-%m-%d %H:%MZ}", err=True)


def _keys(folder: Path) -> "TokenKeys":
    from workers.dev.token_keys import PRIVATE, TokenKeys

    if not (folder / PRIVATE).exists():
        _fail(f"no stack was ever started on {folder}: throughcare dev --data {folder}")
    return TokenKeys.kept_in(folder)


def _fail(sentence: str) -> NoReturn:
    typer.echo(f"error: {sentence}", err=True)
    raise typer.Exit(1)
