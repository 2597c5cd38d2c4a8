"""Switches between the bench and the service it troubles: a few numbers in a file that both have mapped."""

import mmap
import struct
from pathlib import Path

NUMBERS = ("disk_full", "sync_errors", "clock")
FORMAT = struct.Struct("d" * len(NUMBERS))


class Switches:
    """`disk_full`: whether nothing can be written; `sync_errors`: how many syncs still fail; `clock`: seconds ahead."""

    def __init__(self, path: Path):
        if not path.exists():
            path.write_bytes(bytes(FORMAT.size))
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), FORMAT.size)

    def get(self, name: str) -> float:
        value: float = FORMAT.unpack(self._map[: FORMAT.size])[NUMBERS.index(name)]
        return value

    def set(self, name: str, value: float) -> None:
        struct.pack_into("d", self._map, 8 * NUMBERS.index(name), value)

    def takes_one(self, name: str) -> bool:
        """Says whether there is one left, and counts it off."""
        left = self.get(name)
        if left >= 1:
            self.set(name, left - 1)
        return left >= 1
