"""Whatever comes in, at the webhook or in a dialogue: a clear answer or a 4xx, and nothing changes that should not."""

import gzip
import io
import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.app import Service
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.update import read_update
from bot.settings import Settings
from handlers.kit import Incoming, Media
from handlers.kit.commands import allowed
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from storage import inbox, outbox
from storage.keyring import Keyring
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.daytime import daytime
from tests.handlers.two_communes import Offered, Scene, build, buttons_of
from tests.person import WITH_BUTTONS, World
from tests.warm import warmed

SECRET = "a-secret-of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PRIVATE = {"id": 77, "type": "private"}
SENDER = {"id": 77, "is_bot": False, "first_name": "A"}
Client = TestClient[web.Request, web.Application]
Json = dict[str, Any]


@pytest.fixture
async def service(sqlite_url: str, tmp_path: Path, deployment: Deployment) -> AsyncIterator[Service]:
    """The real service; of its parts only the desk runs, as no Telegram is there to send to."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        unit="17791",
        database_url=sqlite_url,
        keys_file=tmp_path / "keys.json",
    ).with_platforms(
        TelegramSettings(
            _env_file=None,  # type: ignore[call-arg]
            telegram_token=SecretStr("5000000001:AAFakeTokenForTests-0123456789abcdefg"),
            telegram_secret=SecretStr(SECRET),
            telegram_api="http://127.0.0.1:9",
        ),
    )
    clock = daytime()
    store = warmed(open_store(sqlite_url, Keyring.fresh(), clock.now))
    service = Service(settings, clock, store, deployment)
    await service.desk.start()
    yield service
    await service.desk.stop()
    store.close()


@pytest.fixture
async def hook(service: Service) -> AsyncIterator[Client]:
    async with TestClient(TestServer(service.web_app())) as client:
        yield client


async def post(hook: Client, body: bytes, *, secret: str = SECRET, **headers: str) -> int:
    sent = {HEADER: secret, "Content-Type": "application/json", **headers}
    async with hook.post("/hooks/telegram", data=io.BytesIO(body), headers=sent) as response:
        return response.status


def message(update_id: Any = 1, **content: Any) -> Json:
    return {
        "update_id": update_id,
        "message": {"message_id": 5, "date": 1790000000, "chat": PRIVATE, "from": SENDER, **content},
    }


def press(update_id: Any = 1, **content: Any) -> Json:
    return {"update_id": update_id, "callback_query": {"id": "9", "from": SENDER, **content}}


def counts(service: Service) -> tuple[dict[str, int], int]:
    """Messages by state, and replies."""
    with service.store.transaction() as db:
        states = db.execute(select(inbox.inbox.c.state, func.count()).group_by(inbox.inbox.c.state)).all()
        replies = db.execute(select(func.count()).select_from(outbox.outbox)).scalar_one()
        return {str(state): int(count) for state, count in states}, int(replies)


MALFORMED = [
    b"not json",
    b"{",
    b"[]",
    b"5",
    b"null",
    b'"text"',
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b'{"update_id": 1, "message": {"text": "\\ud800"}}',
    b'{"update_id": 1, "message": \xff\xfe}',
    b'{"update_id": NaN}',
]
FORGED: list[Json] = [
    {"update_id": "1", "message": {}},
    {"update_id": None},
    {"update_id": 1.5, "message": {"text": "x"}},
    {**message(text="x"), "update_id": 10**30},
    {"update_id": 1, "message": "text"},
    {"update_id": 1, "message": [1]},
    {"update_id": 1, "message": {"text": "x"}},
    {"update_id": 1, "message": {"chat": 5, "text": "x", "date": 1}},
    message(text="x", chat={"id": "abc", "type": "private"}),
    message(text="x", chat={"id": None, "type": "private"}),
    message(text="x", chat={"id": 10**40, "type": "private"}),
    message(text="x", chat={"type": "private"}),
    message(text="x", date="yesterday"),
    message(text="x", date=None),
    message(text="x", date=1e30),
    message(text="x", date=-(10**15)),
    message(text="x", **{"from": 5}),
    message(photo=[]) | {"message": 3},
    message(photo=[{}]),
    message(photo=["x"]),
    message(photo=[{"file_id": "a", "width": "wide"}]),
    message(document={"file_name": "x"}),
    message(document={"file_id": "x", "file_size": "many"}),
    message(location={"latitude": "north", "longitude": 1}),
    message(location={"latitude": "nan", "longitude": 1}),
    message(location={"latitude": 1e9, "longitude": 1}),
    message(location={"longitude": 1}),
    message(contact={"user_id": 77}),
    {"update_id": 1, "callback_query": "x"},
    {"update_id": 1, "callback_query": {"id": 5}},
    press(**{"from": {"id": "x"}}),
    press(message="x"),
    press(message={"chat": {"type": "private"}, "message_id": "x"}),
    {"update_id": 1, "my_chat_member": {"new_chat_member": {}}},
    {"update_id": 1, "my_chat_member": {"new_chat_member": {"status": "kicked"}}},
    {"update_id": 1, "edited_message": {"text": "x"}},
]
NOT_FOR_US: list[Json] = [
    {"update_id": 1},
    {"update_id": -5, "poll": {"id": "1"}},
    {"update_id": 2, "inline_query": {"query": "x"}},
    {"update_id": 3, "message_of_next_year": {"a": 1}},
    {"update_id": 4, "message": None},
    {"update_id": 4, "callback_query": None},
    message(text="x", chat={"id": -100123, "type": "supergroup"}),
    message(text="x", **{"from": {**SENDER, "is_bot": True}}),
    press(message={"chat": {"id": -1, "type": "group"}, "message_id": 4}),
    message(new_chat_members=[{}]),
    message(pinned_message={"message_id": 4}),
]
UNUSUAL: list[Json] = [
    message(text="alo"),
    message(text="alo", chat={"id": "77", "type": "private"}),
    message(text=5),
    message(text={"a": 1}),
    message(text=""),
    message(text="a" * 900_000),
    message(text="ăn cơm " * 20_000),
    message(text="\u0000\u0000"),
    message(text="\u202e\u202dgnaht iod"),
    message(sticker={"file_id": "x"}),
    message(dice={"value": 6}),
    message(video_note={"file_id": "x"}),
    message(forward_origin={"type": "user"}, text="x"),
    message(contact={"phone_number": "0912345678", "user_id": 5}),
    message(contact={"phone_number": 912345678, "user_id": 77}),
    message(contact={"phone_number": "x\u0000", "user_id": 77}),
    message(location={"latitude": "18.9", "longitude": "105.3"}),
    message(photo=[{"file_id": "x", "file_size": 10**14, "width": 5}]),
    message(voice={"file_id": "x" * 5_000, "file_size": -4}),
    message(document={"file_id": "\u0000", "file_name": "\u202e.exe" * 900}),
    press(data="x" * 4_000),
    press(data="visit_report:person:1"),
    press(data="\u0000:\u0000:\u0000"),
    press(data=None),
    press(data=5, message={"chat": PRIVATE, "message_id": 5, "date": 0}),
    press(data="do:menu", message={}),
    {"update_id": 1, "edited_message": {"chat": PRIVATE, "text": "x"}},
]


@pytest.mark.parametrize("given", ["", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "đúng", "\udcff"])
async def test_without_the_secret_nothing_gets_in(hook: Client, service: Service, given: str) -> None:
    headers = {"Content-Type": "application/json", **({HEADER: given} if given else {})}
    async with hook.post("/hooks/telegram", data=orjson.dumps(message(text="alo")), headers=headers) as response:
        assert response.status == 403
    assert counts(service) == ({}, 0)


async def test_what_is_no_update_is_refused_and_the_next_message_is_answered(hook: Client, service: Service) -> None:
    with capture_logs() as logs:
        for body in [*MALFORMED, *map(_dumps, FORGED)]:
            assert await post(hook, body) == 400, body[:200]
        assert counts(service) == ({}, 0)
        assert await post(hook, _dumps(message(text="alo"))) == 200
    assert counts(service) == ({"done": 1}, 1)
    assert {log["event"] for log in logs} <= {"hook.not_an_update"}


def _dumps(update: Json) -> bytes:
    return json.dumps(update).encode()


async def test_what_is_not_meant_for_us_is_taken_and_forgotten(hook: Client, service: Service) -> None:
    for update in NOT_FOR_US:
        assert await post(hook, _dumps(update)) == 200, update
    assert counts(service) == ({}, 0)


async def test_what_is_unusual_is_answered_once_each_and_nothing_fails(hook: Client, service: Service) -> None:
    with capture_logs() as logs:
        for number, update in enumerate(UNUSUAL, 1):
            update["update_id"] = number
            assert await post(hook, _dumps(_from(update, 1_000 + number))) == 200, update
    assert counts(service) == ({"done": len(UNUSUAL)}, len(UNUSUAL))
    assert logs == []


def _from(update: Json, number: int) -> Json:
    """The same from a chat of its own, as so many from one are asked to wait."""
    body = orjson.dumps(update).replace(b'"id":77,', b'"id":%d,' % number).replace(b'"77"', b'"%d"' % number)
    moved: Json = orjson.loads(body)
    return moved


async def test_too_large_is_refused_however_it_is_sent(hook: Client, service: Service) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    assert await post(hook, b" " * (1024 * 1024 + 1)) == 413
    headers = {HEADER: SECRET}
    async with hook.post("/hooks/telegram", data=in_pieces(), headers=headers) as response:
        assert response.status == 413
    packed = gzip.compress(b" " * 5_000_000)
    assert 400 <= await post(hook, packed, **{"Content-Encoding": "gzip"}) < 500
    assert 400 <= await post(hook, b"no gzip", **{"Content-Encoding": "gzip"}) < 500
    assert counts(service) == ({}, 0)


async def test_nothing_at_all_is_somebody_trying_the_door(hook: Client, service: Service) -> None:
    assert await post(hook, b"", secret="") == 200
    assert counts(service) == ({}, 0)


async def test_other_methods_and_places_are_not_there(hook: Client) -> None:
    for method, path, status in (
        ("GET", "/hooks/telegram", 405),
        ("POST", "/hooks/telegram/x", 404),
        ("POST", "/hooks/zalo-oa", 404),
    ):
        async with hook.request(method, path, headers={HEADER: SECRET}) as response:
            assert response.status == status


async def test_updates_twice_and_out_of_order_are_each_answered_once(hook: Client, service: Service) -> None:
    order = [3, 1, 2, 3, 1, 2, 2]
    for number in order:
        assert await post(hook, _dumps(message(number, text=f"alo {number}"))) == 200
    assert counts(service) == ({"done": 3}, 3)


async def test_logs_hold_nothing_of_what_was_written(hook: Client) -> None:
    with capture_logs() as logs:
        await post(hook, _dumps(message(text="Nguyễn Thị Bí Mật", date="x")))
        await post(hook, b'{"update_id": 1, "message": "B\xc3\xad M\xe1\xba\xadt"}')
    assert "Mật" not in repr(logs)


# in a dialogue

# as long as a message of Telegram can be
LONGEST = 4_096
TEXTS = [
    "a" * LONGEST,
    "ă" * LONGEST,
    "9" * LONGEST,
    "1 " * (LONGEST // 2),
    "\u202eđảo ngược\u202c",
    "Z\u0311\u036b\u0343a\u0337\u0320l\u0335g\u0334o\u0321" * 200,
    "\x00\x00",
    "a\x00b",
    "\u200b\u200b",
    "   ",
    "\n\n",
    "🙏🏽👨‍👩‍👧",
    "{you} {person} {0} {} %s %(x)s",
    "'; DROP TABLE visits; --",
    "<script>alert(1)</script> *đậm* _[x](y)_",
    "-1",
    "0",
    "999",
    "²",
    "٣",
    "1e9",
    "NaN",
    "31/02/2026",
    "01/01/0001",
    "31/12/9999",
    "99/99/99999999",
    "1000000000000000000000 tỷ",
    "visit_report:person:1",
    "visit_report:*:!send",
    "go:invite",
    "do:menu",
    "!send",
    "/",
    "/start",
    "/start ĐẠN-0000",
    ":::",
]
KINDS: list[Json] = [
    {"kind": "sticker"},
    {"kind": "edited"},
    {"kind": "unsupported"},
    {"kind": "contact", "contact": "x"},
    {"kind": "contact", "contact": "0912345678"},
    {"kind": "place", "place": (90.0, -180.0)},
    {"kind": "photo", "media": Media("ref", "photo", 2**31 - 1)},
    {"kind": "voice", "media": Media("ref", "voice")},
    {"kind": "file", "media": Media("ref", "file", 0, "\u202e.exe")},
    {"kind": "start"},
    {"kind": "start", "text": "7F3K-92QD"},
    {"kind": "press"},
    {"kind": "press", "press": ":"},
    {"kind": "press", "press": "::"},
    {"kind": "press", "press": "go:"},
    {"kind": "press", "press": "do:"},
    {"kind": "press", "press": "go:::::"},
    {"kind": "press", "press": "go:no_such_form:a=b"},
    {"kind": "press", "press": "do:no_such_command:1"},
    {"kind": "press", "press": "a_form_of_last_year:question:value"},
    {"kind": "press", "press": "visit_report:visited_on:2026-10-20"},
    {"kind": "press", "press": "\x00:\x00:\x00"},
]
ARGUMENTS = [
    "",
    "0",
    "-1",
    "abc",
    "²",
    "٣",
    "9" * 19,
    "9" * 40,
    "9223372036854775807",
    "1:2:3",
    "1.2",
    ".",
    "=",
    "jobs=",
    "\x00",
]
VALUES = [
    "",
    "x",
    "-1",
    "0",
    "yes",
    "given",
    "other",
    "9" * 30,
    "2026-11-23",
    "0001-01-01",
    "9999-12-31",
    "{you}",
    "\x00",
]


@pytest.fixture(scope="module")
def scene(
    migrated_file: Path, tmp_path_factory: pytest.TempPathFactory, keyring: Keyring, deployment: Deployment
) -> Iterator[Scene]:
    file = tmp_path_factory.mktemp("bad-input") / "donghanh.db"
    shutil.copyfile(migrated_file, file)
    store = warmed(open_store(f"sqlite:///{file}", keyring, StandingClock().now))
    yield build(World(store, deployment, StandingClock(), WITH_BUTTONS))
    store.close()


def standing_in_forms(scene: Scene, who: str) -> list[Offered]:
    """One state of each open question that somebody comes across."""
    found: dict[tuple[str, str], Offered] = {}
    for offered in buttons_of(scene, who).values():
        if offered.form:
            question = offered.press.split(":")[1]
            found.setdefault((offered.form, question), offered)
    return list(found.values())


@pytest.mark.parametrize("who", ["guardian", "person", "officer", "partner"])
def test_in_the_middle_of_any_form_anything_gets_one_answer(scene: Scene, who: str) -> None:
    states = standing_in_forms(scene, who)
    assert len(states) > 3
    said: list[Json] = [{"kind": "text", "text": text} for text in TEXTS]
    for state, bad in itertools.product(states, [*said, *KINDS]):
        seen = scene.hears(who, bad, form=state.form, answers=state.answers, watch=False)
        assert seen.reply is not None, (state, bad)
        assert seen.reply.text.strip(), (state, bad)
        assert not re.search(r"\{\w*\}", seen.reply.text) or "{you}" in str(bad.get("text")), (state, bad)


@pytest.mark.parametrize("who", ["guardian", "person", "officer", "partner", "nobody", "stranger"])
def test_with_nothing_open_anything_gets_one_answer_and_reaches_nobody_else(scene: Scene, who: str) -> None:
    said: list[Json] = [{"kind": "text", "text": text} for text in TEXTS]
    for bad in [*said, *KINDS]:
        seen = scene.hears(who, bad, watch=False)
        assert seen.reply is not None, bad
        assert seen.told == [], bad


@pytest.mark.parametrize("who", ["guardian", "person", "officer", "partner"])
def test_every_command_and_form_bears_any_argument(scene: Scene, who: str) -> None:
    roles = (who,)
    mine = [one.id for one in REGISTRY.commands.values() if allowed(one.may, roles)]
    for name, argument in itertools.product(mine, ARGUMENTS):
        assert scene.hears(who, {"kind": "press", "press": f"do:{name}:{argument}"[:64]}, watch=False).reply
    for form in (one for one in REGISTRY.forms.values() if allowed(one.may, roles)):
        for question, value in itertools.product(form.questions, VALUES):
            pressed = {"kind": "press", "press": f"go:{form.id}:{question.id}={value}"[:64]}
            seen = scene.hears(who, pressed, {"kind": "press", "press": f"{form.id}:*:!send"}, watch=False)
            assert seen.reply, (form.id, question.id, value)
            assert question.id not in seen.answers or question.holds(seen.answers[question.id])


def test_a_forwarded_contact_is_nobodys_number() -> None:
    forwarded = message(contact={"phone_number": "0912345678", "user_id": 5})
    read = read_update(forwarded, "telegram")
    assert isinstance(read, Incoming)
    assert (read.kind, read.contact) == ("unsupported", "")
