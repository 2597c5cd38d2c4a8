"""The Zalo account's tokens: renewed in time, by one process, through crashes at any point; a lost pair is told."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.channels.zalo_oa import tokens as bot_tokens
from bot.channels.zalo_oa.consent import look_after
from bot.channels.zalo_oa.tokens import App, Refused, Tokens, read_answer
from bot.delivery.channel import Down, Retry, SendFailed
from bot.intake.desk import Desk
from handlers.kit.deployment import Deployment
from storage import accounts, chats, zalo_tokens
from storage.database import Store
from storage.keyring import Keyring
from storage.outbox import outbox
from storage.zalo_tokens import Pair
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID, TOKENS, FakeZaloOa
from tests.conftest import StandingClock

UNIT = "17791"


class Crash(BaseException):
    """The process is gone at this point: nothing after it is done."""


@pytest.fixture
async def api(clock: StandingClock) -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa(now=lambda: clock.now().timestamp()) as fake:
        yield fake


def process(store: Store, api: FakeZaloOa, consent: str = "refresh-0") -> Tokens:
    return Tokens(store, App(OA_ID, APP_ID, APP_SECRET, api.url), consent)


@asynccontextmanager
async def running(store: Store, api: FakeZaloOa, consent: str = "refresh-0") -> AsyncIterator[Tokens]:
    tokens = process(store, api, consent)
    await tokens.start()
    yield tokens
    await tokens.stop()


def kept(store: Store) -> Pair:
    with store.transaction() as db:
        pair = zalo_tokens.newest(db, OA_ID)
    assert pair is not None
    return pair


def works(api: FakeZaloOa, pair: Pair) -> bool:
    api.state.admit(pair.access)
    return True


class TestInTime:
    async def test_the_first_use_fetches_the_first_pair(self, store: Store, api: FakeZaloOa) -> None:
        async with running(store, api) as tokens:
            pair = await tokens.current()
            assert works(api, pair)
            assert kept(store).access == pair.access
            assert kept(store).refresh == api.state.refresh
            assert await tokens.current() == pair
        assert api.state.exchanges == 1

    async def test_it_is_renewed_after_twenty_hours_and_not_before(
        self, store: Store, api: FakeZaloOa, clock: StandingClock
    ) -> None:
        async with running(store, api) as tokens:
            await tokens.tend()
            clock.move(hours=19, minutes=59)
            await tokens.tend()
            assert api.state.exchanges == 1
            clock.move(minutes=2)
            await tokens.tend()
            assert api.state.exchanges == 2
            assert works(api, await tokens.current())

    async def test_a_week_of_restarts(self, store: Store, api: FakeZaloOa, clock: StandingClock) -> None:
        for _ in range(14):
            async with running(store, api) as tokens:
                await tokens.tend()
                assert works(api, await tokens.current())
            clock.move(hours=12)
        assert kept(store).refresh == api.state.refresh
        assert 6 <= api.state.exchanges <= 8

    async def test_without_a_consent_it_says_so(self, store: Store, api: FakeZaloOa) -> None:
        async with running(store, api, "") as tokens:
            await tokens.tend()
            with pytest.raises(Down, match="no_consent"):
                await tokens.current()


class TestTogether:
    async def test_many_at_once_fetch_one_pair(self, store: Store, api: FakeZaloOa) -> None:
        async with running(store, api) as tokens:
            found = await asyncio.gather(*(tokens.current() for _ in range(20)))
        assert len({pair.access for pair in found}) == 1
        assert api.state.exchanges == 1

    async def test_many_processes_spend_a_token_once(self, store: Store, api: FakeZaloOa) -> None:
        processes = [process(store, api) for _ in range(5)]
        for tokens in processes:
            await tokens.start()
        await asyncio.gather(*(tokens.tend() for tokens in processes), return_exceptions=True)
        found = [await tokens.current() for tokens in processes]
        assert len({pair.access for pair in found}) == 1
        assert [request.code for request in api.requests] == [0]
        for tokens in processes:
            await tokens.stop()

    async def test_a_refused_token_is_looked_up_before_another_is_fetched(
        self, store: Store, api: FakeZaloOa, clock: StandingClock
    ) -> None:
        async with running(store, api) as one, running(store, api) as other:
            old = await one.current()
            await other.current()
            clock.move(hours=21)
            await other.tend()
            fresh = await one.renewed(old)
            assert fresh.access == (await other.current()).access
        assert api.state.exchanges == 2

    async def test_whoever_comes_while_another_fetches_waits(self, store: Store, api: FakeZaloOa) -> None:
        async with running(store, api) as tokens:
            pair = kept(store)
            with store.transaction() as db:
                assert zalo_tokens.claim(db, pair, timedelta(seconds=60))
            with pytest.raises(Retry):
                await tokens.current()
        assert api.requests == []


def crash_before(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
    def gone(*_: Any, **__: Any) -> Any:
        raise Crash

    monkeypatch.setattr(owner, name, gone)


def crash_after(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """After the transaction in which `name` was done is committed."""
    real, in_transaction = getattr(zalo_tokens, name), Tokens._in_transaction
    done = []

    def noted(*args: Any, **kwargs: Any) -> Any:
        done.append(name)
        return real(*args, **kwargs)

    def then_gone(self: Tokens, work: Callable[[Any], Any]) -> Any:
        found = in_transaction(self, work)
        if done:
            raise Crash
        return found

    monkeypatch.setattr(zalo_tokens, name, noted)
    monkeypatch.setattr(Tokens, "_in_transaction", then_gone)


BEFORE_THE_EXCHANGE: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "before the claim": lambda patch: crash_before(patch, zalo_tokens, "claim"),
    "after the claim": lambda patch: crash_after(patch, "claim"),
    "before the request": lambda patch: crash_before(patch, Tokens, "_ask"),
}
AFTER_THE_COMMIT: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "after the commit": lambda patch: crash_after(patch, "keep"),
}
BETWEEN: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "after the answer": lambda patch: crash_before(patch, bot_tokens, "read_answer"),
    "before the new pair is stored": lambda patch: crash_before(patch, Tokens, "_keep"),
    "in the transaction that stores it": lambda patch: crash_before(patch, zalo_tokens, "keep"),
}


# another process, dead at once at the point where the tests above only raise
KILLED = """
import asyncio, os, sys
from datetime import datetime
from pathlib import Path
import pytest
from bot.channels.zalo_oa.tokens import App, Tokens
from storage.keyring import Keyring
from storage.opening import open_store
from tests.bot.channels.zalo_oa import test_tokens as here
from tests.bot.channels.zalo_oa.fake import APP_ID, APP_SECRET, OA_ID

