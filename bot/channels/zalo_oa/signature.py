"""Verifies that a webhook body comes from Zalo: SHA-256 over app, body, moment and key, in constant time."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

log = structlog.get_logger()
# the platform repeats a body for up to half a day; repeats are known by their id for a month
OLDEST = timedelta(hours=24)
AHEAD = timedelta(hours=1)
SECONDS = 10**11


@dataclass(slots=True)
class Signature:
    """`key` is the OA secret key of the webhook page. Papers say the app's id comes first, some running code says the
    account's: both are taken, and which one is met is said in the log, once.
    """

    app_id: str
    oa_id: str
    key: str = field(repr=False)
    met: set[str] = field(default_factory=set)

    def fits(self, body: bytes, timestamp: str, header: str) -> bool:
        prefix, _, rest = header.partition("=")
        given = (rest if prefix.strip().lower() == "mac" and rest else header).strip().lower()
        signed_with = ""
        for name, first in (("app_id", self.app_id), ("oa_id", self.oa_id)):
            wanted = self._digest(first, body, timestamp)
            if hmac.compare_digest(wanted.encode(), given.encode(errors="surrogateescape")):
                signed_with = name
        if signed_with:
            self._meet(signed_with, "mac=" if given != header.strip().lower() else "bare")
        return bool(signed_with)

    def _digest(self, first: str, body: bytes, timestamp: str) -> str:
        moment = timestamp.encode(errors="surrogatepass")
        return hashlib.sha256(first.encode() + body + moment + self.key.encode()).hexdigest()

    def _meet(self, first: str, spelt: str) -> None:
        if f"{first} {spelt}" not in self.met:
            self.met.add(f"{first} {spelt}")
            log.info("zalo_oa.mac_met", first=first, spelt=spelt)


def moment_of(timestamp: object) -> datetime | None:
    """Reads a moment in milliseconds, or seconds, that may come as a string; None for anything else."""
    try:
        number = int(str(timestamp))
        return datetime.fromtimestamp(number if number < SECONDS else number / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def is_fresh(moment: datetime, now: datetime) -> bool:
    """Says whether a body is at most a day old; an older one is a replay, the platform retries for half a day."""
    return now - OLDEST <= moment <= now + AHEAD
