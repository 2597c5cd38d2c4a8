"""The keys that make what is personal unreadable at rest: cells by AES-256-GCM, look-ups and the audit by HMAC."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage import keys_file
from storage.keys_file import KeysFileUnreadable, StoredKeys

__all__ = ["CellTampered", "KeyMissing", "Keyring", "KeysFileUnreadable"]

NONCE = 12
# of keys files of before there were such keys: every copy of a file comes to the same ones
OF_OLDER_FILES = "donghanh key made of the blind key: {}"


class KeyMissing(LookupError):
    """A cell was sealed with a key that the keys file does not hold. Restore the file that belongs to this database."""


class CellTampered(ValueError):
    """A cell does not open with its key in this place: it was changed or moved. Restore it from a backup."""


@dataclass(slots=True)
class Keyring:
    """Data keys by number (`current` seals, all open), audit keys by the same numbers, keys of look-ups and backups.

    A number above `current` is published: it opens already and seals once every process holds it. The object stays
    the same while its keys change, so that whoever holds it has the keys of now.
    """

    data_keys: Mapping[int, bytes] = field(repr=False)
    blind_key: bytes = field(repr=False)
    audit_keys: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    backup_key: bytes = field(default=b"", repr=False)
    current: int = 0
    backup_key_told: str = ""
    _ciphers: dict[int, AESGCM] = field(init=False, repr=False)
    _file: Path | None = field(default=None, init=False, repr=False)
    _version: keys_file.Version = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        made = {number: self._made_of_blind_key(f"audit {number}") for number in self.data_keys}
        self.audit_keys = {**made, **self.audit_keys}
        self.backup_key = self.backup_key or self._made_of_blind_key("backup")
        self.current = self.current or max(self.data_keys)
        self._ciphers = {number: AESGCM(key) for number, key in self.data_keys.items()}

    def _made_of_blind_key(self, what: str) -> bytes:
        return hmac.digest(self.blind_key, OF_OLDER_FILES.format(what).encode(), hashlib.sha256)

    @classmethod
    def fresh(cls) -> "Keyring":
        """Makes a first data key and audit key, and the keys of look-ups and backups."""
        first, audit, blind, backup = (secrets.token_bytes(32) for _ in range(4))
        return cls({1: first}, blind, {1: audit}, backup)

    @property
    def newest(self) -> int:
        """Names the highest data key: the one that seals, or one that is published."""
        return max(self.data_keys)

    def with_published(self) -> "Keyring":
        """Adds to the same keys a new data key and audit key, which do not seal yet."""
        number = self.newest + 1
        data_keys = {**self.data_keys, number: secrets.token_bytes(32)}
        return self._with(data_keys, {**self.audit_keys, number: secrets.token_bytes(32)}, self.current)

    def with_current(self, number: int) -> "Keyring":
        """Gives the same keys, of which this one seals and signs."""
        return self._with(self.data_keys, self.audit_keys, number)

    def without_old(self) -> "Keyring":
        """Leaves out the data keys before the one that seals; old rows of the audit still need their keys."""
        kept = {number: key for number, key in self.data_keys.items() if number >= self.current}
        return self._with(kept, self.audit_keys, self.current)

    def with_backup_key_told(self, day: str) -> "Keyring":
        """Notes on which day the backup key was printed for the safe."""
        return replace(self, backup_key_told=day)

    def _with(self, data_keys: Mapping[int, bytes], audit_keys: Mapping[int, bytes], current: int) -> "Keyring":
        return replace(self, data_keys=data_keys, audit_keys=audit_keys, current=current)

    def take_over(self, other: "Keyring") -> None:
        """Takes the keys of another keyring of the same database, in an order in which other threads may seal."""
        current = max(self.current, other.current) if self.current in other.data_keys else other.current
        self.audit_keys = other.audit_keys
        self._ciphers = {**self._ciphers, **other._ciphers}
        self.current = current
        self.data_keys, self._ciphers = other.data_keys, other._ciphers
        self.backup_key, self.backup_key_told = other.backup_key, other.backup_key_told

    def fingerprint(self, number: int) -> str:
        """Tells a data key from another of the same number, and nothing of the key."""
        return hmac.digest(self.data_keys[number], b"donghanh fingerprint", hashlib.sha256).hex()[:12]

    def seal(self, place: str, content: bytes) -> bytes:
        """Seals bytes: two bytes of key number, nonce, ciphertext; they open only in `place` (table.column:row)."""
        nonce, number = os.urandom(NONCE), self.current
        return number.to_bytes(2, "big") + nonce + self._ciphers[number].encrypt(nonce, content, place.encode())

    def open(self, place: str, blob: bytes) -> bytes:
        """Opens what was sealed in this place; raises KeyMissing or CellTampered."""
        number = self.key_of(blob)
        cipher = self._ciphers.get(number) or self._from_file(number)
        if cipher is None:
            raise KeyMissing(f"key {number} for {place}")
        try:
            return cipher.decrypt(blob[2 : 2 + NONCE], blob[2 + NONCE :], place.encode())
        except InvalidTag:
            raise CellTampered(place) from None

    def _from_file(self, number: int) -> AESGCM | None:
        """Looks for a key that another process may have published meanwhile."""
        self.reload()
        return self._ciphers.get(number)

    @staticmethod
    def key_of(blob: bytes) -> int:
        """Reads the number of the key that sealed these bytes."""
        return int.from_bytes(blob[:2], "big")

    def blind(self, column: str, value: str) -> bytes:
        """Makes a look-up value that says nothing without the key; equal values of a column are equal."""
        return hmac.digest(self.blind_key, f"{column}\0{value}".encode(), hashlib.sha256)

    def sign(self, number: int, content: bytes) -> bytes:
        """Makes the HMAC of a row of the audit with the audit key of this number; raises KeyMissing."""
        if number not in self.audit_keys:
            self.reload()
        if number not in self.audit_keys:
            raise KeyMissing(f"audit key {number}")
        return hmac.digest(self.audit_keys[number], content, hashlib.sha256)

    def save(self, path: Path) -> None:
        """Writes the keys file whole or not at all, readable by its owner only, and stays bound to it."""
        stored = StoredKeys(
            self.data_keys, self.audit_keys, self.blind_key, self.backup_key, self.current, self.backup_key_told
        )
        keys_file.write(path, stored)
        self._file, self._version = path, keys_file.version(path)

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Reads the keys file and stays bound to it; raises KeysFileUnreadable."""
        version = keys_file.version(path)
        stored = keys_file.read(path)
        keyring = cls(
            stored.data_keys,
            stored.blind_key,
            stored.audit_keys,
            stored.backup_key,
            stored.current,
            stored.backup_key_told,
        )
        keyring._file, keyring._version = path, version
        return keyring

    def is_behind_its_file(self) -> bool:
        """Tells whether the file was written since it was read. Looks at no more than its date and size."""
        version = keys_file.version(self._file) if self._file else None
        return version is not None and version != self._version

    def reload(self) -> bool:
        """Takes over what its file holds now, where that has changed. Never the keys of another database."""
        if self._file is None or not self.is_behind_its_file():
            return False
        version = keys_file.version(self._file)
        try:
            fresh = Keyring.load(self._file)
        except (OSError, KeysFileUnreadable):
            return False
        self._version = version
        if not self._is_of_the_same_database(fresh):
            return False
        self.take_over(fresh)
        return True

    def _is_of_the_same_database(self, other: "Keyring") -> bool:
        shared_keys = self.data_keys.keys() & other.data_keys.keys()
        return self.blind_key == other.blind_key and all(
            self.data_keys[key] == other.data_keys[key] for key in shared_keys
        )
