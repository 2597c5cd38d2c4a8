"""How much one chat may say in a minute before it is asked to wait."""

from datetime import datetime
from typing import Literal

MOST_A_MINUTE = 20

Reply = Literal["answer", "ask_to_wait", "silent"]


def minute_of(now: datetime) -> int:
    """Counts the whole minutes since 1970, by which messages of a chat are counted."""
    return int(now.timestamp()) // 60


def take(minute: int, count: int, now: datetime) -> tuple[int, int, Reply]:
    """Counts a message of a chat: the new minute and count, and how to treat it.

    `minute` and `count` are what the last message left. Emergencies never come here.
    """
    here = minute_of(now)
    count = count + 1 if here == minute else 1
    if count <= MOST_A_MINUTE:
        return here, count, "answer"
    return here, count, "ask_to_wait" if count == MOST_A_MINUTE + 1 else "silent"
