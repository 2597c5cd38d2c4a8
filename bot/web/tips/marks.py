"""What a page carries in place of a session: a form's secret that has to rest, and a ticket to an opened tip."""

import hmac
import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from rules.tips import FORM_LIFE, FORM_RESTS, OPENED_FOR, phrase_of
from seeds.tip_words import our_words
from storage.database import Store
from storage.keyring import CellTampered, KeyMissing

FORM = re.compile(r"([0-9a-f]{32})-(\d{10,11})-([0-9a-f]{64})")
TICKET = "tip ticket"


@dataclass(frozen=True, slots=True)
class Marks:
    """Makes and reads them with the service's own keys; nothing of them is stored."""

    store: Store

    def fresh_form(self) -> str:
        signed = f"{secrets.token_hex(16)}-{int(self.store.now().timestamp())}"
        return f"{signed}-{self._proof(signed)}"

    def _proof(self, signed: str) -> str:
        return self.store.keyring.blind("tip form", signed).hex()

    def problem_of(self, form: str) -> str:
        """Says what is wrong with a form: `early`, `old` also for one that is none of ours, or nothing."""
        parts = FORM.fullmatch(form)
        if parts is None or not hmac.compare_digest(self._proof(form.rpartition("-")[0]), parts[3]):
            return "old"
        age = self.store.now() - datetime.fromtimestamp(int(parts[2]), UTC)
        if age < FORM_RESTS:
            return "early"
        return "old" if age > FORM_LIFE else ""

    def used(self, form: str) -> bytes:
        """Gives the mark by which the store takes a form once."""
        return self.store.keyring.blind("tip used", form.partition("-")[0])

    def phrase(self, form: str) -> tuple[str, ...]:
        """Draws a tip's words from the secret of its form, so that a second press shows the same ones."""
        return phrase_of(self.store.keyring.blind("tip words", form.partition("-")[0]), our_words())

    def ticket(self, tip_id: int) -> str:
        """Makes what opens a tip for half an hour without its words; nobody reads the id in it."""
        until = int((self.store.now() + OPENED_FOR).timestamp())
        return urlsafe_b64encode(self.store.keyring.seal(TICKET, json.dumps([tip_id, until]).encode())).decode()

    def opened(self, ticket: str) -> int | None:
        """Gives the id of the tip that a ticket still opens."""
        try:
            tip_id, until = json.loads(self.store.keyring.open(TICKET, urlsafe_b64decode(ticket)))
        except (CellTampered, KeyMissing, ValueError):
            return None
        return int(tip_id) if until > self.store.now().timestamp() else None
