"""The keys that make what is personal unreadable at rest: cells by AES-256-GCM, look-ups by HMAC."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class KeyMissing(LookupError):
    """A cell was sealed with a key that the keys file does not hold. Restore the file that belongs to this database."""


class CellTampered(ValueError):
    """A cell does not open with its key in this place: it was changed or moved. Restore it from a backup."""


class KeysFileUnreadable(ValueError):
    """The keys file is not what `python -m bot keys` writes. Restore it from a backup; do not edit it by hand."""


@dataclass(slots=True)
class Keyring:
    """Data keys by id (the highest seals, all open) and the key of the blind index."""

    data_keys: dict[int, bytes] = field(repr=False)
    blind_key: bytes = field(repr=False)
    _ciphers: dict[int, AESGCM] = field(init=False, repr=False)
    _current: int = field(init=False)

    def __post_init__(self) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in self.data_keys.items()}
        self._current = max(self.data_keys)

    @classmethod
    def fresh(cls) -> "Keyring":
        """Makes a first data key and a key of the blind index."""
        return cls({1: secrets.token_bytes(32)}, secrets.token_bytes(32))

    @property
    def current(self) -> int:
        """Names the data key that seals."""
        return self._current

    def rotated(self) -> "Keyring":
        """Adds to the same keys a new one that seals from now on."""
        return Keyring({**self.data_keys, self._current + 1: secrets.token_bytes(32)}, self.blind_key)

    def seal(self, place: str, content: bytes) -> bytes:
        """Seals bytes: two bytes of key id, nonce, ciphertext; they open only in `place` (table.column:row)."""
        nonce = os.urandom(NONCE)
        sealed = self._ciphers[self._current].encrypt(nonce, content, place.encode())
        return self._current.to_bytes(2, "big") + nonce + sealed

    def open(self, place: str, blob: bytes) -> bytes:
        """Opens what was sealed in this place; raises KeyMissing or CellTampered."""
        cipher = self._ciphers.get(self.key_of(blob))
        if cipher is None:
            raise KeyMissing(f"key {self.key_of(blob)} for {place}")
        try:
            return cipher.decrypt(blob[2 : 2 + NONCE], blob[2 + NONCE :], place.encode())
        except InvalidTag:
            raise CellTampered(place) from None

    @staticmethod
    def key_of(blob: bytes) -> int:
        """Reads the id of the key that sealed these bytes."""
        return int.from_bytes(blob[:2], "big")

    def blind(self, column: str, value: str) -> bytes:
        """Makes a look-up value that says nothing without the key; equal values of a column are equal."""
        return hmac.digest(self.blind_key, f"{column}\0{value}".encode(), hashlib.sha256)

    def save(self, path: Path) -> None:
        """Writes the file whole or not at all, readable by its owner only."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "data_keys": {str(number): base64.b64encode(key).decode() for number, key in self.data_keys.items()},
            "blind_key": base64.b64encode(self.blind_key).decode(),
        }
        draft = path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Reads the keys file; raises KeysFileUnreadable."""
        try:
            content = json.loads(path.read_text())
            data_keys = {int(number): base64.b64decode(key) for number, key in content["data_keys"].items()}
            return cls(data_keys, base64.b64decode(content["blind_key"]))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise KeysFileUnreadable(f"{path}: {type(problem).__name__}") from None
