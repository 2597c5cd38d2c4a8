"""`python -m bot restore`: puts database, keys and files back from an archive."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.archive import DATABASE, KEYS, BrokenArchive, Manifest, attachment_folders, unpacked
from bot.commands.opening import settings_or_exit, sqlite_file, stop
from bot.settings import Settings
from storage import migrations

POSTGRES_BACK = """Now bring back the rows: pg_restore --clean --if-exists --dbname=… donghanh.dump
then: python -m bot migrate; python -m bot doctor"""


def restore(
    archive: Annotated[Path, typer.Argument(help="made by `python -m bot backup`", exists=True, dir_okay=False)],
    force: Annotated[bool, typer.Option(help="put aside what is there, under the ending .before")] = False,
) -> None:
    """Puts database, keys and files back from an archive. Stop the service first. What is there is never lost.

    Example: systemctl stop donghanh; python -m bot restore /mnt/usb/donghanh.tar.gz
    """
    settings = settings_or_exit()
    file = sqlite_file(settings)
    try:
        with unpacked(archive, settings.folder) as (manifest, folder):
            _check(manifest, folder, file)
            _put_back(settings, folder, file, force=force)
    except BrokenArchive as problem:
        stop(f"{archive}: {problem}; nothing was changed")
    typer.echo(f"as of {manifest.made_at}: {len(manifest.contents)} files are back")
    typer.echo("python -m bot doctor  says whether all is well" if file else POSTGRES_BACK)


def _check(manifest: Manifest, folder: Path, file: Path | None) -> None:
    if (manifest.database == "sqlite") != (file is not None):
        raise BrokenArchive(f"it is of a {manifest.database} database, and DONGHANH_DATABASE_URL names another kind")
    if manifest.version > migrations.latest():
        raise BrokenArchive(f"its database is at version {manifest.version}, newer than this program")
    if file is not None:
        with closing(sqlite3.connect(folder / DATABASE)) as database:
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BrokenArchive("its database is damaged")


def _put_back(settings: Settings, folder: Path, file: Path | None, *, force: bool) -> None:
    moves = {
        folder / KEYS: settings.keys_file,
        **{folder / name: place for name, place in attachment_folders(settings).items()},
    }
    if file is not None:
        moves[folder / DATABASE] = file
    there = [target for source, target in moves.items() if source.exists() and _holds_something(target)]
    if there and not force:
        stop(f"{', '.join(map(str, there))}: there already. With --force they are put aside under the ending .before")
    before = [_beside(target) for target in there]
    if taken := [path for path in before if path.exists()]:
        stop(f"{', '.join(map(str, taken))}: there already, from an earlier time; take them away first")
    for target, aside in zip(there, before, strict=True):
        target.replace(aside)
    for leftover in (f"{file}-wal", f"{file}-shm"):
        # they belong to the database that was put aside
        if file is not None and Path(leftover).exists():
            Path(leftover).replace(f"{file}.before{leftover[-4:]}")
    for source, target in moves.items():
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                target.rmdir()
            shutil.move(source, target)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".before")


def _holds_something(path: Path) -> bool:
    return path.exists() and (path.is_file() or any(path.iterdir()))
