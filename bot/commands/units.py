"""`python -m bot units …`: the communes and provinces with their dates, found by today's names and older ones."""

import csv
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.commands.opening import settings_or_exit, stop, store_of
from handlers.understand.commune_search import CommuneFound, search_communes
from seeds.units import UnitRow, put, read_units, unit_of

MOST_FORMER = 6


class SearchedGroup(TyperGroup):
    """Takes what is no command of the group for a name to search."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None:
            args = ["search", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=SearchedGroup, no_args_is_help=True, help="Communes and provinces.")


@app.callback()
def main() -> None:
    """Commands about units."""


@app.command("search")
def search(
    words: Annotated[list[str], typer.Argument(help="a commune of today or of before July 2025, a district, a code")],
) -> None:
    """Finds communes by today's names and those of before, with or without accents, and shows what they were made of.

    Example: python -m bot units search thanh chuong nghe an
    """
    found = search_communes(" ".join(words))
    if not found:
        stop("no commune is called so, neither today nor before July 2025; fewer words may find it")
    for commune in found:
        typer.echo(line(commune))
    typer.echo(f"\nDONGHANH_UNIT={found[0].code}" if len(found) == 1 else f"\n{len(found)} communes", err=True)


def line(commune: CommuneFound) -> str:
    """Writes a commune with its code, its province and what it was made of."""
    was = ", ".join(commune.was[:MOST_FORMER])
    more = len(commune.was) - MOST_FORMER
    before = f"\n       trước 07/2025: {was}" + (f" … (+{more})" if more > 0 else "") if was else ""
    return f"{commune.code}  {commune}{before}"


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
