"""`python -m bot keys …`: the keys that make what is personal unreadable at rest."""

import typer

from bot.commands.opening import settings_or_exit, store_of
from bot.files.opening import open_blobs
from bot.files.store import FileStore
from storage import resealing
from storage.keyring import Keyring

app = typer.Typer(no_args_is_help=True, help="Encryption keys.")
BATCH = 500


@app.callback()
def main() -> None:
    """Commands about keys."""


@app.command("show")
def show() -> None:
    """Lists the keys by number, and which one seals. Never the keys.

    Example: python -m bot keys show
    """
    keyring = Keyring.load(settings_or_exit().keys_file)
    for number in sorted(keyring.data_keys):
        typer.echo(f"key {number}" + ("  seals" if number == keyring.current else ""))


@app.command("rotate")
def rotate() -> None:
    """Makes a new key and seals everything with it. Stop the service first; if it is interrupted, run it again.

    Example: systemctl stop donghanh; python -m bot keys rotate; systemctl start donghanh
    """
    settings = settings_or_exit()
    with store_of(settings) as store:
        blobs = open_blobs(settings.files, settings.folder, "files")
        files = FileStore(blobs, store.keyring)
        store.keyring = resealing.begin(store, settings.keys_file, files_done=not files.old())
        for table, cells in resealing.cells(store, BATCH):
            typer.echo(f"{table}: {cells} cells")
        typer.echo(f"files: {FileStore(blobs, store.keyring).reseal()}")
        typer.echo(f"everything is sealed with key {store.keyring.current}")
