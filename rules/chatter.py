"""How much one chat may say in a minute before it is asked to wait."""

from datetime import datetime
from typing import Literal

MOST_A_MINUTE = 20
# whoever sits at the desk presses one button after the other
MOST_AT_DESK = 120

Reply = Literal["answer", "ask_to_wait", "silent"]


def minute_of(now: datetime) -> int:
    """Counts the whole minutes since 1970, by which messages of a chat are counted."""
    return int(now.timestamp()) // 60


def most_in(state: str) -> int:
    """Gives how much a chat of this state may say in a minute."""
    return MOST_AT_DESK if state == "desk" else MOST_A_MINUTE


def take(minute: int, count: int, now: datetime, most: int = MOST_A_MINUTE) -> tuple[int, int, Reply]:
    """Counts a message of a chat: the new minute and count, and how to treat it.

    `minute` and `count` are what the last message left. Emergencies never come here.
    """
    this_minute = minute_of(now)
    count = count + 1 if this_minute == minute else 1
    if count <= most:
        return this_minute, count, "answer"
    return this_minute, count, "ask_to_wait" if count == most + 1 else "silent"
