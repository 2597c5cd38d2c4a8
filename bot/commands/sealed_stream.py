"""Copies nobody reads but whom they are for: a stream in chunks of AES-256-GCM, whose order and end are proven.

Laid out as: a line `donghanh copy 1`, a line of JSON that says for whom, then chunks of 1 MiB and their tags of
16 bytes, the last one shorter or not. A chunk's nonce is its number and whether it is the last; both lines are its
associated data. The stream's key is derived anew for every copy (HKDF-SHA-256).
"""

import base64
import binascii
import hashlib
import io
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"donghanh copy 1\n"
CHUNK, TAG = 1 << 20, 16
LONGEST_HEADER = 4096
SCRYPT = {"n": 1 << 16, "r": 8, "p": 1}
SHORTEST_PASSPHRASE = 12
CHECK = 3
Header = dict[str, str]


class NotForUs(ValueError):
    """The copy is for another key, passphrase or recipient; the message says which is wanted."""


class BrokenStream(OSError):
    """The copy was changed or cut off."""


class UnreadableKey(ValueError):
    """A written key has a wrong letter, or is none."""


def written_key(key: bytes) -> str:
    """Writes 32 bytes for people: fourteen groups of four letters, of which a mistyped one is noticed."""
    text = base64.b32encode(key + hashlib.sha256(key).digest()[:CHECK]).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def read_key(text: str) -> bytes:
    """Reads what `written_key` wrote, whatever the case, spaces and dashes. Raises UnreadableKey."""
    try:
        content = base64.b32decode("".join(text.replace("-", "").split()).upper())
    except binascii.Error:
        raise UnreadableKey("that is no written key: fourteen groups of four letters and digits") from None
    key, check = content[:-CHECK], content[-CHECK:]
    if len(key) != 32 or hashlib.sha256(key).digest()[:CHECK] != check:
        raise UnreadableKey("a letter of the written key is wrong")
    return key


