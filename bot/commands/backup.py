"""`python -m bot backup`: packs database, keys and files into one archive."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock
from bot.commands.archive import Manifest, attachment_folders, pack
from bot.commands.opening import settings_or_exit, sqlite_file, stop, store_of
from bot.settings import Settings
from storage import migrations
from storage.database import VIETNAM

POSTGRES = """The rows are not in it. Beside it, from a moment later than it, keep:
    pg_dump --format=custom --file=donghanh.dump …"""
BUCKET = "Attachments are not in it: they lie in the bucket, whose provider keeps copies (versions, another place)."
CARE = "It holds the keys too: whoever has it can read everything. Keep it locked away."


def backup(
    archive: Annotated[Path | None, typer.Argument(help="where to; by default var/backups/<date>.tar.gz")] = None,
) -> None:
    """Packs database, keys and files into one archive while the service runs. On PostgreSQL: keys and files only.

    Example: python -m bot backup /mnt/usb/donghanh.tar.gz
    """
    settings = settings_or_exit()
    now = Clock().now()
    target = archive or settings.folder / "backups" / f"donghanh-{now.astimezone(VIETNAM):%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        stop(f"{target} is there already: nothing is written over")
    file = sqlite_file(settings)
    if file is not None and not file.exists():
        stop(f"there is no database at {file} yet")
    manifest = _pack(settings, file, target, now)
    size = target.stat().st_size
    typer.echo(f"{target}: {len(manifest.contents)} files, {size / 1_000_000:.1f} MB")
    typer.echo(CARE)
    if file is None:
        typer.echo(POSTGRES)
    if not attachment_folders(settings):
        typer.echo(BUCKET)


def _pack(settings: Settings, file: Path | None, target: Path, now: datetime) -> Manifest:
    with store_of(settings) as store:
        version = migrations.current(store) or ""
        try:
            return pack(
                target,
                made_at=now,
                version=version,
                database=file,
                keys=settings.keys_file,
                folders=attachment_folders(settings),
            )
        except (OSError, sqlite3.Error) as problem:
            stop(f"the archive could not be written ({type(problem).__name__}): {target}")
