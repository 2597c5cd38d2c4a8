"""A passkey in software: makes and signs what a browser's would, and whatever somebody might forge of it."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
Told = dict[str, Any]


@dataclass(slots=True)
class Authenticator:
    """A key on somebody's device. `count`: how often it has signed; `flags`: whether its owner was asked for."""

    origin: str
    host: str
    credential: bytes
    count: int = 0
    flags: int = PRESENT | VERIFIED
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def makes(self, options: Told) -> Told:
        public = self.key.public_key().public_numbers()
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)})
        named = bytes(16) + len(self.credential).to_bytes(2) + self.credential + cose
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(WITH_KEY) + named}
        return self._told("webauthn.create", options, {"attestationObject": text(encode_cbor(attested))})

    def signs(self, options: Told) -> Told:
        self.count += 1
        told = self._told("webauthn.get", options, {"authenticatorData": text(self._data())})
        said = urlsafe_b64decode(told["response"]["clientDataJSON"] + "==")
        signed = self.key.sign(self._data() + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        told["response"]["signature"] = text(signed)
        return told

    def _data(self, more: int = 0) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _told(self, kind: str, options: Told, response: Told) -> Told:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        named = {"id": text(self.credential), "rawId": text(self.credential), "type": "public-key"}
        return named | {"response": response | {"clientDataJSON": text(json.dumps(said).encode())}}


def text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")
