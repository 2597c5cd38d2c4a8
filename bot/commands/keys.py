"""`python -m bot keys …`: the keys that make what is personal unreadable at rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import Clock
from bot.commands import sealed_stream
from bot.commands.opening import settings_or_exit, stop, store_of
from bot.commands.rotation import CannotRotate, Rotation
from bot.database_lock import HeldElsewhere, held_alone
from bot.settings import Settings
from storage import key_holders
from storage.database import VIETNAM
from storage.keyring import Keyring

app = typer.Typer(no_args_is_help=True, help="Encryption keys.")
SAFE = """Write it down or print it, and put it into the safe: with it, copies made by `python -m bot backup` open.
It opens no cell: the keys file is needed besides. It is not shown again; --again does."""
OLD_COPIES = "Copies made before {since} need the retired keys: keep a keys file of then in the safe with them."


@app.callback()
def main() -> None:
    """Commands about keys."""


@app.command("show")
def show() -> None:
    """Lists the keys by number, which one seals, and which process of the service holds which. Never the keys.

    Example: python -m bot keys show
    """
    settings = settings_or_exit()
    keyring = _loaded(settings)
    for number in sorted(keyring.data_keys):
        state = "  seals" if number == keyring.current else "  published" if number > keyring.current else ""
        typer.echo(f"key {number}{state}")
    with store_of(settings) as store:
        for holder in key_holders.running(store):
            held = ", ".join(map(str, sorted(holder.keys)))
            typer.echo(f"{holder} holds {held} and seals with {holder.seals}")


@app.command("rotate")
def rotate(
    wait: Annotated[float, typer.Option(help="seconds to wait for the processes of the service at each step")] = 60.0,
) -> None:
    """Makes a new key and seals everything with it, while the service runs. If it is interrupted, run it again.

    Example: python -m bot keys rotate
    """
    settings = settings_or_exit()
    with _alone(settings), store_of(settings) as store:
        try:
            Rotation(store, settings, typer.echo, wait).rotate()
        except CannotRotate as problem:
            _stop_for_now(problem)
        typer.echo("copy the keys file to the safe; when all is well: python -m bot keys retire")


@app.command("retire")
def retire(
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    wait: Annotated[float, typer.Option(help="seconds to wait for the processes of the service")] = 60.0,
) -> None:
    """Takes old keys out of the keys file, once nothing in database and files needs them.

    Example: python -m bot keys retire
    """
    settings = settings_or_exit()
    with _alone(settings), store_of(settings) as store:
        with store.transaction() as db:
            sealing = key_holders.sealing(db)
        since = sealing.sealing_since.astimezone(VIETNAM) if sealing else Clock().now().astimezone(VIETNAM)
        typer.echo(OLD_COPIES.format(since=f"{since + timedelta(minutes=1):%Y-%m-%d %H:%M}"))
        if not yes:
            typer.confirm("Take the old keys out?", abort=True)
        try:
            gone = Rotation(store, settings, typer.echo, wait).retire()
        except CannotRotate as problem:
            _stop_for_now(problem)
        typer.echo(f"retired: {', '.join(map(str, gone))}" if gone else "there is no old key")


@app.command("backup-key")
def backup_key(again: Annotated[bool, typer.Option("--again", help="show it once more")] = False) -> None:
    """Prints the key that opens copies, once, for the safe.

    Example: python -m bot keys backup-key
    """
    settings = settings_or_exit()
    with _alone(settings):
        keyring = _loaded(settings)
        if keyring.backup_key_told and not again:
            stop(f"it was printed on {keyring.backup_key_told}; if that paper is lost: --again")
        typer.echo(sealed_stream.written_key(keyring.backup_key))
        typer.echo(SAFE, err=True)
        keyring.with_backup_key_told(f"{Clock().now().astimezone(VIETNAM):%Y-%m-%d}").save(settings.keys_file)


@app.command("pair")
def pair(file: Annotated[Path, typer.Argument(help="where the secret half goes; take it to the safe")]) -> None:
    """Makes a pair for copies that only one person can open: the secret half in FILE, the public half printed.

    Example: python -m bot keys pair /mnt/usb/donghanh.secret
    """
    if file.exists():
        stop(f"{file} is there already: nothing is written over")
    public = sealed_stream.make_pair(file)
    typer.echo(public)
    typer.echo(f"python -m bot backup --recipient {public}", err=True)


def _loaded(settings: Settings) -> Keyring:
    if not settings.keys_file.exists():
        stop(f"{settings.keys_file} is not there")
    return Keyring.load(settings.keys_file)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Lets one command at a time change the keys file."""
    try:
        with held_alone(settings.keys_file.with_suffix(".lock")):
            yield
    except HeldElsewhere:
        stop("another command is changing the keys just now: wait until it has ended")


def _stop_for_now(problem: CannotRotate) -> None:
    typer.echo(str(problem), err=True)
    typer.echo("nothing is lost; run it again", err=True)
    raise typer.Exit(1)
