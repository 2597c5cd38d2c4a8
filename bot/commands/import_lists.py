"""`python -m bot import`: takes in lists of guardians and persons, from Excel or comma-separated text."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.exchange import rosters, sheets
from bot.commands.exchange.enrolment import add_record, enrol
from bot.commands.exchange.lists import What, checked, write
from bot.commands.exchange.rosters import Roster
from bot.commands.exchange.sheets import Unreadable
from bot.commands.opening import stop, store_of
from handlers.texts import Texts
from seeds.units import make_known
from storage.database import Db

MOST_TOLD = 50


class NothingWritten(Exception):
    """Ends the transaction of an import that is only tried, or that has problems."""


def import_(
    what: What,
    file: Annotated[Path, typer.Argument(help="an .xlsx or .csv, or where the template shall go")],
    dry_run: Annotated[bool, typer.Option(help="say what would happen, write nothing")] = False,
    template: Annotated[bool, typer.Option(help="write an empty list with the headings to FILE")] = False,
) -> None:
    """Takes in a list of guardians or persons: all of it, or nothing and what is wrong by row and column.

    Example: python -m bot import persons danh-sach.xlsx --dry-run
    """
    settings = checked(what)
    texts = Texts.load()
    if template:
        write(file, rosters.headings(texts, what), [], rosters.hints(texts, what))
        return
    try:
        headings, rows = sheets.read(file)
    except FileNotFoundError:
        stop(f"{file} is not there")
    except Unreadable as problem:
        stop(f"{file}: {problem}")
    with store_of(settings) as store:
        try:
            with store.transaction() as db:
                make_known(db, settings.unit)
                places = rosters.columns_of(texts, what, headings)
                roster = rosters.Reader(db, texts, settings.unit, what).read(rows, places)
                if dry_run or roster.problems:
                    raise NothingWritten
                _take_in(db, what, roster)
        except NothingWritten:
            pass
    _report(roster, dry_run=dry_run)


def _take_in(db: Db, what: str, roster: Roster) -> None:
    for one in roster.good:
        if what == "guardians":
            enrol(db, one)
        else:
            add_record(db, one)


def _report(roster: Roster, *, dry_run: bool) -> None:
    for problem in roster.problems[:MOST_TOLD]:
        typer.echo(f"row {problem.row}, {problem.column}: {problem.why}", err=True)
    if len(roster.problems) > MOST_TOLD:
        typer.echo(f"and {len(roster.problems) - MOST_TOLD} more", err=True)
    bad = len({problem.row for problem in roster.problems})
    written = "nothing was written" if dry_run or bad else "written"
    typer.echo(f"{len(roster.good)} good, {roster.there} already there, {bad} bad: {written}")
    raise typer.Exit(1 if bad else 0)
