"""Attachments on disk: encrypted, named by id only, gone when their time is up."""

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storage.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Files:
    folder: Path
    keyring: Keyring

    def keep(self, attachment_id: int, content: bytes) -> None:
        """Written whole or not at all; it opens with its own id only."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sealed = self.keyring.seal(_place(attachment_id), content)
        draft = self.folder / f"{attachment_id}.new"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path(attachment_id))

    def read(self, attachment_id: int) -> bytes:
        return self.keyring.open(_place(attachment_id), self._path(attachment_id).read_bytes())

    def delete(self, ids: Iterable[int]) -> None:
        for attachment_id in ids:
            with contextlib.suppress(FileNotFoundError):
                self._path(attachment_id).unlink()

    def old(self) -> list[int]:
        """The attachments whose files are sealed with an earlier key."""
        return [int(path.stem) for path in sorted(self.folder.glob("*.sealed")) if self._is_old(path)]

    def _is_old(self, path: Path) -> bool:
        with path.open("rb") as file:
            return Keyring.key_of(file.read(2)) != self.keyring.current

    def reseal(self) -> int:
        """Seals every file with the present key; says how many were not."""
        old = self.old()
        for attachment_id in old:
            self.keep(attachment_id, self.read(attachment_id))
        return len(old)

    def _path(self, attachment_id: int) -> Path:
        return self.folder / f"{attachment_id}.sealed"


def _place(attachment_id: int) -> str:
    return f"attachments.file:{attachment_id}"
