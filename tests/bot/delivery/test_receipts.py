"""What Zalo tells of messages that left: early, late, twice, of strangers' messages, and while the store is away."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import (
    booleans,
    dictionaries,
    integers,
    lists,
    none,
    recursive,
    sampled_from,
    text,
)
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.channels.zalo_oa.news import READERS, LimitChanged, TemplateChanged, read_news
from bot.delivery.receipts import MOST, Arrived, Receipts, Seen, note
from bot.intake.desk import Desk
from bot.intake.reading import NotAnUpdate
from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from storage import chats
from storage import outbox as rows
from storage.database import Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox, sending
from tests.bot.channels.zalo_oa.fake import OA_ID
from tests.conftest import START, StandingClock
from tests.patience import until
from tests.warm import warmed

FIELDS = (
    *("sender", "recipient", "message", "id", "oa_id", "msg_id", "msg_ids", "delivery_time", "timestamp"),
    *("tracking_id", "template_id", "status", "new_status", "quota", "new_value", "prev_value"),
)
EARLY, LATE = START - timedelta(minutes=9), START - timedelta(minutes=1)


def received(message: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """As the platform's papers show it, of a template by phone."""
    told = {"delivery_time": "1602960467432", "msg_id": "15a0cc0bbb13bd4ce403", "tracking_id": "dh-88213"}
    sides = {"sender": {"id": OA_ID}, "recipient": {"id": "84123456789"}}
    event = {"event_name": "user_received_message", **sides, "message": told if message is None else message}
    return {**event, "app_id": "1", "timestamp": "1602960469999", **more}


class TestReading:
    def test_the_moment_is_that_of_arriving(self) -> None:
        at = datetime.fromtimestamp(1602960467.432, UTC)
        assert read_news(received(), OA_ID) == Arrived(("15a0cc0bbb13bd4ce403",), at, 88213)
        told = datetime.fromtimestamp(1602960469.999, UTC)
        assert read_news(received({"msg_id": "a"}), OA_ID) == Arrived(("a",), told)

    def test_nothing_of_the_reader_is_kept(self) -> None:
        assert "84123456789" not in repr(read_news(received(), OA_ID))

    def test_what_another_program_tracks_is_found_by_the_platforms_id_alone(self) -> None:
        news = read_news(received({"msg_id": "a", "tracking_id": "order-88213"}), OA_ID)
        assert isinstance(news, Arrived)
        assert news.outbox_id is None

    def test_several_were_seen(self) -> None:
        sides = {"sender": {"id": "246845883529197922"}, "recipient": {"id": OA_ID}}
        event = {"event_name": "user_seen_message", **sides, "message": {"msg_ids": ["a", "b", "a"]}}
        news = read_news({**event, "timestamp": "1602960467432"}, OA_ID)
        assert news == Seen(("a", "b"), datetime.fromtimestamp(1602960467.432, UTC))

    def test_changes_of_the_account(self) -> None:
        status = {"prev_status": "PENDING_REVIEW", "new_status": "ENABLE"}
        changed = {"event_name": "change_template_status", "template_id": 220, "status": status, "reason": ""}
        assert read_news(changed, OA_ID) == TemplateChanged("220", "ENABLE")
        limit = {"event_name": "change_oa_daily_quota", "quota": {"prev_value": "500", "new_value": "2000"}}
        assert read_news(limit, OA_ID) == LimitChanged(500, 2000)

    def test_other_accounts_and_other_events_are_not_ours(self) -> None:
        assert read_news(received(sender={"id": "1"}), OA_ID) is None
        assert read_news(received(oa_id="1"), OA_ID) is None
        assert read_news({"event_name": "user_send_text"}, OA_ID) is None

    @given(
        recursive(
            none() | booleans() | integers() | text() | sampled_from([OA_ID, "1602960467432", "dh-7"]),
            lambda inner: lists(inner, max_size=3) | dictionaries(sampled_from(FIELDS), inner, max_size=5),
            max_leaves=20,
        ).filter(lambda event: isinstance(event, dict)),
        sampled_from(sorted(READERS)),
    )
    def test_whatever_comes_it_is_news_or_nothing(self, event: Any, name: str) -> None:
        with contextlib.suppress(NotAnUpdate):
            read_news({**event, "event_name": name}, OA_ID)

    @pytest.mark.parametrize(
        "event",
        [
            received({}),
            received({"msg_id": ""}),
            received({"msg_id": 7}),
            received({"msg_id": "x" * 65}),
            received({"msg_ids": "a"}),
            received({"msg_id": "a"}, timestamp="sometime"),
            {"event_name": "user_seen_message", "message": {"msg_ids": ["a"]}},
            {"event_name": "user_received_message", "message": []},
            {"event_name": "change_template_status", "template_id": "1"},
            {"event_name": "change_oa_daily_quota", "quota": {"new_value": "many"}},
            {"event_name": "change_oa_daily_quota", "quota": {"new_value": "9" * 400}},
        ],
    )
    def test_nonsense_is_told_from_news(self, event: dict[str, Any]) -> None:
        with pytest.raises(NotAnUpdate):
            read_news(event, OA_ID)


def put(store: Store, channel: str = "zalo_oa") -> int:
    with store.transaction() as db:
        chat = chats.add(db, channel, f"somebody-{db.new_id()}")
        body, end = Outgoing("chào").to_json(), db.now + timedelta(hours=1)
        return rows.put(db, chat, body, lane=rows.REPLY, kind="reply", expires_at=end)


