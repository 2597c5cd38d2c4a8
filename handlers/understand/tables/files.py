"""Opens a file that somebody calls a list, by what is in it and not by its name."""

import io
from collections.abc import Callable
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as BrokenStream

from handlers.understand.tables import html, ods, separated, xls, xlsx
from handlers.understand.tables.cells import Table, Unreadable

LARGEST = 20_000_000
LARGEST_UNPACKED = 400_000_000
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES_AND_PAPERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def read(content: bytes) -> list[Table]:
    """Gives the tables of a file that hold anything. Raises Unreadable, and nothing else."""
    if len(content) > LARGEST:
        raise Unreadable("too_big")
    try:
        tables = [table for table in _tables(content) if table.rows]
    except Unreadable:
        raise
    except (BadZipFile, BrokenStream, EOFError, OSError, NotImplementedError, RuntimeError):
        raise Unreadable("cut") from None
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, MemoryError, RecursionError):
        raise Unreadable("not_a_table") from None
    if not tables:
        raise Unreadable("empty")
    return tables


def _tables(content: bytes) -> list[Table]:
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise Unreadable("empty")
    if content.startswith(_COMPOUND):
        return xls.read(content)
    if content.startswith(b"PK"):
        return _of_archive(content)
    if content.startswith(_PICTURES_AND_PAPERS):
        raise Unreadable("not_a_table")
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        return html.read(content)
    return [separated.read(content)]


def _of_archive(content: bytes) -> list[Table]:
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("password")
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise Unreadable("too_big")
        return _reader_for(parts)(archive)


def _reader_for(parts: list[ZipInfo]) -> Callable[[ZipFile], list[Table]]:
    return ods.read if any(part.filename == "content.xml" for part in parts) else xlsx.read
