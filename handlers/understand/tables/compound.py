"""Reads streams out of Microsoft's compound files, MS-CFB: the box of .xls, and of files with a password."""

import struct

from handlers.understand.tables.cells import Unreadable

_END = 0xFFFFFFFA  # from here on numbers are no sectors
_MINI = 64


def streams(content: bytes) -> dict[str, bytes]:
    """Maps the names of the streams to what is in them. Raises Unreadable."""
    try:
        return _Box(content).streams()
    except (struct.error, IndexError):
        raise Unreadable("cut") from None


class _Box:
    def __init__(self, content: bytes):
        self.content = content
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise Unreadable("cut")
        self.size = 1 << shift
        self.fat = self._fat()

    def _fat(self) -> tuple[int, ...]:
        first, _count = struct.unpack_from("<II", self.content, 68)
        sectors = list(struct.unpack_from("<109I", self.content, 76))
        seen: set[int] = set()
        while first < _END and first not in seen:
            seen.add(first)
            *more, first = struct.unpack(f"<{self.size // 4}I", self._sector(first))
            sectors += more
        table = b"".join(self._sector(sector) for sector in sectors if sector < _END)
        return struct.unpack(f"<{len(table) // 4}I", table)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        sector = self.content[start : start + self.size]
        if not sector:
            raise Unreadable("cut")
        return sector.ljust(self.size, b"\x00")

    def _chain(self, first: int, following: tuple[int, ...]) -> list[int]:
        chain: list[int] = []
        while first < _END:
            if len(chain) > len(following):
                raise Unreadable("cut")
            chain.append(first)
            first = following[first]
        return chain

    def _stream(self, first: int) -> bytes:
        return b"".join(self._sector(sector) for sector in self._chain(first, self.fat))

    def streams(self) -> dict[str, bytes]:
        directory = self._stream(struct.unpack_from("<I", self.content, 48)[0])
        cutoff, first_mini = struct.unpack_from("<II", self.content, 56)
        mini_table = self._stream(first_mini)
        mini_fat = struct.unpack(f"<{len(mini_table) // 4}I", mini_table)
        by_name, small = {}, b""
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            first, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
            if kind == 5:
                small = self._stream(first)
            elif kind == 2 and size >= cutoff:
                by_name[name] = self._stream(first)[:size]
            elif kind == 2:
                parts = [small[mini * _MINI : (mini + 1) * _MINI] for mini in self._chain(first, mini_fat)]
                by_name[name] = b"".join(parts)[:size]
        return by_name
