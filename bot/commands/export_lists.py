"""`python -m bot export`: writes lists of the commune's people, to Excel or comma-separated text."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.list_files import write
from bot.commands.opening import commune_settings_or_exit, stop, store_of
from handlers.documents.sheet import Sheet
from handlers.enrolment import sheets
from handlers.enrolment.facts import KINDS
from handlers.texts import Texts


def export(
    what: Annotated[str, typer.Argument(help=", ".join(KINDS))],
    file: Annotated[Path, typer.Argument(help="an .xlsx or .csv that is not there yet")],
) -> None:
    """Writes people of the commune as a list that `import` reads. Who is in it is audited.

    Example: python -m bot export persons danh-sach.xlsx
    """
    kind = next((listed for listed in KINDS if listed == what), None) or stop(f"it must be one of {', '.join(KINDS)}")
    settings = commune_settings_or_exit()
    texts = Texts.load()
    if file.exists():
        stop(f"{file} is there already: nothing is written over")
    with store_of(settings) as store, store.transaction() as db:
        rows = list(sheets.given_out(db, texts, settings.unit, kind))
        title = texts.find("vi", f"roster.title.{kind}")
        write(file, Sheet(title, sheets.headings(texts, kind), rows))
    typer.echo(f"{file}: {len(rows)}. It can be read by whoever has it: keep it locked away, delete it when done.")
