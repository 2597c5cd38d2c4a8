"""Lists for the doctor what set-up still lacks, the most important first, each with the command that does it."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.commands.opening import sqlite_file
from bot.installation import steps
from bot.settings import Settings
from handlers.texts import Texts
from storage import migrations
from storage.keyring import CellTampered, KeyMissing, Keyring, KeysFileUnreadable
from storage.opening import open_store

# how each step is done at the command line; every step is a page of set-up, too
COMMANDS = {
    "commune": "python -m bot setup --commune CODE",
    "agencies": "python -m bot setup --officer …",
    "admin": "python -m bot setup --admin PHONE",
    "channels": "python -m bot setup",
    "keys": "python -m bot setup --keys-kept",
    "times": "python -m bot setup --urgent 10",
    "import": "python -m bot import FILE",
    "invitations": "python -m bot setup --link",
    "real": "python -m bot setup --real",
}


def lacking_line(texts: Texts, step: str) -> str:
    """Says of a step that is not done what is lacking, in both languages, and the command."""
    return f"{in_both(texts, f'setup.lacking.{step}')}: {COMMANDS[step]}"


def in_both(texts: Texts, key: str) -> str:
    """Says it as the technician reads it, whoever that is: «chưa chọn xã / no commune is chosen»."""
    return f"{texts.find('vi', key)} / {texts.find('en', key)}"


def still_missing(settings: Settings) -> Iterator[str]:
    """Yields a line for each step that is not done; none where the database does not open, of which doctor tells."""
    try:
        lacking = _lacking(settings)
    except (SQLAlchemyError, KeysFileUnreadable, KeyMissing, CellTampered):
        return
    texts = Texts.load()
    if lacking:
        yield f"{in_both(texts, 'setup.lacking')}:"
    yield from (f"  {place}. {lacking_line(texts, step)}" for place, step in enumerate(lacking, start=1))


def _lacking(settings: Settings) -> list[str]:
    file = sqlite_file(settings)
    if not settings.keys_file.exists() or (file is not None and not file.exists()):
        return list(steps.STEPS)
    store = open_store(settings.database_url, Keyring.load(settings.keys_file), Clock().now)
    try:
        if not migrations.current_is_latest(store):
            return []
        with store.transaction() as db:
            return steps.missing(db, settings)
    finally:
        store.close()
