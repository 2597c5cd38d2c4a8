"""Link codes: how they are spelt and read, how long they live, how often one may try."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

# no 0 O, 1 I L, nor U (heard as V): read aloud and copied by hand
DIGITS = "23456789"
ALPHABET = DIGITS + "ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
# the first sign is a digit, so that no eight-letter word is ever taken for a code
HOW_MANY = len(DIGITS) * len(ALPHABET) ** (LENGTH - 1)

LIFE = timedelta(days=7)
TRIES_PER_CHAT = 5
TRIES_PER_ADDRESS = 20
WAIT = timedelta(minutes=10)

_LEAD = re.compile(r"\A(?:/?start|mã|ma|code)[\s:=]+", re.IGNORECASE)
_JOINS = re.compile(r"[\s\-‐-―−_.]+")


def spell(number: int) -> str:
    """Spells the code of a number below HOW_MANY, which the caller draws at random. Raises ValueError above it."""
    if not 0 <= number < HOW_MANY:
        raise ValueError("a code's number lies between 0 and HOW_MANY")
    signs: list[str] = []
    for _ in range(LENGTH - 1):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    signs.append(DIGITS[number])
    return written("".join(reversed(signs)))


def written(code: str) -> str:
    """Writes 7F3K92QD as people read it: 7F3K-92QD."""
    return f"{code[:4]}-{code[4:]}"


def read_code(text: str) -> str | None:
    """Reads the code in a text that is nothing but a code, however it is typed; None if there is none."""
    bare = _bare(text)
    if len(bare) == LENGTH and bare[0] in DIGITS and all(sign in ALPHABET for sign in bare):
        return written(bare)
    return None


def looks_like_code(text: str) -> bool:
    """Says whether somebody tries a code, rightly or with a slip: it is never read as anything else."""
    bare = _bare(text)
    if read_code(text) is not None:
        return True
    near = LENGTH - 1 <= len(bare) <= LENGTH + 1 and bare.isascii() and bare.isalnum()
    mixed = any(sign.isdigit() for sign in bare) and any(sign.isalpha() for sign in bare)
    return near and mixed and (bare[:1].isdigit() or "-" in text)


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKC", text[:60]).strip()
    return _JOINS.sub("", _LEAD.sub("", text, count=1)).upper()


def state_of(used_at: datetime | None, expires_at: datetime, now: datetime) -> str:
    """Says how a code stands: open, used or expired."""
    if used_at is not None:
        return "used"
    return "expired" if now >= expires_at else "open"


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries of one chat or one address, and until when they count."""

    count: int = 0
    until: datetime | None = None


def must_wait(tries: Tries, now: datetime, limit: int) -> bool:
    """Says whether there were so many wrong tries lately that the next is not looked at; `limit` of tries."""
    return tries.until is not None and now < tries.until and tries.count >= limit


def after_wrong_try(tries: Tries, now: datetime) -> Tries:
    """Counts one more wrong try; those before count only if the last was less than ten minutes ago."""
    fresh = tries.until is None or now >= tries.until
    return Tries(1 if fresh else tries.count + 1, now + WAIT)