def make_pair(file: Path) -> str:
    """Writes the secret half of a new pair (X25519) into a file of its owner's only; gives the public half."""
    secret = X25519PrivateKey.generate()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(written_key(secret.private_bytes_raw()) + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    return written_key(secret.public_key().public_bytes_raw())


class Lock(Protocol):
    """For whom a copy is. `kind` stands in its header."""

    @property
    def kind(self) -> str: ...

    def close(self) -> tuple[Header, bytes]:
        """Makes the header's entries and the key material of a new copy."""
        ...

    def open(self, header: Header) -> bytes:
        """Gives the key material of a copy with this header. Raises NotForUs."""
        ...


@dataclass(frozen=True, slots=True)
class BackupKey:
    """The backup key of the keyring, the same for all copies."""

    key: bytes
    kind: str = "backup-key"

    @property
    def _name(self) -> str:
        return hashlib.sha256(b"donghanh backup key" + self.key).hexdigest()[:12]

    def close(self) -> tuple[Header, bytes]:
        return {"key": self._name}, self.key

    def open(self, header: Header) -> bytes:
        if header.get("key") != self._name:
            raise NotForUs("it opens with another backup key: --key-file with the one of the safe")
        return self.key


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase; deriving the key takes a tenth of a second and 64 MB."""

    passphrase: str
    kind: str = "passphrase"

    def close(self) -> tuple[Header, bytes]:
        salt = secrets.token_bytes(16)
        return {"scrypt_salt": _text(salt)}, self._derived(salt)

    def open(self, header: Header) -> bytes:
        return self._derived(_bytes(header, "scrypt_salt"))

    def _derived(self, salt: bytes) -> bytes:
        return Scrypt(salt=salt, length=32, **SCRYPT).derive(self.passphrase.encode())


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody's public half: this machine can make copies and never open one."""

    public: bytes
    kind: str = "recipient"

    def close(self) -> tuple[Header, bytes]:
        own = X25519PrivateKey.generate()
        shared = own.exchange(X25519PublicKey.from_public_bytes(self.public))
        ephemeral = own.public_key().public_bytes_raw()
        return {"ephemeral": _text(ephemeral), "recipient": _text(self.public)}, shared + ephemeral + self.public

    def open(self, header: Header) -> bytes:
        raise NotForUs("it is for a recipient: --secret-file with the secret half of the pair")


@dataclass(frozen=True, slots=True)
class SecretHalf:
    """The secret half of a pair: opens the copies made for its public half."""

    secret: bytes
    kind: str = "recipient"

    def close(self) -> tuple[Header, bytes]:
        secret = X25519PrivateKey.from_private_bytes(self.secret)
        return Recipient(secret.public_key().public_bytes_raw()).close()

    def open(self, header: Header) -> bytes:
        secret = X25519PrivateKey.from_private_bytes(self.secret)
        public, ephemeral = secret.public_key().public_bytes_raw(), _bytes(header, "ephemeral")
        if header.get("recipient") != _text(public):
            raise NotForUs("it is for another recipient")
        return secret.exchange(X25519PublicKey.from_public_bytes(ephemeral)) + ephemeral + public


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(header: Header, name: str) -> bytes:
    try:
        return base64.b64decode(header[name], validate=True)
    except (KeyError, binascii.Error):
        raise BrokenStream(f"its header has no {name}") from None


def _cipher(material: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=MAGIC).derive(material))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class SealingWriter(io.RawIOBase):
    """Seals what is written to it; without `finish` the copy counts as cut off."""

    def __init__(self, target: BinaryIO, lock: Lock):
        entries, material = lock.close()
        salt = secrets.token_bytes(16)
        head = MAGIC + json.dumps({"for": lock.kind, "salt": _text(salt), **entries}).encode() + b"\n"
        self._target, self._cipher, self._head = target, _cipher(material, salt), head
        self._waiting, self._number = bytearray(), 0
        target.write(head)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._waiting += content
        while len(self._waiting) > CHUNK:  # the last chunk is known at the end only
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._head))
        self._number += 1

    def finish(self) -> None:
        """Writes the last chunk."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()


class OpeningReader(io.RawIOBase):
    """Opens a sealed stream chunk by chunk; gives nothing of a chunk that was changed, moved or cut off."""

    def __init__(self, source: BinaryIO, locks: tuple[Lock, ...]):
        head, header = read_header(source)
        self._source, self._head = source, head
        self._cipher = _cipher(_material(header, locks), _bytes(header, "salt"))
        self._next, self._opened, self._number = source.read(CHUNK + TAG), b"", 0
        if not self._next:
            raise BrokenStream("it is cut off")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._opened and self._next:
            self._open()
        taken = min(len(buffer), len(self._opened))
        buffer[:taken], self._opened = self._opened[:taken], self._opened[taken:]
        return taken

    def _open(self) -> None:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        try:
            opened = self._cipher.decrypt(_nonce(self._number, last=not self._next), chunk, self._head)
        except (InvalidTag, ValueError):
            what = "the key does not open it, or it was changed" if self._number == 0 else "it was changed or cut off"
            raise BrokenStream(what) from None
        self._number, self._opened = self._number + 1, opened


def is_sealed(source: BinaryIO) -> bool:
    """Tells whether a stream is one of ours, and leaves it where it began."""
    begins = source.read(len(MAGIC))
    source.seek(0)
    return begins == MAGIC


def read_header(source: BinaryIO) -> tuple[bytes, Header]:
    """Reads the two lines at the beginning. Raises BrokenStream."""
    head = source.read(len(MAGIC)) + source.readline(LONGEST_HEADER)
    try:
        header = json.loads(head.removeprefix(MAGIC))
    except ValueError:
        raise BrokenStream("its header cannot be read") from None
    if not head.startswith(MAGIC) or not isinstance(header, dict):
        raise BrokenStream("its header cannot be read")
    return head, {str(name): str(value) for name, value in header.items()}


def _material(header: Header, locks: tuple[Lock, ...]) -> bytes:
    kind = header.get("for", "")
    for lock in locks:
        if lock.kind == kind:
            return lock.open(header)
    wanted = {"passphrase": "--passphrase-file", "recipient": "--secret-file", "backup-key": "--key-file"}
    raise NotForUs(f"it is sealed for a {kind}: {wanted.get(kind, 'a newer program')}")
