"""Keeps blobs in a bucket of any provider that speaks S3; the usual AWS_ variables hold the credentials."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from bot.files.blobs import BlobsAway

if TYPE_CHECKING:
    from obstore.store import RetryConfig

PATIENCE = timedelta(seconds=10)
RETRIES: "RetryConfig" = {"max_retries": 3, "retry_timeout": PATIENCE}


class S3Blobs:
    """`s3://bucket/prefix`. Its calls wait for the network: they belong on threads."""

    def __init__(self, address: str):
        try:
            self._store = S3Store.from_url(
                address,
                client_options={
                    "timeout": PATIENCE,
                    "connect_timeout": timedelta(seconds=3),
                    "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true",
                },
                retry_config=RETRIES,
            )
        except BaseError as problem:
            raise _away(problem) from None

    def put(self, name: str, content: bytes) -> None:
        try:
            obstore.put(self._store, name, content)
        except BaseError as problem:
            raise _away(problem) from None

    def get(self, name: str) -> bytes:
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except BaseError as problem:
            raise _away(problem) from None

    def first(self, name: str, most: int) -> bytes:
        try:
            return bytes(obstore.get_range(self._store, name, start=0, length=most))
        except BaseError as problem:
            raise _away(problem) from None

    def delete(self, names: Iterable[str]) -> None:
        gone = list(names)
        try:
            if gone:
                obstore.delete(self._store, gone)
        except BaseError as problem:
            raise _away(problem) from None

    def has_room(self, size: int) -> bool:
        """Says yes: a bucket's provider sees to its room."""
        return True

    def names(self, older_than: float = 0.0) -> list[str]:
        before = datetime.now(UTC) - timedelta(seconds=older_than)
        try:
            objects = [stored for chunk in obstore.list(self._store) for stored in chunk]
        except BaseError as problem:
            raise _away(problem) from None
        wanted = [stored["path"] for stored in objects if not older_than or stored["last_modified"] <= before]
        return sorted(path.rpartition("/")[2] for path in wanted)


def _away(problem: BaseError) -> BlobsAway:
    """Names the kind of a failure only: its own words hold addresses and may hold keys."""
    return BlobsAway(type(problem).__name__)