url, keys, api, point, now = sys.argv[1:]
here.Crash.__init__ = lambda self: os._exit(9)

async def die():
    store = open_store(url, Keyring.load(Path(keys)), lambda: datetime.fromisoformat(now))
    tokens = Tokens(store, App(OA_ID, APP_ID, APP_SECRET, api), "refresh-0")
    await tokens.start()
    {**here.BEFORE_THE_EXCHANGE, **here.BETWEEN, **here.AFTER_THE_COMMIT}[point](pytest.MonkeyPatch())
    await tokens.tend()

asyncio.run(die())
"""


async def dies(store: Store, api: FakeZaloOa, crash: Callable[[pytest.MonkeyPatch], None]) -> None:
    tokens = process(store, api)
    await tokens.start()
    with pytest.MonkeyPatch.context() as patch:
        crash(patch)
        with pytest.raises(Crash):
            await tokens.tend()
    await tokens.stop()


class TestCrashes:
    @pytest.mark.parametrize("point", [*BEFORE_THE_EXCHANGE, *AFTER_THE_COMMIT])
    @pytest.mark.parametrize("age", ["first", "later"])
    async def test_the_next_process_goes_on(
        self, store: Store, api: FakeZaloOa, clock: StandingClock, point: str, age: str
    ) -> None:
        if age == "later":
            async with running(store, api) as tokens:
                await tokens.tend()
            clock.move(hours=21)
        await dies(store, api, {**BEFORE_THE_EXCHANGE, **AFTER_THE_COMMIT}[point])
        clock.move(minutes=2)
        async with running(store, api) as tokens:
            await tokens.tend()
            assert works(api, await tokens.current())
        assert kept(store).refresh == api.state.refresh
        assert all(request.code == 0 for request in api.requests)

    @pytest.mark.parametrize("point", BETWEEN)
    async def test_a_pair_that_was_never_stored_is_told_and_a_new_consent_mends_it(
        self, store: Store, api: FakeZaloOa, clock: StandingClock, desk: Desk, point: str
    ) -> None:
        async with running(store, api) as tokens:
            await tokens.tend()
        clock.move(hours=21)
        await dies(store, api, BETWEEN[point])
        clock.move(minutes=2)
        async with running(store, api) as tokens:
            await look_after(tokens, desk)
            assert [note["kind"] for note in heard(desk)] == ["zalo_consent"]
            assert works(api, await tokens.current()), "the old access token is good for some hours yet"
            await look_after(tokens, desk)
            clock.move(hours=5)
            with pytest.raises(Down, match="token_lost"):
                await tokens.current()
            assert len(heard(desk)) == 1
        refusals = [request for request in api.requests if request.code]
        assert len(refusals) == 1, "a dead token is not tried over and over"
        api.state.refresh = "refresh-of-a-new-consent"
        async with running(store, api, "refresh-of-a-new-consent") as tokens:
            assert works(api, await tokens.current())
        async with running(store, api, "refresh-0") as left_behind:
            assert works(api, await left_behind.current()), "an old setting does not undo a new consent"

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    @pytest.mark.parametrize(
        ("point", "lost"), [("after the claim", False), ("after the answer", True), ("after the commit", False)]
    )
    async def test_a_process_that_is_killed(
        self,
        store: Store,
        api: FakeZaloOa,
        clock: StandingClock,
        keyring: Keyring,
        database_url: str,
        tmp_path: Path,
        point: str,
        lost: bool,
    ) -> None:
        keyring.save(tmp_path / "keys.json")
        told = (database_url, str(tmp_path / "keys.json"), api.url, point, clock.now().isoformat())
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, *told)
        assert await child.wait() == 9
        clock.move(minutes=2)
        async with running(store, api) as tokens:
            if lost:
                with pytest.raises(Down, match="token_lost"):
                    await tokens.current()
            else:
                assert works(api, await tokens.current())
                assert kept(store).refresh == api.state.refresh

    async def test_the_store_goes_away_after_the_answer(
        self, store: Store, api: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bot_tokens, "KEEP_AGAIN", 0.01)
        real, tries = zalo_tokens.keep, []

        def away(*args: Any) -> bool:
            tries.append(1)
            if len(tries) < 4:
                raise OperationalError("", {}, Exception())
            return real(*args)

        monkeypatch.setattr(zalo_tokens, "keep", away)
        async with running(store, api) as tokens:
            assert works(api, await tokens.current())
        assert api.state.exchanges == 1

    async def test_stopping_waits_for_a_pair_on_its_way(
        self, store: Store, api: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = Tokens._ask

        async def slow(self: Tokens, pair: Pair) -> Any:
            answer = await real(self, pair)
            await asyncio.sleep(0.2)
            return answer

        monkeypatch.setattr(Tokens, "_ask", slow)
        tokens = process(store, api)
        await tokens.start()
        waiting = asyncio.create_task(tokens.current())
        await asyncio.sleep(0.1)
        waiting.cancel()
        await tokens.stop()
        assert kept(store).refresh == api.state.refresh


class TestTrouble:
    async def test_a_platform_that_is_away_loses_nothing(self, store: Store, api: FakeZaloOa) -> None:
        async with running(store, api) as tokens:
            for trouble in (api.drops, api.babbles):
                trouble(TOKENS)
                with pytest.raises(Down):
                    await tokens.current()
            assert works(api, await tokens.current())

    async def test_an_answer_that_is_lost_on_the_way_costs_the_pair(
        self, store: Store, api: FakeZaloOa, desk: Desk
    ) -> None:
        async with running(store, api) as tokens:
            api.drops(TOKENS, after=True)
            await look_after(tokens, desk)
            assert heard(desk) == []
            await look_after(tokens, desk)
            assert len(heard(desk)) == 1

    async def test_a_slow_holder_that_comes_back_finds_the_pair_again(
        self, store: Store, api: FakeZaloOa, clock: StandingClock
    ) -> None:
        async with running(store, api) as slow:
            pair = kept(store)
            with store.transaction() as db:
                assert zalo_tokens.claim(db, pair, timedelta(seconds=60))
            answer = api.state.exchange(pair.refresh)
            clock.move(seconds=61)
            async with running(store, api) as other:
                with pytest.raises(Down, match="token_lost"):
                    await other.current()
                assert kept(store).lost
                await slow._keep(pair, read_answer(200, _json(answer)))
                assert not kept(store).lost
                await other._read()
                assert works(api, await other.current())

    async def test_tokens_are_never_told(
        self, store: Store, api: FakeZaloOa, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        async with running(store, api) as tokens:
            pair = await tokens.current()
            api.fails(TOKENS, code=-14014)
            with pytest.raises(SendFailed) as failure:
                await tokens.renewed(pair)
            told = "".join(map(repr, (tokens, pair, tokens.app, failure.value))) + caplog.text
        shown = capsys.readouterr()
        for secret in (pair.access, pair.refresh, APP_SECRET, "refresh-0"):
            assert secret not in told + shown.out + shown.err

    @pytest.mark.parametrize(
        ("status", "body", "kind"),
        [
            (200, b"<html>", Down),
            (200, b"[]", Down),
            (200, b"{}", Down),
            (200, b'{"access_token":"a"}', Down),
            (502, b'{"error":-1}', Down),
            (200, b'{"error":-14014,"error_name":"Invalid refresh token."}', Refused),
            (400, b'{"error":"invalid_grant"}', Refused),
        ],
    )
    def test_only_a_plain_no_is_a_refusal(self, status: int, body: bytes, kind: type[Exception]) -> None:
        with pytest.raises(kind):
            read_answer(status, body)

    @pytest.mark.parametrize(("given", "hours"), [("90000", 25), (90000, 25), ("soon", 25), ("60", 1), (None, 25)])
    def test_how_long_a_token_lives(self, given: object, hours: int) -> None:
        answer = read_answer(200, _json({"access_token": "a", "refresh_token": "r", "expires_in": given}))
        assert answer.life == timedelta(hours=hours)


def _json(value: object) -> bytes:
    return orjson.dumps(value)


@pytest.fixture
async def desk(store: Store, deployment: Deployment) -> AsyncIterator[Desk]:
    with store.transaction() as db:
        admin = accounts.add(db, unit=UNIT, name="Võ Thị Lan", roles=("admin",))
        chat = chats.add(db, "web", "an-admin")
        chats.link(db, chat.id, admin)
    desk = Desk(store, deployment, lambda _sendings: None)
    await desk.start()
    yield desk
    await desk.stop()


def heard(desk: Desk) -> list[dict[str, Any]]:
    with desk.store.transaction() as db:
        return [dict(row._mapping) for row in db.execute(select(outbox.c.kind, outbox.c.lane))]
