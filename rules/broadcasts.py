"""A message to many: what each channel carries, how long it takes, and what is told of it on the way."""

from collections.abc import Mapping
from datetime import timedelta

from rules.channel_limits import ChannelLimits

AUDIENCES = ("role", "hamlet", "list")
STATES = ("draft", "running", "stopped", "done")

# share of a channel's rate; a tenth is left to whatever is more urgent
SHARE_OF_RATE = 0.9

# at most this many wait in the outbox: an alert is never searched among more, and stopping stops nearly all
MOST_WAITING = 500
TICK = timedelta(seconds=5)
LIFE = timedelta(days=3)
# the same words to the same people within this time are one broadcast, whoever pressed
SAME_WITHIN = timedelta(hours=1)
LONGEST = 1000
LONGEST_WITH_PHOTO = 800
MOST_NAMED = 200
# how far ahead a message may be planned
FARTHEST = timedelta(days=14)


def duration(by_channel: Mapping[str, int], limits: Mapping[str, ChannelLimits]) -> timedelta:
    """Foresees how long a message to many takes: the channels send side by side, none faster than the clock writes."""
    total = sum(by_channel.values())
    rates = {channel: limits.get(channel, ChannelLimits()).per_second * SHARE_OF_RATE for channel in by_channel}
    seconds = [count / rates[channel] for channel, count in by_channel.items()]
    return timedelta(seconds=max([*seconds, total / MOST_WAITING * TICK.total_seconds()]))


def time_left(whole: timedelta, total: int, waiting: int) -> timedelta:
    """Works out what is left of the time foreseen, by how many of the `total` are `waiting`."""
    return whole * (waiting / total) if total else timedelta()


def minutes(span: timedelta) -> int:
    """Counts whole minutes, rounded up; 0 for less than one."""
    seconds = span.total_seconds()
    return 0 if seconds < 60 else int(-(-seconds // 60))
