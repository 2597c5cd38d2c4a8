"""The code that the office's screen shows for a minute, and the signed address of that screen; neither is stored."""

import hmac
import re
from datetime import UTC, datetime

from rules.roll_call import minute_of, minutes_that_count, spell
from storage import accounts
from storage.accounts import Account
from storage.database import Db

_NAME = re.compile(r"(\d{1,19})-(\d{10,11})-([0-9a-f]{64})")


def code_now(db: Db, unit: str) -> str:
    """Makes the code of this commune and minute."""
    return _code(db, unit, minute_of(db.now))


def is_good(db: Db, unit: str, code: str) -> bool:
    """Tells whether a code is the commune's own of this minute or the one before."""
    return any(hmac.compare_digest(code, _code(db, unit, minute)) for minute in minutes_that_count(db.now))


def _code(db: Db, unit: str, minute: int) -> str:
    return spell(db.blind("roll_call.code", f"{unit}:{minute}"))


def screen_name(db: Db, officer: Account, until: datetime) -> str:
    """Signs the address of a screen that this officer opens until then."""
    signed = f"{officer.id}-{int(until.timestamp())}"
    return f"{signed}-{_proof(db, signed)}"


def screen_of(db: Db, name: str) -> Account | None:
    """Finds whose screen an address is; None once it is over. Whether they still act is asked by the caller."""
    parts = _NAME.fullmatch(name)
    if parts is None or not hmac.compare_digest(parts[3], _proof(db, name.rpartition("-")[0])):
        return None
    if datetime.fromtimestamp(int(parts[2]), UTC) <= db.now:
        return None
    return accounts.get(db, int(parts[1]))


def _proof(db: Db, signed: str) -> str:
    return db.blind("roll_call.screen", signed).hex()
