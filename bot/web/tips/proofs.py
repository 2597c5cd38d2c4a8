"""The eight words of a tip are kept as a slow hash only."""

import hashlib
from collections.abc import Sequence

from storage.database import Store

# 16 MB and some fifty milliseconds a try
COST, BLOCK = 2**14, 8


def proof_of(store: Store, phrase: Sequence[str]) -> bytes:
    """Makes what a tip is found by of its words; the salt is the service's own, for there is no name to find it by."""
    salt = store.keyring.blind("tip proof", "salt")
    return hashlib.scrypt(" ".join(phrase).encode(), salt=salt, n=COST, r=BLOCK, p=1, dklen=32)
