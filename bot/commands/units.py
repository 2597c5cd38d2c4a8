"""`python -m bot units …`: the communes and provinces with their dates."""

import typer

from bot.commands.opening import settings_or_exit, store_of
from seeds.units import read_units
from storage import units

app = typer.Typer(no_args_is_help=True, help="Communes and provinces.")


@app.callback()
def main() -> None:
    """Commands about units."""


@app.command("import")
def import_units() -> None:
    """Writes the communes and provinces that come with the program; those that are there are brought up to date.

    Example: python -m bot units import
    """
    rows = list(read_units())
    with store_of(settings_or_exit()) as store, store.transaction() as db:
        for row in rows:
            units.put(
                db,
                code=row.code,
                name=row.name,
                kind=row.kind,
                parent=row.parent,
                lat=row.lat,
                lon=row.lon,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
    typer.echo(f"{len(rows)} units")
