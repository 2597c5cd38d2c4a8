"""Opens the place where sealed content lies: a folder of this machine, one shared by all nodes, or an S3 bucket."""

from pathlib import Path

from bot.files.blobs import Blobs, Folder


def open_blobs(files: str | None, own_folder: Path, kind: str) -> Blobs:
    """Opens the blobs of a kind, `files` or `uploads`.

    `files` is the setting: None, a folder, or `s3://bucket/prefix`; `own_folder` is used when it is None.
    """
    folder = folder_of(files, own_folder, kind)
    if folder is not None:
        return Folder(folder)
    from bot.files.s3 import S3Blobs  # its client is an extra, and takes time to import

    return S3Blobs(f"{str(files).rstrip('/')}/{kind}")


def folder_of(files: str | None, own_folder: Path, kind: str) -> Path | None:
    """Gives the folder in which blobs of a kind lie, None when they lie in a bucket."""
    if files is None:
        return own_folder / kind
    return None if files.startswith("s3://") else Path(files) / kind
