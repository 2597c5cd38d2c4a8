"""Keeps the files of attachments: encrypted, named by id only."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.files.blobs import Blobs
from storage.keyring import Keyring

ENDING = ".sealed"


@dataclass(frozen=True, slots=True)
class FileStore:
    """Seals and opens the files of attachments."""

    blobs: Blobs
    keyring: Keyring

    def keep(self, attachment_id: int, content: bytes) -> None:
        """Writes a file whole or not at all; it opens with its own id only."""
        self.blobs.put(_name(attachment_id), self.keyring.seal(_where(attachment_id), content))

    def read(self, attachment_id: int) -> bytes:
        return self.keyring.open(_where(attachment_id), self.blobs.get(_name(attachment_id)))

    def delete(self, ids: Iterable[int]) -> None:
        self.blobs.delete(map(_name, ids))

    def old(self) -> list[int]:
        """Gives the ids of attachments whose files are sealed with an earlier key."""
        names = [name for name in self.blobs.names() if name.endswith(ENDING)]
        return [int(name.removesuffix(ENDING)) for name in names if self._is_old(name)]

    def _is_old(self, name: str) -> bool:
        return Keyring.key_of(self.blobs.first(name, 2)) != self.keyring.current

    def reseal(self) -> int:
        """Seals every file with the present key. Gives how many were not."""
        old = self.old()
        for attachment_id in old:
            self.keep(attachment_id, self.read(attachment_id))
        return len(old)


def _name(attachment_id: int) -> str:
    return f"{attachment_id}{ENDING}"


def _where(attachment_id: int) -> str:
    return f"attachments.file:{attachment_id}"