def is_sent(store: Store, message_id: int, platform_id: str) -> None:
    with store.transaction() as db:
        sending.sent(db, [(message_id, platform_id, db.now)])


def moments(store: Store, message_id: int) -> tuple[datetime | None, datetime | None]:
    with store.transaction() as db:
        row = db.execute(select(outbox.c.delivered_at, outbox.c.seen_at).where(outbox.c.id == message_id)).one()
        return row.delivered_at, row.seen_at


class TestNoting:
    def test_a_late_word_undoes_nothing(self, store: Store) -> None:
        message = put(store)
        is_sent(store, message, "m-1")
        with store.transaction() as db:
            assert note(db, Seen(("m-1",), EARLY))
            assert note(db, Arrived(("m-1",), LATE))
            assert note(db, Seen(("m-1",), LATE))
        assert moments(store, message) == (EARLY, EARLY)

    def test_by_our_own_id_before_the_platforms_is_known(self, store: Store) -> None:
        message = put(store, "zbs")
        with store.transaction() as db:
            assert note(db, Arrived(("m-2",), EARLY, message))
        is_sent(store, message, "m-2")
        assert moments(store, message) == (EARLY, None)

    def test_a_clock_that_is_ahead_counts_as_now(self, store: Store) -> None:
        message = put(store)
        is_sent(store, message, "m-3")
        with store.transaction() as db:
            assert note(db, Arrived(("m-3",), START + timedelta(hours=5)))
        assert moments(store, message) == (START, None)

    def test_so_does_one_that_says_nothing(self, store: Store) -> None:
        message = put(store)
        is_sent(store, message, "m-3")
        with store.transaction() as db:
            assert note(db, Arrived(("m-3",), datetime.fromtimestamp(0, UTC)))
        assert moments(store, message) == (START, None)

    def test_of_several_one_that_is_not_known_yet_is_looked_for_again(self, store: Store) -> None:
        message = put(store)
        is_sent(store, message, "m-4")
        with store.transaction() as db:
            assert not note(db, Seen(("m-4", "m-5"), EARLY))
        assert moments(store, message) == (EARLY, EARLY)


@pytest.fixture
async def desk(store: Store, deployment: Deployment) -> AsyncIterator[Desk]:
    desk = Desk(store, deployment, lambda _: None)
    await desk.start()
    yield desk
    await desk.stop()


@asynccontextmanager
async def noting(desk: Desk) -> AsyncIterator[Receipts]:
    receipts = Receipts()
    task = asyncio.create_task(receipts.run(desk))
    yield receipts
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


class TestBeside:
    @pytest.fixture(autouse=True)
    def _in_a_hurry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.delivery.receipts.AGAIN", (0.02, 0.05, 0.2))
        monkeypatch.setattr("bot.delivery.receipts.STORE_AWAY", 0.02)

    async def test_news_that_is_quicker_than_our_own_mark(
        self, store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.delivery.receipts.AGAIN", (0.05,) * 1000)
        message = put(store)
        async with noting(desk) as receipts:
            receipts.take(Arrived(("m-6",), EARLY))
            await asyncio.sleep(0.03)
            assert moments(store, message) == (None, None)
            is_sent(store, message, "m-6")
            await until(lambda: moments(store, message) == (EARLY, None))
        assert receipts.unknown == 0

    async def test_what_was_sent_by_somebody_else_is_counted_and_forgotten(self, desk: Desk) -> None:
        with capture_logs() as logs:
            async with noting(desk) as receipts:
                for number in range(3):
                    receipts.take(Arrived((f"theirs-{number}",), EARLY))
                await until(lambda: receipts.unknown == 3)
                await until(lambda: any(line["event"] == "receipts.not_noted" for line in logs))
        assert "theirs" not in str(logs)

    async def test_a_store_that_is_away(self, store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        message = put(store)
        is_sent(store, message, "m-7")

        def away(*_: Any) -> bool:
            raise OperationalError("", {}, Exception())

        async with noting(desk) as receipts:
            with monkeypatch.context() as patch:
                patch.setattr("bot.delivery.receipts.note", away)
                receipts.take(Seen(("m-7",), EARLY))
                await asyncio.sleep(0.2)
            await until(lambda: moments(store, message) == (EARLY, EARLY))
        assert (receipts.unknown, receipts.lost) == (0, 0)

    async def test_a_flood_is_bounded_and_said(self, desk: Desk) -> None:
        receipts = Receipts()
        for number in range(MOST + 5):
            receipts.take(Arrived((f"m-{number}",), EARLY))
        assert receipts.lost == 5

    async def test_hundreds_at_once(self, store: Store, desk: Desk) -> None:
        messages = [put(store) for _ in range(300)]
        async with noting(desk) as receipts:
            for number, message in enumerate(messages):
                is_sent(store, message, f"m-{number}")
                receipts.take(Arrived((f"m-{number}",), EARLY))
            await until(lambda: moments(store, messages[-1])[0] == EARLY and moments(store, messages[0])[0] == EARLY)


def test_a_mark_that_comes_after_keeps_what_was_told(sqlite_url: str, clock: StandingClock) -> None:
    store = warmed(open_store(sqlite_url, Keyring.fresh(), clock.now))
    message = put(store, "zbs")
    with store.transaction() as db:
        note(db, Arrived(("m-8",), EARLY, message))
    is_sent(store, message, "m-8")
    with store.transaction() as db:
        note(db, Seen(("m-8",), LATE))
    assert moments(store, message) == (EARLY, LATE)
    store.close()
