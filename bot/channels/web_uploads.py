"""Photos and voice notes that pages sent: kept sealed under random names until they are fetched."""

import os
import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from storage.keyring import Keyring

PREFIX = "upload:"
NAME = re.compile(r"^upload:[0-9a-f]{32}$")
KEPT_FOR = 2 * 86_400


class NoSuchUpload(LookupError):
    """What a page sent is not there any more, or the reference is none of ours."""


@dataclass(frozen=True, slots=True)
class Uploads:
    """A folder of sealed files with random names; the reference travels in the message, sealed as well."""

    folder: Path
    keyring: Keyring

    def keep(self, content: bytes) -> str:
        name = secrets.token_hex(16)
        self.sweep()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(self.keyring.seal(f"uploads:{name}", content))
            file.flush()
            os.fsync(file.fileno())
        return PREFIX + name

    def read(self, ref: str) -> bytes:
        if not NAME.match(ref):
            raise NoSuchUpload
        name = ref.removeprefix(PREFIX)
        try:
            return self.keyring.open(f"uploads:{name}", (self.folder / name).read_bytes())
        except FileNotFoundError:
            raise NoSuchUpload from None

    def sweep(self) -> None:
        """Whatever was to be fetched has been, long ago."""
        before = time.time() - KEPT_FOR
        for file in self.folder.glob("*"):
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < before:
                    file.unlink()

    def drop(self, ref: str) -> None:
        if NAME.match(ref):
            (self.folder / ref.removeprefix(PREFIX)).unlink(missing_ok=True)
