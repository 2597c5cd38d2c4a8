"""Stores sealed content by name; here in a folder, of this machine or shared by all nodes."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rules.uploads import leaves_room


class BlobsAway(OSError):
    """The bucket does not answer, or not as it should."""


class Blobs(Protocol):
    """Keeps content by plain names. Reading what is not there raises FileNotFoundError, an absent bucket BlobsAway."""

    def put(self, name: str, content: bytes) -> None:
        """Writes content whole or not at all; it is durable when this returns."""
        ...

    def get(self, name: str) -> bytes: ...

    def first(self, name: str, most: int) -> bytes: ...

    def delete(self, names: Iterable[str]) -> None:
        """Deletes by name; names that are not there are passed over."""
        ...

    def names(self, older_than: float = 0.0) -> list[str]:
        """Gives the names put at least so many seconds ago, sorted."""
        ...

    def has_room(self, size: int) -> bool:
        """Says whether so many bytes may be put without filling the disk."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """Keeps each blob as a file, readable by its owner only."""

    path: Path

    def put(self, name: str, content: bytes) -> None:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.path / f"{name}.{os.getpid()}.new"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / name)

    def get(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def first(self, name: str, most: int) -> bytes:
        with (self.path / name).open("rb") as file:
            return file.read(most)

    def delete(self, names: Iterable[str]) -> None:
        for name in names:
            (self.path / name).unlink(missing_ok=True)

    def has_room(self, size: int) -> bool:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        disk = shutil.disk_usage(self.path)
        return leaves_room(size, free=disk.free, disk=disk.total)

    def names(self, older_than: float = 0.0) -> list[str]:
        names = []
        for file in sorted(self.path.glob("*")):
            with contextlib.suppress(FileNotFoundError):
                if file.suffix == ".new" and not older_than:
                    continue  # being written, or left by a crash
                if not older_than or file.stat().st_mtime <= time.time() - older_than:
                    names.append(file.name)
        return names
