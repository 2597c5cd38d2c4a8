"""For whom a copy is sealed, and with what it opens: read from the options of `backup` and `restore`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.opening import stop
from bot.commands.sealed_stream import (
    SHORTEST_PASSPHRASE,
    BackupKey,
    Lock,
    Passphrase,
    Recipient,
    SecretHalf,
    UnreadableKey,
    read_key,
)
from bot.settings import Settings
from storage.keyring import Keyring, KeysFileUnreadable

PassphraseFile = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="file whose first line it is")]
RecipientKey = Annotated[str | None, typer.Option(help="public half of `keys pair`, or a file that holds it")]
SecretFile = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="secret half, for a copy made for a recipient")
]
KeyFile = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="file with what `keys backup-key` printed")
]


def lock_of(settings: Settings, passphrase_file: Path | None, recipient: str | None) -> Lock:
    """Gives the lock that a new copy gets: by default the keyring's backup key."""
    if passphrase_file is not None and recipient is not None:
        stop("--passphrase-file or --recipient, not both")
    if passphrase_file is not None:
        return Passphrase(_passphrase(passphrase_file))
    if recipient is not None:
        file = Path(recipient)
        return Recipient(_key(file.read_text() if file.exists() else recipient))
    return BackupKey(Keyring.load(settings.keys_file).backup_key)


def locks_at_hand(
    settings: Settings, *, passphrase_file: Path | None, secret_file: Path | None, key_file: Path | None
) -> tuple[Lock, ...]:
    """Gives what a copy may open with: the options, and the backup key of this machine's keys file."""
    locks: list[Lock] = []
    if passphrase_file is not None:
        locks.append(Passphrase(_passphrase(passphrase_file)))
    if secret_file is not None:
        locks.append(SecretHalf(_key(secret_file.read_text())))
    if key_file is not None:
        locks.append(BackupKey(_key(key_file.read_text())))
    elif settings.keys_file.exists():
        try:
            locks.append(BackupKey(Keyring.load(settings.keys_file).backup_key))
        except KeysFileUnreadable as problem:
            stop(str(problem))
    return tuple(locks)


def _passphrase(file: Path) -> str:
    first = [*file.read_text(encoding="utf-8").splitlines(), ""][0]
    if len(first) < SHORTEST_PASSPHRASE:
        stop(f"{file}: a passphrase has {SHORTEST_PASSPHRASE} signs or more")
    return first


def _key(text: str) -> bytes:
    try:
        return read_key(text)
    except UnreadableKey as problem:
        stop(str(problem))
