"""`python -m bot backup`: packs database and files into one sealed archive."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.clock import Clock
from bot.commands.archive import DATABASE, KEYS, BrokenArchive, Manifest, attachment_folders, files_of, pack, unpacked
from bot.commands.copy_check import check_database, check_keys
from bot.commands.copy_locks import KeyFile, PassphraseFile, RecipientKey, SecretFile, lock_of, locks_at_hand
from bot.commands.opening import settings_or_exit, sqlite_file, stop, store_of
from bot.commands.sealed_stream import Lock, NotForUs
from bot.settings import Settings
from storage import installation, migrations
from storage.database import VIETNAM
from storage.keyring import Keyring

POSTGRES = """The rows are not in it. Beside it, from a moment later than it, keep:
    pg_dump --format=custom --file=donghanh.dump …"""
BUCKET = "Attachments are not in it: they lie in the bucket, whose provider keeps copies (versions, another place)."
SEALED = {
    "backup-key": "It opens with the backup key: `keys backup-key` prints it once, for the safe.",
    "passphrase": "It opens with the passphrase.",
    "recipient": "It opens with the secret half of the pair.",
}
WITH_KEYS = "It holds the keys too: whoever opens it can read everything."
WITHOUT_KEYS = "It holds no keys: keep a copy of the keys file apart from it. Without one nothing personal opens."
END = ".dhcopy"


class FileOrVerify(TyperGroup):
    """`backup FILE` makes a copy, `backup verify FILE` looks at one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts `make` before whatever is no command of its own."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else ["make", *args])


app = typer.Typer(
    cls=FileOrVerify,
    help="Packs database and files into a sealed copy, or looks at one.\n\n"
    "Example: python -m bot backup /mnt/usb/donghanh.dhcopy",
)


@app.command("make")
def make(
    archive: Annotated[Path | None, typer.Argument(help="where to; by default var/backups/<date>.dhcopy")] = None,
    with_keys: Annotated[bool, typer.Option("--with-keys", help="put the keys file in, too")] = False,
    passphrase_file: PassphraseFile = None,
    recipient: RecipientKey = None,
) -> None:
    """Packs database and files while the service runs, sealed with the backup key. On PostgreSQL: the files only.

    Example: python -m bot backup /mnt/usb/donghanh.dhcopy
    """
    settings = settings_or_exit()
    now = Clock().now()
    target = archive or settings.folder / "backups" / f"donghanh-{now.astimezone(VIETNAM):%Y%m%d-%H%M%S}{END}"
    if target.exists():
        stop(f"{target} is there already: nothing is written over")
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        stop(f"there is no database at {file} yet")
    with store_of(settings) as store:
        lock = lock_of(settings, passphrase_file, recipient)
        manifest = _pack(settings, lock, target, (migrations.current(store) or "", now), with_keys=with_keys)
        with store.transaction() as db:
            installation.put(db, installation.BACKED_UP, now.isoformat())
    typer.echo(f"{target}: {len(manifest.contents)} files, {target.stat().st_size / 1_000_000:.1f} MB")
    typer.echo(SEALED[lock.kind])
    typer.echo(WITH_KEYS if with_keys else WITHOUT_KEYS)
    if file is None:
        typer.echo(POSTGRES)
    if not attachment_folders(settings):
        typer.echo(BUCKET)


def _pack(settings: Settings, lock: Lock, target: Path, of: tuple[str, datetime], *, with_keys: bool) -> Manifest:
    version, made_at = of
    sources = files_of(settings, with_keys=with_keys)
    database = sqlite_file(settings)
    try:
        return pack(target, lock, made_at=made_at, version=version, database=database, sources=sources)
    except (OSError, sqlite3.Error) as problem:
        stop(f"the archive could not be written ({type(problem).__name__}): {target}")


@app.command("verify")
def verify(
    archive: Annotated[Path, typer.Argument(help="made by `python -m bot backup`", exists=True, dir_okay=False)],
    passphrase_file: PassphraseFile = None,
    secret_file: SecretFile = None,
    key_file: KeyFile = None,
) -> None:
    """Opens a copy and looks whether it is whole: each file, the database, and that the keys open it.

    Example: python -m bot backup verify /mnt/usb/donghanh.dhcopy
    """
    settings = settings_or_exit()
    locks = locks_at_hand(settings, passphrase_file=passphrase_file, secret_file=secret_file, key_file=key_file)
    try:
        with unpacked(archive, locks, settings.folder) as (manifest, folder):
            if (folder / DATABASE).exists():
                check_database(folder)
            keys = _keys_that_open(settings, folder)
    except (BrokenArchive, NotForUs) as problem:
        typer.echo(f"{archive}: {problem}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{archive}: whole, as of {manifest.made_at}, {len(manifest.contents)} files; {keys}")


def _keys_that_open(settings: Settings, folder: Path) -> str:
    keys_file = folder / KEYS if (folder / KEYS).exists() else settings.keys_file
    if not (folder / DATABASE).exists():
        return "no database is in it"
    if not keys_file.exists():
        return f"its cells were not opened: {settings.keys_file} is not there"
    check_keys(folder, Keyring.load(keys_file))
    return "the keys file opens its database" if keys_file == settings.keys_file else "its own keys open its database"
