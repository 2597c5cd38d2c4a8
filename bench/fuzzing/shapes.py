"""What the platforms really send, one of each kind: made by the phones of the tests' fakes, as JSON."""

from collections.abc import Mapping
from typing import Any

import orjson

from tests.bot.channels.telegram.fake import FakeTelegram
from tests.bot.channels.zalo_bot.fake import FakeZaloBot
from tests.bot.channels.zalo_oa.fake import FakeZaloOa

# what nobody may ever read in a log
NAME, PHONE, WORDS = "Lê Thị Kín", "84987000111", "chuyện chỉ nói riêng"
SECRETS = (NAME, PHONE, WORDS)
PRESSES = ("visit_report:outcome:met", "go:visit_report", "do:menu", "visit_report:!send", "check_in:!back")


def telegram() -> list[bytes]:
    fake = FakeTelegram()
    user = fake.user(NAME, started=True)
    user.says(WORDS)
    user.says("/start 7F3K-92QD")
    user.says("/tham@donghanh_test_bot")
    user.says(f"anh Nam hôm qua khỏe, số {PHONE}")
    user.edits(WORDS)
    user.forwards(WORDS, NAME)
    user.sends_photo(caption=WORDS)
    user.sends_album(2, WORDS)
    user.sends_voice()
    user.sends_document(b"%PDF-1.4", f"{NAME}.pdf")
    user.sends_place(18.67, 105.69)
    user.walks((18.67, 105.69), (18.68, 105.69))
    user.sends_contact(PHONE)
    user.sends_contact(PHONE, own=False)
    user.sends_sticker()
    user.does(pinned_message={"message_id": 1})
    user.blocks()
    user.unblocks()
    updates = [one.update for one in fake.updates.history.values()]
    written = next(one["message"] for one in updates if "message" in one)
    for number, press in enumerate(PRESSES):
        query = {"id": f"{user.id}{number}", "from": written["from"], "message": written, "chat_instance": "-314"}
        updates.append({"update_id": 880_000_000 + number, "callback_query": {**query, "data": press}})
    return [orjson.dumps(update) for update in updates]


def zalo_bot() -> list[bytes]:
    fake = FakeZaloBot()
    user = fake.user(NAME)
    user.says(WORDS)
    user.says("/start 7F3K-92QD")
    user.says("3")
    user.sends_photo(url="https://photos.example.vn/1.jpg", caption=WORDS)
    user.sends_voice(url="https://photos.example.vn/1.aac")
    user.sends_sticker()
    user.sends_something_else()
    user.writes_in_a_group(WORDS)
    flat = list(fake.receiving.waiting)
    return [orjson.dumps(update) for one in flat for update in (one, {"ok": True, "result": one})]


def zalo_oa() -> list[bytes]:
    fake = FakeZaloOa()
    user = fake.user(NAME)
    user.follows()
    user.clicks_chat()
    user.says(WORDS)
    user.says("/start 7F3K-92QD")
    for press in PRESSES:
        user.says(f"#{press}")
    user.sends_photo(url="https://photos.example.vn/1.jpg", text=WORDS)
    picture = {"type": "image", "payload": {"url": "https://photos.example.vn/1.jpg"}}
    user.sends("image", {"attachments": [picture, picture, picture], "text": WORDS})
    user.sends_voice()
    user.sends_file(f"{NAME}.pdf")
    user.sends_place()
    user.sends_other("sticker")
    user.sends_other("gif")
    user.submits_info(PHONE)
    user.submits_info(PHONE, older=True)
    user.is_written_to_by_hand(WORDS)
    user.unfollows()
    return [orjson.dumps(event) for event in fake.receiving.history]


def zbs() -> list[bytes]:
    """Gives what the account hears of its own messages and templates."""
    fake = FakeZaloOa()
    user = fake.user(NAME)
    user.has_seen("m1", "m2")
    fake.receiving.arrived("m1", user.id)
    fake.receiving.arrived("m2", PHONE, tracking_id="o-123456789012")
    fake.receiving.template_changed("7001", "PENDING_REVIEW", "ENABLE")
    fake.receiving.quota_changed(500, 1000)
    return [orjson.dumps(event) for event in fake.receiving.history]


def web() -> list[bytes]:
    """Gives what our own pages send to `/chat/messages`."""
    common: dict[str, Any] = {"id": "7f3a92cd-0000-4000-8000-000000000001", "at": "2026-11-29T09:00:00+07:00"}
    said: list[dict[str, Any]] = [
        {"text": WORDS},
        {"text": "/start 7F3K-92QD"},
        {"press": PRESSES[0], "message": "7", "shown": WORDS},
        {"place": {"lat": 18.67, "lon": 105.69}},
        {"text": WORDS, "chat": "abcdefabcdef"},
    ]
    return [orjson.dumps({**common, **one}) for one in said]


def of_platforms() -> Mapping[str, list[bytes]]:
    return {"telegram": telegram(), "zalo_bot": zalo_bot(), "zalo_oa": zalo_oa(), "zbs": zbs()}
