"""`python -m bot import` and `export`: lists of guardians and persons, from and to Excel or comma-separated text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import rosters, sheets
from bot.commands.enrolment import add_record, enrol
from bot.commands.opening import settings_or_exit, stop, store_of
from bot.commands.rosters import Roster
from bot.commands.sheets import Unreadable
from bot.settings import Settings
from handlers.texts import Texts
from seeds.units import make_known
from storage import accounts, assignments, persons
from storage.database import Db

WHAT = tuple(rosters.COLUMNS)
MOST_TOLD = 50
What = Annotated[str, typer.Argument(help=f"{' or '.join(WHAT)}")]


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
    settings = _checked(what)
    texts = Texts.load()
    if template:
        _write(file, rosters.headings(texts, what), [], rosters.hints(texts, what))
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


def _checked(what: str) -> Settings:
    if what not in WHAT:
        stop(f"it must be {' or '.join(WHAT)}")
    return settings_or_exit()


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


def export(
    what: What,
    file: Annotated[Path, typer.Argument(help="an .xlsx or .csv that is not there yet")],
) -> None:
    """Writes the guardians or persons of the commune as a list that `import` reads. Who is in it is audited.

    Example: python -m bot export persons danh-sach.xlsx
    """
    settings = _checked(what)
    texts = Texts.load()
    if file.exists():
        stop(f"{file} is there already: nothing is written over")
    with store_of(settings) as store, store.transaction() as db:
        listed = list(_guardians(db, settings.unit) if what == "guardians" else _persons(db, texts, settings.unit))
        _write(file, rosters.headings(texts, what), listed, rosters.hints(texts, what))
    typer.echo(f"{file}: {len(listed)}. It can be read by whoever has it: keep it locked away, delete it when done.")


def _guardians(db: Db, unit: str) -> Iterator[list[str]]:
    for one in accounts.with_role(db, unit, "guardian"):
        db.audit(unit, None, "account.exported", one.id)
        yield [one.name, one.phone or "", str(one.born or ""), one.pronoun]


def _persons(db: Db, texts: Texts, unit: str) -> Iterator[list[str]]:
    everybody = persons.of_unit(db, unit)
    guardians = assignments.guardians_of(db, [one.id for one in everybody])
    known = accounts.several(db, set(guardians.values()))
    for one in everybody:
        db.audit(unit, None, "person.exported", one.id)
        guardian = known.get(guardians.get(one.id, 0))
        yield [
            one.name,
            str(one.born or ""),
            one.pronoun,
            one.phone or "",
            one.hamlet,
            texts.find("vi", f"case_type.{one.case_type}"),
            f"{one.came_home_on:%d/%m/%Y}",
            (guardian.phone if guardian else None) or "",
        ]


def _write(file: Path, headings: list[str], rows: list[list[str]], notes: list[str]) -> None:
    try:
        sheets.write(file, headings, rows, notes)
    except FileExistsError:
        stop(f"{file} is there already: nothing is written over")
    except Unreadable as problem:
        stop(f"{file}: {problem}")
    except OSError as problem:
        stop(f"{file} cannot be written ({type(problem).__name__})")
