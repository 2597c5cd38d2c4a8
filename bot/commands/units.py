"""`python -m bot units …`: the communes and provinces with their dates."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.opening import settings_or_exit, stop, store_of
from seeds.units import UnitRow, put, read_units, unit_of

app = typer.Typer(no_args_is_help=True, help="Communes and provinces.")


@app.callback()
def main() -> None:
    """Commands about units."""


@app.command("import")
def import_units(
    file: Annotated[
        Path | None,
        typer.Option(help="a newer list: code,name,kind,parent,lat,lon,valid_from,valid_to", exists=True),
    ] = None,
) -> None:
    """Writes the communes and provinces that come with the program; those that are there are brought up to date.

    Example: python -m bot units import --file communes-2027.csv
    """
    rows = list(read_units()) if file is None else _read(file)
    with store_of(settings_or_exit()) as store, store.transaction() as db:
        written = put(db, rows)
    typer.echo(f"{written} units")


def _read(file: Path) -> list[UnitRow]:
    """Reads all rows, or stops the command saying which lines cannot be read, before anything is written."""
    rows, wrong = [], []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        for row in table:
            try:
                rows.append(unit_of(row))
            except KeyError as problem:
                stop(f"{file}: the column {problem} is missing")
            except (ValueError, TypeError):
                wrong.append(f"{file}, line {table.line_num}: cannot be read")
    if wrong:
        stop("\n".join([*wrong, "nothing was written"]))
    return rows
