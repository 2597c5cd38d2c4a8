"""Link codes: how they are spelt and read, how long they live, how often one may try."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

# no 0 O, 1 I L, nor U (heard as V): read aloud and copied by hand
DIGITS = "23456789"
ALPHABET = DIGITS + "ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
# the first sign is a digit, so that no eight-letter word is ever taken for a code
HOW_MANY = len(DIGITS) * len(ALPHABET) ** (LENGTH - 1)

LIFE = timedelta(days=7)
TRIES_PER_CHAT = 5
TRIES_PER_ADDRESS = 20
# three rounds of five: whoever found a code must not try it with every year of birth, nor later codes of the account
TRIES_PER_ACCOUNT = 15
# all strangers of a commune together; far more than people who mistype
TRIES_PER_UNIT = 300
WAIT = timedelta(minutes=10)
# how long a further chat waits for a yes in the one there is; an officer's six figures last minutes
CONFIRM_LIFE = timedelta(days=1)
FIGURES, FIGURES_LIFE, FIGURES_TRIES = 6, timedelta(minutes=10), 5

# signs that no code has, and what they were misread from
MISREAD = {"0": "QD", "O": "QD", "1": "7J", "I": "J7", "L": "J7", "U": "V"}
MOST_MISREAD = 2

LONGEST_WORDS = 400
_LEAD = re.compile(r"\A(?:/?start(?:@\w+)?|mã|ma|code)[\s:=]+", re.IGNORECASE)
_JOINS = re.compile(r"[\s\-‐-―−_.]+")
_HALVES = r"([2-9][0-9A-Z]{3})([\s\-‐-―−_.]{0,3})([0-9A-Z]{4})(?![\w@])"
# a link carries its code behind one of these
_IN_LINK = re.compile(rf"(?:[?&](?:start|startapp|code)=|/chat/?#){_HALVES}", re.IGNORECASE)
_IN_WORDS = re.compile(rf"(?<![\w@./=]){_HALVES}", re.IGNORECASE)
_TELLS_OF_CODE = re.compile(r"\b(?:mã|ma|code|start)\b", re.IGNORECASE)


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
    """Reads the code in a text, however it is typed: alone, in a link of ours, in «mã của tôi là …»; None if none.

    It may have signs that no code has, for `spellings` to put right.
    """
    alone = _bare(text)
    if len(alone) == LENGTH and alone[0] in DIGITS and all(sign in ALPHABET for sign in alone):
        return written(alone)
    words = unicodedata.normalize("NFKC", text[:LONGEST_WORDS])
    for code in (*_in_link(words), *_misread(words, alone), *_in_words(words)):
        if spellings(code):
            return written(code.upper())
    return None


def spellings(code: str) -> tuple[str, ...]:
    """Lists the codes that a typed one may stand for: O and 0 are a Q or a D misread; none with too many of them."""
    signs = code.replace("-", "").upper()
    if sum(sign in MISREAD for sign in signs) > MOST_MISREAD:
        return ()
    choices = (MISREAD.get(sign, sign if sign in ALPHABET else "") for sign in signs)
    return tuple(written("".join(choice)) for choice in product(*choices))


def _in_link(words: str) -> list[str]:
    return [first + second for first, _, second in _IN_LINK.findall(words)]


def _misread(words: str, alone: str) -> list[str]:
    """Takes a message of one word for a code with a sign misread where it has a letter and two digits at least."""
    digits = sum(sign.isdigit() for sign in alone)
    one_word = len(words.split()) == 1 or "-" in words
    return [alone] if len(alone) == LENGTH and alone[0] in DIGITS and one_word and 2 <= digits < LENGTH else []


def _in_words(words: str) -> list[str]:
    """Finds codes in a sentence that speaks of one; without such a word a plate (29A1-2345) must not pass for one."""
    told = _TELLS_OF_CODE.search(words) is not None
    return [
        first + second
        for first, join, second in _IN_WORDS.findall(words)
        if (told and not _is_a_number(first + second)) or ("-" in join and not second.isdecimal())
    ]


def _is_a_number(signs: str) -> bool:
    """Says whether the digits are those of something else: a code may be all digits, but has no 0 and no 1."""
    return signs.isdecimal() and not set(signs) <= set(DIGITS)


def looks_like_code(text: str) -> bool:
    """Says whether somebody tries a code, rightly or with a slip: it is never read as anything else."""
    bare = _bare(text)
    if read_code(text) is not None:
        return True
    near = LENGTH - 1 <= len(bare) <= LENGTH + 1 and bare.isascii() and bare.isalnum()
    mixed = any(sign.isdigit() for sign in bare) and any(sign.isalpha() for sign in bare)
    return near and mixed and (bare[:1].isdigit() or "-" in text)


def is_code_alone(text: str) -> bool:
    """Says whether the text is a code and nothing else, as one types it; none in a sentence or a link."""
    return len(_bare(text)) == LENGTH and read_code(text) is not None


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


@dataclass(frozen=True, slots=True)
class Limit:
    """How many wrong tries are looked at, and for how long they count.

    `from_first`: from the first of them on, where many people try together; else from the last one on.
    """

    tries: int
    wait: timedelta
    from_first: bool = False


LIMITS = {
    "chat": Limit(TRIES_PER_CHAT, WAIT),
    "address": Limit(TRIES_PER_ADDRESS, WAIT),
    "account": Limit(TRIES_PER_ACCOUNT, timedelta(days=1), from_first=True),
    "unit": Limit(TRIES_PER_UNIT, timedelta(hours=1), from_first=True),
}


def must_wait(tries: Tries, now: datetime, limit: int) -> bool:
    """Says whether there were so many wrong tries lately that the next is not looked at; `limit` of tries."""
    return tries.until is not None and now < tries.until and tries.count >= limit


def after_wrong_try(tries: Tries, now: datetime, limit: Limit = LIMITS["chat"]) -> Tries:
    """Counts one more wrong try; those before count only while they are not too long ago."""
    if tries.until is None or now >= tries.until:
        return Tries(1, now + limit.wait)
    return Tries(tries.count + 1, tries.until if limit.from_first else now + limit.wait)
