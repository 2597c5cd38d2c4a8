"""Where sealed content lies: a folder of this machine or one shared by all nodes, or a bucket that speaks S3."""

import contextlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.settings import Settings


class BlobsAway(OSError):
    """The bucket does not answer, or not as it should."""


class Blobs(Protocol):
    """Names are plain. What is read and is not there is a FileNotFoundError."""

    def put(self, name: str, content: bytes) -> None:
        """Whole or not at all, and lasting when it returns."""
        ...

    def get(self, name: str) -> bytes: ...

    def first(self, name: str, most: int) -> bytes: ...

    def delete(self, names: Iterable[str]) -> None:
        """Those not there are no trouble."""
        ...

    def names(self, older_than: float = 0.0) -> list[str]:
        """Those put so many seconds ago, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
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

    def names(self, older_than: float = 0.0) -> list[str]:
        found = []
        for file in sorted(self.path.glob("*")):
            with contextlib.suppress(FileNotFoundError):
                if file.suffix == ".new" and not older_than:
                    continue  # being written, or left by a crash
                if file.stat().st_mtime <= time.time() - older_than:
                    found.append(file.name)
        return found


def blobs_of(settings: Settings, kind: str) -> Blobs:
    """`kind` is files or uploads."""
    folder = folder_of(settings, kind)
    if folder is not None:
        return Folder(folder)
    from bot.files.s3 import S3Blobs  # its client, which a folder is spared

    return S3Blobs(f"{str(settings.files).rstrip('/')}/{kind}")


def folder_of(settings: Settings, kind: str) -> Path | None:
    """None when it is a bucket."""
    if settings.files is None:
        return settings.folder / kind
    return None if settings.files.startswith("s3://") else Path(settings.files) / kind
