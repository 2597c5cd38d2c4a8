"""Keeps photos and voice notes that pages sent, sealed under random names, until they are fetched."""

import re
import secrets
from dataclasses import dataclass

from bot.files.blobs import Blobs
from storage.keyring import Keyring

PREFIX = "upload:"
NAME = re.compile(r"^upload:[0-9a-f]{32}$")
KEPT_FOR = 2 * 86_400


class NoSuchUpload(LookupError):
    """What a page sent is not there any more, or the reference is none of ours."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """Sealed content under random names; the reference travels in the message, sealed as well."""

    blobs: Blobs
    keyring: Keyring

    def keep(self, content: bytes) -> str:
        name = secrets.token_hex(16)
        self.sweep()
        self.blobs.put(name, self.keyring.seal(f"uploads:{name}", content))
        return PREFIX + name

    def read(self, ref: str) -> bytes:
        if not NAME.match(ref):
            raise NoSuchUpload
        name = ref.removeprefix(PREFIX)
        try:
            return self.keyring.open(f"uploads:{name}", self.blobs.get(name))
        except FileNotFoundError:
            raise NoSuchUpload from None

    def sweep(self) -> None:
        """Deletes uploads older than two days: whatever was to be fetched has been."""
        self.blobs.delete(self.blobs.names(older_than=KEPT_FOR))

    def has_room(self, size: int) -> bool:
        return self.blobs.has_room(size)

    def drop(self, ref: str) -> None:
        if NAME.match(ref):
            self.blobs.delete([ref.removeprefix(PREFIX)])
