"""Packs and unpacks the archive of a service: a manifest, the files, SQLite's database, and the keys if asked for."""

import gzip
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from bot.anchor_file import ANCHORS
from bot.commands.sealed_stream import BrokenStream, Lock, OpeningReader, SealingWriter, is_sealed
from bot.files.opening import folder_of
from bot.settings import Settings
from storage.keys_file import sync_folder

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.db"
KEYS = "keys.json"
FOLDERS = ("files", "uploads")
CHUNK = 1 << 20


class BrokenArchive(ValueError):
    """The archive is not one of ours, is cut off, or was changed; the message says where."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file of the archive, by its name in it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    format: int
    made_at: str
    database: str
    version: str
    contents: tuple[Content, ...]

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        try:
            fields = json.loads(text)
            contents = tuple(
                Content(str(content["name"]), int(content["size"]), str(content["sha256"]))
                for content in fields["contents"]
            )
            made = cls(int(fields["format"]), fields["made_at"], fields["database"], fields["version"], contents)
        except (ValueError, KeyError, TypeError) as problem:
            raise BrokenArchive(f"{MANIFEST} cannot be read ({type(problem).__name__})") from None
        if made.format != FORMAT:
            raise BrokenArchive(f"made by another version: format {made.format}, not {FORMAT}")
        return made


def attachment_folders(settings: Settings) -> dict[str, Path]:
    """Gives the folders of attachments by their names in the archive; none when they lie in a bucket."""
    folders = {name: folder_of(settings.files, settings.folder, name) for name in FOLDERS}
    return {name: folder for name, folder in folders.items() if folder is not None}


def pack(
    archive: Path, lock: Lock, *, made_at: datetime, version: str, database: Path | None, sources: Mapping[str, Path]
) -> Manifest:
    """Writes the archive whole or not at all, sealed for whom `lock` says. `sources`: files by their names in it.

    The copy of the database, and nothing else, lies beside it meanwhile.
    """
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=database.parent if database else None) as folder:
        packed = dict(sources)
        if database is not None:
            packed[DATABASE] = Path(folder) / DATABASE
            copy_database(database, packed[DATABASE])
        contents = tuple(_described(name, path) for name, path in sorted(packed.items()))
        kind = "sqlite" if database else "postgresql"
        manifest = Manifest(FORMAT, made_at.isoformat(timespec="seconds"), kind, version, contents)
        with _whole_or_not(archive) as file:
            writer = SealingWriter(file, lock)
            _write_tar(writer, manifest, packed)
            writer.finish()
    return manifest


@contextmanager
def _whole_or_not(archive: Path) -> Iterator[BinaryIO]:
    """Gives a file that gets the archive's name when it is complete and on the disk."""
    draft = archive.with_name(f".{archive.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(archive)
        sync_folder(archive.parent)
    finally:
        draft.unlink(missing_ok=True)


def _write_tar(writer: SealingWriter, manifest: Manifest, packed: Mapping[str, Path]) -> None:
    with gzip.GzipFile(fileobj=writer, mode="wb", compresslevel=6, mtime=0) as zipped:
        with tarfile.open(fileobj=zipped, mode="w|") as tar:
            _add_text(tar, MANIFEST, manifest.to_json())
            for content in manifest.contents:
                tar.add(packed[content.name], content.name, recursive=False, filter=_plain)


def files_of(settings: Settings, *, with_keys: bool) -> dict[str, Path]:
    """Lists what is packed besides the database, by its names in the archive."""
    sources = _files(attachment_folders(settings))
    if with_keys:
        sources[KEYS] = settings.keys_file
    anchors = settings.folder / ANCHORS
    if anchors.exists():
        sources[ANCHORS] = anchors
    return sources


def copy_database(source: Path, target: Path) -> None:
    """Copies a database page by page under SQLite's locks: the service may go on writing."""
    with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old:
        with closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")


def _files(folders: Mapping[str, Path]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for name, folder in folders.items():
        for path in sorted(folder.glob("*")):
            if path.is_file() and path.suffix != ".new":
                files[f"{name}/{path.name}"] = path
    return files


def _described(name: str, path: Path) -> Content:
    with path.open("rb") as file:
        return Content(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Strips an entry of what tells of the machine it was made on."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _add_text(tar: tarfile.TarFile, name: str, text: bytes) -> None:
    entry = _plain(tarfile.TarInfo(name))
    entry.size = len(text)
    tar.addfile(entry, io.BytesIO(text))


@contextmanager
def unpacked(archive: Path, locks: tuple[Lock, ...], beside: Path) -> Iterator[tuple[Manifest, Path]]:
    """Unpacks into a folder that is gone afterwards, comparing files with the manifest.

    Raises BrokenArchive, and NotForUs when none of `locks` opens it.
    """
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=beside) as name:
        folder = Path(name)
        yield _unpack(archive, locks, folder), folder


def _unpack(archive: Path, locks: tuple[Lock, ...], folder: Path) -> Manifest:
    try:
        with archive.open("rb") as file:
            # earlier archives were not sealed
            source = OpeningReader(file, locks) if is_sealed(file) else file
            with gzip.GzipFile(fileobj=source, mode="rb") as zipped:
                manifest = _take_all(zipped, folder)
                while zipped.read(CHUNK):  # to the end, which is proven too
                    pass
    except (tarfile.TarError, zlib.error, OSError, EOFError) as problem:
        said = str(problem) if isinstance(problem, BrokenStream) else type(problem).__name__
        raise BrokenArchive(f"it cannot be read to its end ({said})") from None
    return manifest


def _take_all(zipped: gzip.GzipFile, folder: Path) -> Manifest:
    with tarfile.open(fileobj=zipped, mode="r|") as tar:
        manifest = _manifest(tar)
        wanted = {content.name: content for content in manifest.contents}
        while (entry := tar.next()) is not None:
            _take(tar, entry, wanted.pop(entry.name, None), folder)
    if wanted:
        raise BrokenArchive(f"{min(wanted)} is missing")
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    text = tar.extractfile(first) if first is not None and first.name == MANIFEST and first.isfile() else None
    if text is None:
        raise BrokenArchive(f"it does not begin with {MANIFEST}")
    return Manifest.from_json(text.read(CHUNK * 64))


def _take(tar: tarfile.TarFile, entry: tarfile.TarInfo, content: Content | None, folder: Path) -> None:
    """Unpacks one entry: only what the manifest names, plain files in our own folders, exactly as packed."""
    path = PurePosixPath(entry.name)
    if content is None or not entry.isfile() or not _is_part_of_backup(path):
        raise BrokenArchive(f"{entry.name} does not belong in it")
    source = tar.extractfile(entry)
    assert source is not None
    target = folder / path
    target.parent.mkdir(exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    if (entry.size, digest.hexdigest()) != (content.size, content.sha256):
        raise BrokenArchive(f"{entry.name} is not what was packed")


def _is_part_of_backup(path: PurePosixPath) -> bool:
    if path.is_absolute() or ".." in path.parts:
        return False
    return str(path) in (DATABASE, KEYS, ANCHORS) or (len(path.parts) == 2 and path.parts[0] in FOLDERS)
