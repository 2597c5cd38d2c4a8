"""Which lists there are to import and export, and how one is written."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.exchange import rosters, sheets
from bot.commands.exchange.sheets import Unreadable
from bot.commands.opening import commune_settings_or_exit, stop
from bot.settings import Settings

LISTS = tuple(rosters.COLUMNS)
What = Annotated[str, typer.Argument(help=" or ".join(LISTS))]


def checked(what: str) -> Settings:
    """Gives the settings; stops the command where there is no such list."""
    if what not in LISTS:
        stop(f"it must be {' or '.join(LISTS)}")
    return commune_settings_or_exit()


def write(file: Path, headings: list[str], rows: list[list[str]], notes: list[str]) -> None:
    """Writes a list to a new file, or stops the command saying why not."""
    try:
        sheets.write(file, headings, rows, notes)
    except FileExistsError:
        stop(f"{file} is there already: nothing is written over")
    except Unreadable as problem:
        stop(f"{file}: {problem}")
    except OSError as problem:
        stop(f"{file} cannot be written ({type(problem).__name__})")
