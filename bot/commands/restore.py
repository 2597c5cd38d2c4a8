"""`python -m bot restore`: puts database and files back from a copy, and the keys if they are in it."""

import shutil
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.anchor_file import ANCHORS
from bot.commands.archive import DATABASE, KEYS, BrokenArchive, attachment_folders, unpacked
from bot.commands.copy_check import check_database, check_keys, check_manifest
from bot.commands.copy_locks import KeyFile, PassphraseFile, SecretFile, locks_at_hand
from bot.commands.opening import settings_or_exit, sqlite_file, stop
from bot.commands.sealed_stream import NotForUs
from bot.database_lock import HeldElsewhere, nobody_serves
from bot.settings import Settings
from storage import key_holders
from storage.keyring import Keyring
from storage.opening import open_store

POSTGRES_BACK = """Now bring back the rows: pg_restore --clean --if-exists --dbname=… donghanh.dump
then: python -m bot migrate; python -m bot doctor"""
STOP_IT = "is serving this database: stop it first (systemctl stop donghanh)"


def restore(
    archive: Annotated[Path, typer.Argument(help="made by `python -m bot backup`", exists=True, dir_okay=False)],
    force: Annotated[bool, typer.Option(help="put aside what is there, under the ending .before")] = False,
    passphrase_file: PassphraseFile = None,
    secret_file: SecretFile = None,
    key_file: KeyFile = None,
) -> None:
    """Puts database and files back from a copy. Stop the service first. What is there is never lost.

    Example: systemctl stop donghanh; python -m bot restore /mnt/usb/donghanh.dhcopy
    """
    settings = settings_or_exit()
    locks = locks_at_hand(settings, passphrase_file=passphrase_file, secret_file=secret_file, key_file=key_file)
    file = sqlite_file(settings)
    try:
        _refuse_while_served(settings, file)
        with unpacked(archive, locks, settings.folder) as (manifest, folder):
            check_manifest(manifest, sqlite=file is not None)
            _check_with_keys(settings, folder)
            if file is None:
                _put_back(settings, folder, file, force=force)
            else:
                with nobody_serves(file):
                    _put_back(settings, folder, file, force=force)
    except (BrokenArchive, NotForUs) as problem:
        stop(f"{archive}: {problem}; nothing was changed")
    except HeldElsewhere:
        stop(f"a process {STOP_IT}; nothing was changed")
    typer.echo(f"as of {manifest.made_at}: {len(manifest.contents)} files are back")
    typer.echo("python -m bot doctor  says whether all is well" if file else POSTGRES_BACK)


def _refuse_while_served(settings: Settings, file: Path | None) -> None:
    """Asks the lock of an embedded database, or the rows of running processes in a PostgreSQL that answers."""
    if file is not None and file.exists():
        with nobody_serves(file):
            return
    if file is not None or not settings.keys_file.exists():
        return
    store = open_store(settings.database_url, Keyring.load(settings.keys_file))
    try:
        running = key_holders.running(store)
    except SQLAlchemyError:
        running = []  # away, or without tables: nobody serves it
    finally:
        store.close()
    if running:
        stop(f"{', '.join(map(str, running))} {STOP_IT}; nothing was changed")


def _check_with_keys(settings: Settings, folder: Path) -> None:
    own = folder / KEYS
    if not own.exists() and not settings.keys_file.exists():
        raise BrokenArchive(f"the keys are not in it: bring {settings.keys_file} back from its own copy first")
    if (folder / DATABASE).exists():
        check_database(folder)
        check_keys(folder, Keyring.load(own if own.exists() else settings.keys_file))


def _put_back(settings: Settings, folder: Path, file: Path | None, *, force: bool) -> None:
    moves = {
        folder / KEYS: settings.keys_file,
        folder / ANCHORS: settings.folder / ANCHORS,
        **{folder / name: place for name, place in attachment_folders(settings).items()},
    }
    if file is not None:
        moves[folder / DATABASE] = file
    occupied = [target for source, target in moves.items() if source.exists() and _holds_something(target)]
    if occupied and not force:
        stop(
            f"{', '.join(map(str, occupied))}: there already. With --force they are put aside under the ending .before"
        )
    anchors = settings.folder / ANCHORS
    if anchors.exists() and anchors not in occupied:
        occupied.append(anchors)  # they tell of rows that this copy has not got yet
    _put_aside(occupied, file)
    for source, target in moves.items():
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if target.is_dir():
                target.rmdir()
            shutil.move(source, target)


def _put_aside(targets: list[Path], file: Path | None) -> None:
    before = [_beside(target) for target in targets]
    if taken := [path for path in before if path.exists()]:
        stop(f"{', '.join(map(str, taken))}: there already, from an earlier time; take them away first")
    for target, aside in zip(targets, before, strict=True):
        target.replace(aside)
    for leftover in (f"{file}-wal", f"{file}-shm"):
        # they belong to the database that was put aside
        if file is not None and Path(leftover).exists():
            Path(leftover).replace(f"{file}.before{leftover[-4:]}")


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".before")


def _holds_something(path: Path) -> bool:
    return path.exists() and (path.is_file() or any(path.iterdir()))
