"""How long a message to many takes, and what is left of it on the way."""

from datetime import timedelta

import pytest

from rules import broadcasts
from rules.channel_limits import ChannelLimits

LIMITS = {"telegram": ChannelLimits(30), "zalo_bot": ChannelLimits(5), "web": ChannelLimits(2000)}


@pytest.mark.parametrize(
    ("by_channel", "seconds"),
    [
        ({}, 0),
        ({"telegram": 270}, 10),
        ({"zalo_bot": 45, "telegram": 27}, 10),
        ({"web": 10_000}, 100),
        ({"somewhere_new": 9}, 10),
    ],
)
def test_channels_send_side_by_side_and_none_faster_than_the_clock_feeds_it(
    by_channel: dict[str, int], seconds: float
) -> None:
    assert broadcasts.duration(by_channel, LIMITS) == timedelta(seconds=seconds)


def test_what_is_left_is_by_those_who_wait() -> None:
    assert broadcasts.time_left(timedelta(minutes=10), 200, 50) == timedelta(minutes=2.5)
    assert broadcasts.time_left(timedelta(minutes=10), 0, 0) == timedelta()


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (59.9, 0), (60, 1), (61, 2), (3600, 60)])
def test_minutes_are_rounded_up(seconds: float, minutes: int) -> None:
    assert broadcasts.minutes(timedelta(seconds=seconds)) == minutes
