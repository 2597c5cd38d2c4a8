"""Keeps the files of attachments: encrypted, named by id only."""

from collections import Counter
from collections.abc import Callable, Iterable
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
        self.blobs.put(_name(attachment_id), self.keyring.seal(_seal_name(attachment_id), content))

    def read(self, attachment_id: int) -> bytes:
        return self.keyring.open(_seal_name(attachment_id), self.blobs.get(_name(attachment_id)))

    def delete(self, ids: Iterable[int]) -> None:
        self.blobs.delete(map(_name, ids))

    def old(self) -> list[int]:
        """Gives the ids of attachments whose files are sealed with an earlier key."""
        names = [name for name in self.blobs.names() if name.endswith(ENDING)]
        return [int(name.removesuffix(ENDING)) for name in names if self._is_old(name)]

    def _is_old(self, name: str) -> bool:
        return _number(self.blobs, name) not in (None, self.keyring.current)

    def reseal(self, is_kept: Callable[[int], bool] = lambda _attachment_id: True) -> int:
        """Seals every file with the present key. Gives how many were not.

        `is_kept` says whether an attachment's file is still to be there: one that was deleted meanwhile stays away.
        """
        old = self.old()
        for attachment_id in old:
            was_kept = is_kept(attachment_id)
            try:
                content = self.read(attachment_id)
            except FileNotFoundError:
                continue
            self.keep(attachment_id, content)
            if was_kept and not is_kept(attachment_id):
                self.delete([attachment_id])
        return len(old)


def key_numbers(blobs: Blobs) -> Counter[int]:
    """Counts blobs by the numbers of the keys that sealed them."""
    return Counter(number for name in blobs.names() if (number := _number(blobs, name)) is not None)


def _number(blobs: Blobs, name: str) -> int | None:
    try:
        return Keyring.key_of(blobs.first(name, 2))
    except FileNotFoundError:
        return None


def _name(attachment_id: int) -> str:
    return f"{attachment_id}{ENDING}"


def _seal_name(attachment_id: int) -> str:
    return f"attachments.file:{attachment_id}"
