"""`python -m bot audit …`: is the record of who did what still whole?"""

import typer

from bot.commands.opening import settings_or_exit, store_of
from storage import audit

app = typer.Typer(no_args_is_help=True, help="The record of who did what to whom.")


@app.callback()
def main() -> None:
    """Commands about the audit."""


@app.command("verify")
def verify() -> None:
    """Follows each commune's chain; exits with 1 if a row was changed, added or taken away.

    Example: python -m bot audit verify
    """
    broken = 0
    with store_of(settings_or_exit()) as store, store.transaction() as db:
        for unit in audit.units(db):
            places = list(audit.broken_links(db, unit))
            broken += bool(places)
            typer.echo(f"{unit}: " + (f"broken at row {places[0]}" if places else "whole"))
    raise typer.Exit(1 if broken else 0)
