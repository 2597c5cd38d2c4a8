"""`python -m bot units …`: the communes and provinces with their dates, found by today's names and older ones."""

import csv
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.commands.opening import settings_or_exit, stop, store_of
from handlers.understand.commune_search import CommuneFound, search_communes
from seeds.units import UNIT_CHANGES, UnitRow, make_known, put, read_units, unit_of
from storage import remapping, units
from storage.database import Db
from storage.remapping import Mapping

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
    communes = search_communes(" ".join(words))
    if not communes:
        stop("no commune is called so, neither today nor before July 2025; fewer words may find it")
    for commune in communes:
        typer.echo(line(commune))
    typer.echo(f"\nDONGHANH_UNIT={communes[0].code}" if len(communes) == 1 else f"\n{len(communes)} communes", err=True)


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


@app.command("remap")
def remap_units(
    file: Annotated[
        Path | None,
        typer.Option(help="which commune goes into which: from,to and, for one that is split, hamlet", exists=True),
    ] = None,
    really: Annotated[bool, typer.Option("--write", help="move the rows; without it they are only counted")] = False,
) -> None:
    """Puts people, accounts and records of merged or split communes under the codes they have now.

    Without --file, by the changes that come with this version. Counts first; --write moves all in one transaction.
    Example: python -m bot units remap --file merged.csv
    """
    mappings = _mappings(file)
    if not mappings:
        typer.echo("no commune of this list has gone into another: nothing to do")
        return
    with store_of(settings_or_exit()) as store, store.transaction() as db:
        _refuse_unknown(db, mappings)
        lines = [line for mapping in mappings for line in _moved(db, mapping, really=really)]
    typer.echo("\n".join(lines))
    if not really:
        typer.echo("nothing was written; run it again with --write", err=True)


def _mappings(file: Path | None) -> list[Mapping]:
    """Reads the list: those of whole communes last, so that what is split off is gone by then."""
    with (file or UNIT_CHANGES).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    old, new = ("from", "to") if file else ("code", "into")
    if rows and not {old, new} <= set(rows[0]):
        stop(f"{file or UNIT_CHANGES}: the columns {old} and {new} are missing")
    mappings = [
        Mapping(row[old].strip(), row[new].strip(), (row.get("hamlet") or "").strip()) for row in rows if row[new]
    ]
    return sorted(mappings, key=lambda mapping: not mapping.hamlet)


def _refuse_unknown(db: Db, mappings: list[Mapping]) -> None:
    """Stops the command before anything is written where a code is none, or a commune would go into itself."""
    codes = {row.code for row in read_units()}
    wrong = [
        f"{code} is no commune: python -m bot units NAME finds its code"
        for code in dict.fromkeys(mapping.new for mapping in mappings)
        if code not in codes
    ]
    wrong += [
        f"{code} is not known here, neither in the list of communes nor in the database"
        for code in dict.fromkeys(mapping.old for mapping in mappings)
        if code not in codes and units.get(db, code) is None
    ]
    wrong += [f"{mapping.old} cannot go into itself" for mapping in mappings if mapping.old == mapping.new]
    if wrong:
        stop("\n".join([*wrong, "nothing was written"]))


def _moved(db: Db, mapping: Mapping, *, really: bool) -> list[str]:
    """Moves or counts one line of the list, and says table by table how many rows that are."""
    if really:
        make_known(db, mapping.new)
    moved = remapping.remap(db, mapping) if really else remapping.count(db, mapping)
    what = f"{mapping.old} → {mapping.new}" + (f" ({mapping.hamlet})" if mapping.hamlet else "")
    if not moved:
        return [f"{what}: nothing to do"]
    rows = [f"  {each.table}: {each.rows}" + (f", numbers + {each.raised}" if each.raised else "") for each in moved]
    return [f"{what}: {sum(each.rows for each in moved)} rows", *rows]
