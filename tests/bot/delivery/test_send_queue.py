"""What leaves first: the urgent, then the older; one at a time in a chat; never faster than the platform allows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.channel import Capabilities
from bot.delivery.send_queue import SendQueue
from storage.outbox import ALERT, BROADCAST, REMINDER, REPLY
from storage.outbox.sending import Sending

CAN = Capabilities(text=4096, buttons=90, per_second=30, per_chat_second=1, burst=3)
ROOMY = replace(CAN, per_second=1000)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def message(number: int, chat: int, lane: int = REPLY) -> Sending:
    return Sending(number, chat, None, "telegram", str(chat), lane, "reply", None, {"text": "…"}, 1, LATER)


def leave_now(queue: SendQueue, now: float) -> list[int]:
    """The ids that may leave at this moment, each arriving at once."""
    left = []
    while isinstance(found := queue.next(now), Sending):
        left.append(found.id)
        queue.done(found, now)
    return left


def test_an_alert_passes_everything_that_waits() -> None:
    queue = SendQueue(CAN)
    queue.put(message(number, 1000 + number, BROADCAST) for number in range(100))
    assert leave_now(queue, 0.0) == [0, 1, 2]
    queue.put([message(500, 1, REMINDER), message(501, 2, REPLY), message(502, 3, ALERT)])
    assert leave_now(queue, 0.01) == []
    assert leave_now(queue, 0.2) == [502, 501, 500]


def test_every_lane_gets_its_share_and_none_starves() -> None:
    queue = SendQueue(replace(ROOMY, per_second=100_000))
    for lane, first in ((REPLY, 1000), (REMINDER, 2000), (BROADCAST, 3000)):
        queue.put(message(first + number, first + number, lane) for number in range(500))
    left = [number // 1000 for number in leave_now(queue, 0.0)[:250]]
    assert (left.count(1), left.count(2), left.count(3)) == (200, 40, 10)
    assert 3 in left[:26]


def test_a_lane_that_was_empty_has_saved_up_nothing() -> None:
    queue = SendQueue(replace(ROOMY, per_second=100_000))
    queue.put(message(number, number, REPLY) for number in range(1000, 1400))
    leave_now(queue, 0.0)
    queue.put(message(number, number, BROADCAST) for number in range(3000, 3100))
    queue.put(message(number, number, REPLY) for number in range(1500, 1600))
    assert [number // 1000 for number in leave_now(queue, 0.0)[:21]].count(3) <= 2


def test_what_another_sees_to_is_taken_out() -> None:
    queue = SendQueue(ROOMY)
    queue.put([message(1, 7, ALERT), message(2, 7, ALERT), message(3, 8, REPLY)])
    assert [one.id for one in queue.waiting(ALERT)] == [1, 2]
    queue.take_out({1})
    assert leave_now(queue, 0.0) == [2, 3]
    queue.put([message(1, 7, ALERT)])
    assert leave_now(queue, 5.0) == [1]


def test_whoever_stands_aside_lets_others_try_and_is_called_back() -> None:
    queue = SendQueue(ROOMY)
    queue.put([message(1, 7, ALERT), message(2, 8), message(3, 9)])
    first = queue.next(0.0)
    assert isinstance(first, Sending)
    queue.aside(first, 0.0, 60)
    second = queue.next(1.0)
    assert isinstance(second, Sending)
    assert second.id == 2
    queue.aside(second, 1.0, 60)
    queue.well(2.0)
    assert leave_now(queue, 2.0) == [1, 2, 3]


def test_whoever_stands_aside_comes_back_by_itself_too() -> None:
    queue = SendQueue(ROOMY)
    queue.put([message(1, 7)])
    first = queue.next(0.0)
    assert isinstance(first, Sending)
    queue.aside(first, 0.0, 60)
    assert leave_now(queue, 59.0) == []
    assert leave_now(queue, 61.0) == [1]


def test_no_second_has_more_than_the_platform_allows() -> None:
    queue = SendQueue(CAN)
    queue.put(message(number, 1000 + number) for number in range(200))
    left: list[float] = []
    now = 0.0
    while (found := queue.next(now)) is not None:
        if isinstance(found, Sending):
            left.append(now)
            queue.done(found, now)
        else:
            now += max(found, 0.001)
    assert len(left) == 200
    assert max(sum(start <= at < start + 1 for at in left) for start in left) <= CAN.per_second
    assert now < 200 / CAN.per_second * 1.2


@pytest.mark.parametrize("per_second", [0.5, 1, 2, 5, 8])
def test_a_platform_that_allows_little_gets_its_messages_too(per_second: float) -> None:
    queue = SendQueue(replace(CAN, per_second=per_second))
    queue.put(message(number, 1000 + number) for number in range(20))
    left: list[float] = []
    now = 0.0
    while (found := queue.next(now)) is not None:
        if isinstance(found, Sending):
            left.append(now)
            queue.done(found, now)
        else:
            now += max(found, 0.001)
    assert len(left) == 20
    assert max(sum(start <= at < start + 1 for at in left) for start in left) <= max(per_second, 1)
    assert now < 20 / per_second * 2.1


def test_a_chat_gets_its_messages_in_order_and_one_at_a_time() -> None:
    queue = SendQueue(ROOMY)
    queue.put([message(1, 7), message(2, 7)])
    first = queue.next(0.0)
    assert isinstance(first, Sending)
    assert first.id == 1
    assert queue.next(0.0) is None
    queue.done(first, 0.1)
    assert leave_now(queue, 0.1) == [2]


def test_a_chat_that_must_wait_holds_up_no_other() -> None:
    queue = SendQueue(ROOMY)
    queue.put(message(number, 7) for number in range(5))
    queue.put([message(10, 8)])
    assert leave_now(queue, 0.0) == [0, 1, 2, 10]
    assert leave_now(queue, 0.5) == []
    assert leave_now(queue, 1.01) == [3]


def test_a_message_to_be_sent_again_stays_the_first_of_its_chat() -> None:
    queue = SendQueue(ROOMY)
    queue.put([message(1, 7), message(2, 7), message(3, 8)])
    first = queue.next(0.0)
    assert isinstance(first, Sending)
    queue.again(first, 0.0, 5, everybody=False)
    assert leave_now(queue, 0.0) == [3]
    assert leave_now(queue, 4.9) == []
    assert leave_now(queue, 6.1) == [1, 2]


def test_a_wait_for_everybody_is_for_everybody() -> None:
    queue = SendQueue(ROOMY)
    queue.put([message(1, 7), message(2, 8)])
    first = queue.next(0.0)
    assert isinstance(first, Sending)
    queue.again(first, 0.0, 2, everybody=True)
    assert leave_now(queue, 1.9) == []
    assert leave_now(queue, 2.1) == [1, 2]


def test_what_has_not_started_can_be_taken_back() -> None:
    queue = SendQueue(ROOMY)
    queue.put([message(1, 7), message(2, 7), message(3, 8)])
    started = queue.next(0.0)
    assert isinstance(started, Sending)
    assert sorted(sending.id for sending in queue.empty()) == [2, 3]
    queue.done(started, 0.1)
    assert leave_now(queue, 10.0) == []
    queue.put([message(2, 7)])
    assert leave_now(queue, 10.0) == [2]


def test_the_same_message_is_taken_up_once() -> None:
    queue = SendQueue(ROOMY)
    queue.put([message(1, 7), message(1, 7)])
    assert leave_now(queue, 0.0) == [1]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 4), st.integers(ALERT, BROADCAST)),
        st.tuples(st.just("pass"), st.floats(0.001, 2.0), st.just(0)),
        st.tuples(st.just("again"), st.floats(0.1, 3.0), st.just(0)),
    ),
    max_size=60,
)


@given(STEPS)
def test_nothing_is_lost_and_no_limit_is_broken(steps: list[tuple[str, float, int]]) -> None:
    queue, now, number = SendQueue(ROOMY), 0.0, 0
    put: dict[int, int] = {}
    left: list[tuple[float, int, int]] = []
    for step, value, lane in steps:
        if step == "put":
            number += 1
            put[number] = int(value)
            queue.put([message(number, int(value), lane)])
        elif step == "pass":
            now += value
        elif isinstance(found := queue.next(now), Sending):
            queue.again(found, now, value, everybody=False)
        while isinstance(found := queue.next(now), Sending):
            left.append((now, found.chat_id, found.id))
            queue.done(found, now)
    for _ in range(1000):
        found = queue.next(now)
        if found is None:
            break
        if isinstance(found, Sending):
            left.append((now, found.chat_id, found.id))
            queue.done(found, now)
        else:
            now += max(found, 0.001)
    assert sorted(sending for _, _, sending in left) == sorted(put)
    for chat in set(put.values()):
        times = [at for at, of, _ in left if of == chat]
        assert all(later - earlier > 0.99 for earlier, later in zip(times, times[CAN.burst :], strict=False))


def test_who_comes_after_another_counts_on_nothing_saved_up() -> None:
    """The one before may just have used it; each chat's allowance grows anew from the moment of the taking over."""
    queue = SendQueue(ROOMY)
    queue.begin_after_another(100.0)
    queue.put([message(number, 7) for number in (1, 2, 3)])
    assert leave_now(queue, 100.0) == []
    assert leave_now(queue, 101.0) == [1]
    assert leave_now(queue, 101.5) == []
    queue.put([message(number, 8) for number in (4, 5, 6, 7)])
    assert leave_now(queue, 103.1) == [2, 3, 4, 5, 6], "two of the one chat, three of the other: its burst is whole"
