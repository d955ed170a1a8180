"""``throughcare register``: what a prison's system knows of releases, loaded and compared in bulk."""

import typer

from workers.register import compare_cli, import_cli

app = typer.Typer(help="The release register, loaded and compared in bulk.", no_args_is_help=True)
app.command("import")(import_cli.import_)
app.command()(compare_cli.compare)
