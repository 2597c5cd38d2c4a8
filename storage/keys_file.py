"""The file that holds the keys: JSON, 0600 in a 0700 folder, written whole or not at all."""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# which writing of the file it is; None where there is no file
Version = tuple[int, int, int] | None


class KeysFileUnreadable(ValueError):
    """The keys file is not what `python -m bot keys` writes. Restore it from a backup; do not edit it by hand."""


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """What stands in the file. A file of before has no audit keys, no backup key and no `current`."""

    data_keys: Mapping[int, bytes] = field(repr=False)
    audit_keys: Mapping[int, bytes] = field(repr=False)
    blind_key: bytes = field(repr=False)
    backup_key: bytes = field(repr=False)
    current: int
    backup_key_told: str


def write(path: Path, keys: StoredKeys) -> None:
    """Writes the file, durable when this returns; a folder that is missing is made for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = {
        "data_keys": _encoded(keys.data_keys),
        "audit_keys": _encoded(keys.audit_keys),
        "blind_key": base64.b64encode(keys.blind_key).decode(),
        "backup_key": base64.b64encode(keys.backup_key).decode(),
        "current": keys.current,
        "backup_key_told": keys.backup_key_told,
    }
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)  # one that was left would keep its mode
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes durable that a file of the folder has another content or name now."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def read(path: Path) -> StoredKeys:
    """Reads the file; raises KeysFileUnreadable."""
    try:
        content = json.loads(path.read_text())
        data_keys = _decoded(content["data_keys"])
        current = int(content.get("current", max(data_keys)))
        if current not in data_keys:
            raise KeyError(current)
        return StoredKeys(
            data_keys,
            _decoded(content.get("audit_keys", {})),
            base64.b64decode(content["blind_key"]),
            base64.b64decode(content.get("backup_key", "")),
            current,
            str(content.get("backup_key_told", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise KeysFileUnreadable(f"{path}: {type(problem).__name__}") from None


def version(path: Path) -> Version:
    """Tells one writing of the file from the next."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _encoded(keys: Mapping[int, bytes]) -> dict[str, str]:
    return {str(number): base64.b64encode(key).decode() for number, key in keys.items()}


def _decoded(keys: Any) -> dict[int, bytes]:
    return {int(number): base64.b64decode(key) for number, key in keys.items()}
