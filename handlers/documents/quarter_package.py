"""The quarter's papers in one ZIP, with a cover list on top of what is in it and what is missing."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.documents import pdf
from handlers.documents.pdf import NotWritten
from handlers.documents.sheet import Sheet, as_workbook

COVER = "00-danh-muc"


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    heads: Sequence[str]
    lines: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover list, as plain strings. `not_written`: what is said of a file that could not be made."""

    language: str
    office: str
    title: str
    contents: Table
    missing: Table
    not_written: str
    made: str


def write(files: Mapping[str, Callable[[], bytes]], cover: Cover, at: datetime) -> bytes:
    """Makes the ZIP: path in it → what writes the file. One that cannot be written is named on the cover list."""
    out = io.BytesIO()
    failed: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, writing in files.items():
            try:
                content = writing()
            except NotWritten:
                failed.append(path)
            else:
                archive.writestr(_entry(path, at), content)
        for ending, content in _covers(_with_failed(cover, failed), at).items():
            archive.writestr(_entry(f"{COVER}.{ending}", at), content)
    return out.getvalue()


def _entry(path: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _with_failed(cover: Cover, failed: Sequence[str]) -> Cover:
    lines = [*cover.missing.lines, *([path, cover.not_written] for path in failed)]
    return replace(cover, missing=replace(cover.missing, lines=lines))


def _covers(cover: Cover, at: datetime) -> dict[str, bytes]:
    """Writes the cover list to print and to work on."""
    tables = [table for table in (cover.contents, cover.missing) if table.lines]
    words: dict[str, object] = {
        "language": cover.language,
        "office": cover.office,
        "title": cover.title,
        "draft": "",
        "rows": [],
        "lists": [{"title": table.title, "heads": table.heads, "lines": table.lines} for table in tables],
        "made": cover.made,
    }
    body = [*cover.contents.lines, *([], [cover.missing.title], *cover.missing.lines) * bool(cover.missing.lines)]
    return {
        "pdf": pdf.write("office_form", words, at),
        "xlsx": as_workbook(Sheet(cover.title, cover.contents.heads, body)),
    }
