"""Writes lists to new files that only their owner may read, and reads what is given as one."""

import os
from pathlib import Path

from bot.commands.opening import stop
from handlers.documents.sheet import Sheet, as_text, as_workbook


def write(file: Path, sheet: Sheet, *, over: bool = False) -> None:
    """Writes a list, as .csv or else as .xlsx, or stops the command saying why not."""
    if file.suffix.lower() not in (".csv", ".xlsx"):
        stop(f"{file} must end in .xlsx or .csv")
    content = as_text(sheet.headings, sheet.rows) if file.suffix.lower() == ".csv" else as_workbook(sheet)
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if over else os.O_EXCL)
    try:
        with os.fdopen(os.open(file, flags, 0o600), "wb") as out:
            out.write(content)
    except FileExistsError:
        stop(f"{file} is there already: nothing is written over")
    except OSError as problem:
        stop(f"{file} cannot be written ({type(problem).__name__})")
