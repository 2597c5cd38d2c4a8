"""The monthly roll-call of days 1–5 (Decree 231/2026 art. 10): who owes one, when it counts, the office's code."""

import re
from datetime import date, datetime

from rules.case_types import BY_CODE
from rules.links import ALPHABET
from rules.local_time import MINUTE
from rules.tone_marks import comparable

STATES = ("present", "late", "excused")
# by place in chat, by the code on the office's screen, or noted by an officer
WAYS = ("chat", "office", "officer")
LAST_DAY = 5
REMIND_ON = (1, 4)
LIST_ON = LAST_DAY + 1
# the kind of due row that becomes an alert
MISSING = "roll_call_missing"

CODE_SIGNS = 6
PREFIX = "DD"
# a code is good in its own minute and the next: longer than a hand needs, too short to send a photo home
GRACE = 1
_CODE = re.compile(rf"(?:/start )?{PREFIX}[ -]?([{ALPHABET}]{{3}})[ -]?([{ALPHABET}]{{3}})")


def owes(case_type: str) -> bool:
    """Says whether somebody of this case type presents themself each month."""
    row = BY_CODE.get(case_type)
    return row is not None and row.roll_call


def month_of(day: date) -> str:
    """Names the month of a day as it is stored: `2026-11`."""
    return f"{day:%Y-%m}"


def state_on(day: date) -> str:
    """Says how presence on a day counts: present, or late after day 5."""
    return "present" if day.day <= LAST_DAY else "late"


def minute_of(moment: datetime) -> int:
    """Numbers the minute that a moment falls into."""
    return int(moment.timestamp() // MINUTE.total_seconds())


def minutes_that_count(now: datetime) -> tuple[int, ...]:
    """Lists the minutes whose code is still good."""
    this = minute_of(now)
    return tuple(this - ago for ago in range(GRACE + 1))


def seconds_left(now: datetime) -> int:
    """Counts the seconds until the next code."""
    whole = int(MINUTE.total_seconds())
    return whole - int(now.timestamp()) % whole


def spell(proof: bytes) -> str:
    """Spells the code of a minute, `DD4K7QXM`, from its proof: eight bytes or more, which only the service can make."""
    number = int.from_bytes(proof[:8])
    signs = []
    for _ in range(CODE_SIGNS):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return PREFIX + "".join(signs)


def read_code(text: str) -> str | None:
    """Reads the code when it is the whole message, however it is spaced; None for anything else."""
    typed = _CODE.fullmatch(comparable(text).strip().upper().replace("/START ", "", 1))
    return f"{PREFIX}{typed[1]}{typed[2]}" if typed else None
