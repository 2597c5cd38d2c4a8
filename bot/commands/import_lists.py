"""`python -m bot import`: takes in lists as offices have them, after showing what would be done with each row."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import import_shown
from bot.commands.list_files import write as write_file
from bot.commands.opening import commune_settings_or_exit, stop, store_of
from bot.settings import Settings
from handlers.enrolment import sheets, shown, writing
from handlers.enrolment.facts import KINDS, Kind, Plan
from handlers.enrolment.taking import GivenList
from handlers.texts import Texts
from handlers.understand.tables.cells import Unreadable
from handlers.understand.tables.files import LARGEST
from handlers.understand.tables.headings import ASKED_FOR
from seeds.units import make_known
from storage.database import Db

MOST_ROW = 10_000_000


class NothingWritten(Exception):
    """Ends the transaction of an import that is only tried."""


def import_(
    file: Annotated[
        Path | None, typer.Argument(help=".xlsx, .xls, .ods, .csv or .tsv; of a template: a new file")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="name of the sheet; without it the one that looks like a list")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="show what would happen, write nothing")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="a line of JSON for each row")] = False,
    report: Annotated[Path | None, typer.Option(help="write the list with its faults coloured to this .xlsx")] = None,
    rows: Annotated[str, typer.Option(help="take in these rows only, such as 5,8-12")] = "",
    heading: Annotated[list[str] | None, typer.Option(help="what a column is, such as 'Nơi ở=hamlet'")] = None,
    kind: Annotated[
        str, typer.Option(help=f"what list it is: {', '.join(KINDS)}; without it found by its columns")
    ] = "",
    template: Annotated[str, typer.Option(help=f"write an empty list of this kind to FILE: {', '.join(KINDS)}")] = "",
    undo: Annotated[bool, typer.Option(help="take back the last list, within 24 hours")] = False,
) -> None:
    """Takes in a list of people, guardians, officers, partners or who is on duty. New and changed rows are written
    together or not at all; whatever is unclear is asked and left out: mend it and import the file again.

    Example: python -m bot import danh-sach.xlsx --dry-run --report can-xem.xlsx
    """
    settings, texts = commune_settings_or_exit(), Texts.load()
    if undo:
        _undo(settings)
        return
    if template:
        _template(settings, texts, _kind(template) or stop("name a kind"), file)
        return
    given = GivenList(_content(file, texts, as_json=as_json), sheet, _kind(kind), _meanings(heading or ()))
    chosen = _rows(rows)
    try:
        plan, written = _taken_in(settings, given, chosen, dry_run=dry_run, asks=not as_json)
    except Unreadable as problem:
        _end_unreadable(texts, problem, as_json=as_json)
        raise
    if report is not None:
        write_file(report, sheets.faults(texts, plan), over=True)
    if as_json:
        import_shown.as_json(texts, plan)
    else:
        import_shown.as_table(texts, plan, written=written)


def _taken_in(
    settings: Settings, given: GivenList, chosen: set[int] | None, *, dry_run: bool, asks: bool
) -> tuple[Plan, int | None]:
    """Gives the plan and how many rows were written; None: it was only tried. Raises Unreadable."""
    with store_of(settings) as store:
        try:
            with store.transaction() as db:
                make_known(db, settings.unit)
                given, plan = _planned(db, settings.unit, given, asks=asks)
                if dry_run:
                    raise NothingWritten
                written = given.take_in(db, settings.unit, plan, by=None, only=chosen)
        except NothingWritten:
            return plan, None
    return plan, written


def _planned(db: Db, unit: str, given: GivenList, *, asks: bool) -> tuple[GivenList, Plan]:
    """Makes the plan; at a terminal it asks what the unknown columns are, and makes it again."""
    with import_shown.progress() as told:
        plan = given.plan(db, unit, told)
    if asks and plan.unknown_headings and sys.stdin.isatty():
        answers = {words: import_shown.asked(words, ASKED_FOR) for words in plan.unknown_headings}
        given = replace(given, meanings={**given.meanings, **answers})
        plan = given.plan(db, unit)
    return given, plan


def _kind(said: str) -> Kind | None:
    kind = next((listed for listed in KINDS if listed == said), None)
    if said and kind is None:
        stop(f"{said} is none of {', '.join(KINDS)}")
    return kind


def _content(file: Path | None, texts: Texts, *, as_json: bool) -> bytes:
    if file is None:
        stop("name the file of the list")
    try:
        with file.open("rb") as content:
            return content.read(LARGEST + 1)
    except OSError:
        _end_unreadable(texts, Unreadable("not_there"), as_json=as_json)
        raise


def _end_unreadable(texts: Texts, problem: Unreadable, *, as_json: bool) -> None:
    if as_json:
        import_shown.print_json([shown.unreadable_json(texts, problem)])
    else:
        typer.echo(shown.why_unreadable(texts, problem), err=True)
    raise typer.Exit(1)


def _meanings(said: Sequence[str]) -> dict[str, str]:
    meanings = {}
    for each in said:
        words, equals, code = each.rpartition("=")
        if not equals or code not in ASKED_FOR:
            stop(f"--heading {each}: it must be a heading, =, and one of {', '.join(ASKED_FOR)}")
        meanings[words.strip()] = code
    return meanings


def _rows(said: str) -> set[int] | None:
    if not said:
        return None
    chosen: set[int] = set()
    for part in said.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and int(last or first) < MOST_ROW):
            stop("--rows must be numbers of rows, such as 5,8-12")
        chosen |= set(range(int(first), int(last or first) + 1))
    return chosen


def _template(settings: Settings, texts: Texts, kind: Kind, file: Path | None) -> None:
    if file is None:
        stop("name the file that the template shall go to")
    write_file(file, sheets.template(texts, kind, _hamlets(settings)))
    typer.echo(str(file))


def _hamlets(settings: Settings) -> list[str]:
    """Lists the hamlets of the commune, if there is a database yet."""
    with store_of(settings) as store, store.transaction() as db:
        return sheets.hamlets_of(db, settings.unit)


def _undo(settings: Settings) -> None:
    with store_of(settings) as store, store.transaction() as db:
        taken = writing.undo(db, settings.unit, by=None)
    if taken is None:
        stop("there is no list of the last 24 hours to take back")
    done, left = taken
    typer.echo(f"{done} taken back, {left} left: more hangs on them")
