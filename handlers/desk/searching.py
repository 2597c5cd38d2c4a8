"""What is searched for at the desk: sealed in the page's address, so that no name stands in a history or a log."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from handlers.desk.page import Asked
from storage.keyring import KeyMissing, Keyring

LONGEST_WORDS = 80
# of these words in letters of four bytes, with what seals them
LONGEST_SEALED = 480


@dataclass(frozen=True, slots=True)
class Searcher:
    """Seals and opens what one account searches for: an address that is passed on says nothing to another one."""

    keyring: Keyring
    account_id: int

    def sealed(self, words: str) -> str:
        """Seals words for an address, the first 80 letters of them; nothing stays nothing."""
        words = words.strip()[:LONGEST_WORDS]
        blob = self.keyring.seal(self._place, words.encode()) if words else b""
        return base64.urlsafe_b64encode(blob).decode().rstrip("=")

    def opened(self, value: str) -> str:
        """Opens what an address says; empty for what another one has sealed, or nobody."""
        try:
            blob = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
            return self.keyring.open(self._place, blob).decode()
        except (ValueError, KeyMissing):
            return ""

    def opened_in(self, asked: Asked, words: Iterable[str]) -> dict[str, str]:
        """Gives what an address asks for, with its fields of `words` as they were typed."""
        return {**asked, **{name: self.opened(asked[name]) for name in words if name in asked}}

    def query(self, fields: Mapping[str, str], words: Iterable[str]) -> str:
        """Writes fields as the query of an address, those of `words` sealed; what is empty is left out."""
        told = {**fields, **{name: self.sealed(fields[name]) for name in words if name in fields}}
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def _place(self) -> str:
        return f"desk.search:{self.account_id}"
