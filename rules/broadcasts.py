"""A message to many: what each channel carries, how long it takes, and what is told of it on the way."""

from collections.abc import Mapping
from datetime import timedelta

AUDIENCES = ("role", "hamlet", "list")
STATES = ("draft", "running", "stopped", "done")

# messages a second that the platform takes; a tenth is left to whatever is more urgent
RATES: Mapping[str, float] = {"telegram": 30, "web": 2000, "zalo_bot": 5, "zalo_oa": 30, "zbs": 20}
SPARED = 0.9
A_MONTH: Mapping[str, int] = {"zalo_bot": 3000}
# where a message of ours can be changed in place
EDITS = frozenset(("telegram", "web"))

# so many wait in the outbox at most: an alert is never looked for among more, and stopping stops nearly all
AHEAD = 500
TICK = timedelta(seconds=5)
LIFE = timedelta(days=3)
# the same words to the same people within this time are one broadcast, whoever pressed
SAME_WITHIN = timedelta(hours=1)
LONGEST = 1000
LONGEST_WITH_PHOTO = 800
MOST_NAMED = 200


def takes(by_channel: Mapping[str, int]) -> timedelta:
    """The channels send side by side; none is fed faster than the clock writes."""
    total = sum(by_channel.values())
    seconds = [count / (RATES.get(channel, 1.0) * SPARED) for channel, count in by_channel.items()]
    return timedelta(seconds=max([*seconds, total / AHEAD * TICK.total_seconds()]))


def left(whole: timedelta, total: int, waiting: int) -> timedelta:
    """What is left of the time foreseen, by how many are."""
    return whole * (waiting / total) if total else timedelta()


def minutes(duration: timedelta) -> int:
    """Whole minutes, rounded up; 0 for less than one."""
    seconds = duration.total_seconds()
    return 0 if seconds < 60 else int(-(-seconds // 60))
