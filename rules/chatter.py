"""How much one chat may say in a minute before it is asked to wait."""

from datetime import datetime
from typing import Literal

MOST_A_MINUTE = 20

Reply = Literal["answer", "ask_to_wait", "silent"]


def minute_of(now: datetime) -> int:
    return int(now.timestamp()) // 60


def take(minute: int, count: int, now: datetime) -> tuple[int, int, Reply]:
    """The new minute and count, and how to treat this message. Emergencies never come here."""
    here = minute_of(now)
    count = count + 1 if here == minute else 1
    if count <= MOST_A_MINUTE:
        return here, count, "answer"
    return here, count, "ask_to_wait" if count == MOST_A_MINUTE + 1 else "silent"
