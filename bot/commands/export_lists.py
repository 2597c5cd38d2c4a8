"""`python -m bot export`: writes lists of guardians and persons, to Excel or comma-separated text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.exchange import rosters
from bot.commands.exchange.lists import What, checked, write
from bot.commands.opening import stop, store_of
from handlers.texts import Texts
from storage import accounts, assignments, persons
from storage.database import Db


def export(
    what: What,
    file: Annotated[Path, typer.Argument(help="an .xlsx or .csv that is not there yet")],
) -> None:
    """Writes the guardians or persons of the commune as a list that `import` reads. Who is in it is audited.

    Example: python -m bot export persons danh-sach.xlsx
    """
    settings = checked(what)
    texts = Texts.load()
    if file.exists():
        stop(f"{file} is there already: nothing is written over")
    with store_of(settings) as store, store.transaction() as db:
        listed = list(_guardians(db, settings.unit) if what == "guardians" else _persons(db, texts, settings.unit))
        write(file, rosters.headings(texts, what), listed, rosters.hints(texts, what))
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
