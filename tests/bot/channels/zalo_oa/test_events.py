"""What Zalo brings for an Official Account: signatures, every kind of event, and nonsense."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.zalo_oa.event import Album, Event, OaReader, TakenOver
from bot.channels.zalo_oa.signature import Signature, is_fresh, moment_of
from bot.intake.reading import NotAnUpdate
from handlers.kit import Incoming
from handlers.understand.phones import read_phone
from tests.bot.channels.zalo_oa.fake import APP_ID, OA_ID, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.user import OaUser

BODY = (
    '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},'
    '"user_id_by_app":"552177279717587730","event_name":"user_send_text","message":{"text":"Xin chào",'
    '"msg_id":"96d3cdf3af150460909"},"timestamp":"1543908534740"}'
).encode()
MOMENT = "1543908534740"
BY_APP = "dcf9616189917e57126c6e462c26ce99e92fc6801abe50f113bc2016d6537192"
BY_OA = "6d55d163a250acad92b17e661f90a307fa6d9d2c18a2f76baf300ce062ba949a"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def mac() -> Signature:
    return Signature(APP_ID, OA_ID, "test-oa-secret-key")


class TestSignatures:
    def test_the_example_has_266_bytes(self) -> None:
        assert len(BODY) == 266

    @pytest.mark.parametrize(
        ("header", "first", "spelt"),
        [
            (f"mac={BY_APP}", "app_id", "mac="),
            (BY_APP, "app_id", "bare"),
            (f"mac={BY_OA}", "oa_id", "mac="),
            (BY_OA.upper(), "oa_id", "bare"),
            (f" MAC = {BY_APP} ", "app_id", "mac="),
        ],
    )
    def test_every_way_it_is_written_and_says_once_which(self, header: str, first: str, spelt: str) -> None:
        one = mac()
        with capture_logs() as logs:
            assert one.fits(BODY, MOMENT, header)
            assert one.fits(BODY, MOMENT, header)
        assert [(entry["first"], entry["spelt"]) for entry in logs] == [(first, spelt)]

    @pytest.mark.parametrize(
        ("body", "moment", "header"),
        [
            (BODY, MOMENT, ""),
            (BODY, MOMENT, "mac="),
            (BODY, MOMENT, f"mac={BY_APP[:-1]}"),
            (BODY, MOMENT, f"mac={BY_APP[:-1]}0"),
            (BODY, "1543908534741", f"mac={BY_APP}"),
            (BODY.replace(b"Xin", b"xin"), MOMENT, f"mac={BY_APP}"),
            (BODY + b" ", MOMENT, f"mac={BY_APP}"),
            (BODY, MOMENT, "mac=\udce9\udcff"),
            (BODY, "\ud83d", f"mac={BY_APP}"),
        ],
    )
    def test_what_does_not_fit(self, body: bytes, moment: str, header: str) -> None:
        assert not mac().fits(body, moment, header)

    def test_another_key_does_not_fit(self) -> None:
        assert not Signature(APP_ID, OA_ID, "another").fits(BODY, MOMENT, f"mac={BY_APP}")
        assert "test-oa-secret-key" not in repr(mac())

    @pytest.mark.parametrize(
        ("ago", "fresh"),
        [
            (timedelta(), True),
            (timedelta(hours=12, minutes=30), True),
            (timedelta(hours=25), False),
            (timedelta(minutes=-30), True),
            (timedelta(hours=-2), False),
        ],
    )
    def test_half_a_day_of_retries_is_fresh_and_a_recording_is_not(self, ago: timedelta, fresh: bool) -> None:
        moment = moment_of(str(int((NOW - ago).timestamp() * 1000)))
        assert moment is not None
        assert is_fresh(moment, NOW) is fresh

    @pytest.mark.parametrize("given", ["", "soon", None, "9" * 40, {}, True])
    def test_what_is_no_moment(self, given: object) -> None:
        assert moment_of(given) is None


@pytest.fixture
async def api() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as fake:
        yield fake


@pytest.fixture
def user(api: FakeZaloOa) -> OaUser:
    return api.user()


READER = OaReader("zalo_oa", OA_ID)


def message_in(event: Any) -> Incoming:
    found = READER.read(json.loads(json.dumps(event)))
    assert isinstance(found, Incoming)
    return found


def event(name: str = "user_send_text", **changed: Any) -> dict[str, Any]:
    whole = {**json.loads(BODY), "event_name": name, **changed}
    return {key: value for key, value in whole.items() if value is not None}


class TestEvents:
    def test_a_text(self) -> None:
        found = message_in(json.loads(BODY))
        assert (found.kind, found.text, found.address) == ("text", "Xin chào", "246845883529197922")
        assert (found.channel, found.external_id) == ("zalo_oa", "96d3cdf3af150460909")
        assert found.sent_at is not None
        assert found.sent_at.isoformat() == "2018-12-04T07:28:54.740000+00:00"

    def test_a_code_behind_start(self, user: OaUser) -> None:
        found = message_in(user.says("/start 7F3K-92QD"))
        assert (found.kind, found.text) == ("start", "7F3K-92QD")

    @pytest.mark.parametrize(
        "press",
        ["go:visit_report:person=12", "do:alert_take:123", "do:menu", "visit_report:*:!cancel", "visit_report:mood:ok"],
    )
    def test_a_tap_is_that_button(self, user: OaUser, press: str) -> None:
        found = message_in(user.says(f"#{press}"))
        assert (found.kind, found.press, found.text) == ("press", press, "")

    @pytest.mark.parametrize("text", ["go:visit_report", "#1", "# nhà: xa", "#", "#chào", "việc: gấp", "#a:b\nc"])
    def test_what_is_only_typed_is_a_text(self, user: OaUser, text: str) -> None:
        assert (message_in(user.says(text)).kind, message_in(user.says(text)).text) == ("text", text)

    def test_what_is_sent_along(self, user: OaUser) -> None:
        photo, voice = message_in(user.sends_photo(text="giấy")), message_in(user.sends_voice())
        file, place = message_in(user.sends_file("đơn.pdf")), message_in(user.sends_place())
        assert photo.media is not None
        assert voice.media is not None
        assert file.media is not None
        assert [photo.kind, voice.kind, file.kind, place.kind] == ["photo", "voice", "file", "place"]
        assert photo.text == "giấy"
        assert photo.media.ref.startswith("http")
        assert (file.media.size, file.media.name) == (8, "đơn.pdf")
        assert place.place == (10.7642473, 106.6564314)

    @pytest.mark.parametrize(
        ("kind", "read"),
        [
            ("sticker", "sticker"),
            ("gif", "sticker"),
            ("video", "unsupported"),
            ("business_card", "unsupported"),
            ("link", "unsupported"),
            ("poem", "unsupported"),
        ],
    )
    def test_what_cannot_be_used_is_named(self, user: OaUser, kind: str, read: str) -> None:
        assert message_in(user.sends_other(kind)).kind == read

    def test_several_pictures_are_as_many_messages(self, user: OaUser) -> None:
        pictures = [{"type": "image", "payload": {"url": f"https://zalo.example/{n}.jpg"}} for n in (1, 2, 3)]
        event = user.sends("image", {"text": "Nhà anh Nam đây", "attachments": pictures})
        album = READER.read(event)
        assert isinstance(album, Album)
        assert [one.media.ref for one in album.messages if one.media] == [one["payload"]["url"] for one in pictures]  # type: ignore[index]
        assert [one.text for one in album.messages] == ["Nhà anh Nam đây", "", ""]
        name = event["message"]["msg_id"]
        assert [one.external_id for one in album.messages] == [name, f"{name}#2", f"{name}#3"]
        assert {one.quote for one in album.messages} == {name}
        assert {one.album for one in album.messages} == {name}
        assert READER.read(event) == album, "the same names each time it is brought"

    def test_an_album_has_an_end_and_long_names_stay_apart(self, user: OaUser) -> None:
        picture = {"type": "image", "payload": {"url": "https://zalo.example/1.jpg"}}
        event = user.sends("image", {"attachments": [picture] * 50})
        event["message"]["msg_id"] = "m" * 128
        album = READER.read(event)
        assert isinstance(album, Album)
        names = [one.external_id for one in album.messages]
        assert len(names) == len(set(names)) == 20
        assert max(map(len, names)) == 128

    def test_what_can_be_quoted(self, user: OaUser) -> None:
        said = message_in(user.says("chào"))
        assert said.quote == said.external_id
        assert Incoming.from_json(said.to_json(), channel="zalo_oa", external_id="x", address="y").quote == said.quote
        assert message_in(user.says("#go:visit_report")).quote == "", "a tap is not for eyes"
        for event in (user.follows(), user.clicks_chat(), user.submits_info(), user.unfollows()):
            assert message_in(event).quote == ""

    def test_a_link_with_words_is_its_words(self, user: OaUser) -> None:
        linked = user.sends("link", {"text": "xem https://example.vn", "attachments": []})
        assert message_in(linked).text == "xem https://example.vn"

    @pytest.mark.parametrize("older", [False, True])
    def test_a_number_comes_alone(self, user: OaUser, older: bool) -> None:
        found = message_in(user.submits_info("84912345678", older=older))
        assert (found.kind, found.contact, found.text) == ("contact", "+84912345678", "")
        assert read_phone(found.contact) == "+84912345678"
        assert "1960" not in json.dumps(found.to_json())

    def test_info_without_a_number(self, user: OaUser) -> None:
        assert message_in(user.submits_info("")).kind == "unsupported"

    def test_coming_and_going(self, user: OaUser) -> None:
        found = [message_in(act) for act in (user.follows(), user.clicks_chat(), user.unfollows())]
        assert [one.kind for one in found] == ["start", "start", "stopped"]
        assert {one.address for one in found} == {user.id}
        assert len({one.external_id for one in found}) == 3

    def test_without_an_id_event_person_and_moment_tell_deliveries_apart(self, user: OaUser) -> None:
        first = user.follows()
        assert message_in(first) == message_in(first)
        later = {**first, "timestamp": str(int(first["timestamp"]) + 1)}
        assert message_in(later).external_id != message_in(first).external_id
        assert message_in({**first, "follower": {"id": "2"}}).external_id != message_in(first).external_id

    def test_a_human_at_the_desk_is_told_from_our_own_echo(self, api: FakeZaloOa, user: OaUser) -> None:
        found = READER.read(user.is_written_to_by_hand("Chào bác, tôi là Hùng"))
        assert isinstance(found, TakenOver)
        assert found.address == user.id
        assert READER.read(api.receiving.echo(user.id, {"text": "Bác chọn đi ạ", "msg_id": "1"})) is None

    @pytest.mark.parametrize(
        "name",
        [
            *(f"oa_send_{kind}" for kind in ("text", "image", "gif", "list", "file", "sticker")),
            *("user_received_message", "user_seen_message", "user_reacted_message", "anonymous_send_text"),
            *("user_reply_consent", "oa_reacted_message", "oa_send_consent", "add_user_to_tag"),
            *("user_send_group_text", "oa_send_group_text", "change_template_status", "change_oa_daily_quota"),
            "something_new_in_2027",
        ],
    )
    def test_what_needs_nothing_done(self, name: str) -> None:
        assert READER.read(event(name)) is None

    def test_another_account_of_the_same_app(self) -> None:
        assert READER.read(event(recipient={"id": "1"})) is None
        assert READER.read({"event_name": "follow", "oa_id": "1", "follower": {"id": "2"}, "timestamp": "3"}) is None


def damaged() -> list[Any]:
    location = [{"type": "location", "payload": {"coordinates": {"latitude": "1e9", "longitude": "0"}}}]
    long = [{"type": "image", "payload": {"url": "https://example.vn/" + "a" * 2000}}]
    return [
        *(None, [], "event", 5, {}, {"event_name": 5}),
        event(message=None),
        event(message="text"),
        event(sender=None),
        event(sender={"id": ""}),
        event(sender={"id": {"a": 1}}),
        event(sender={"id": "x" * 129}),
        event(message={"msg_id": "x" * 129, "text": "a"}),
        event(message={"text": "a"}, timestamp="soon"),
        event("user_send_image"),
        event("user_send_image", message={"msg_id": "1", "attachments": "x"}),
        event("user_send_image", message={"msg_id": "1", "attachments": [5]}),
        event("user_send_image", message={"msg_id": "1", "attachments": [{"type": "image"}]}),
        event("user_send_image", message={"msg_id": "1", "attachments": [{"type": "image", "payload": {"url": 5}}]}),
        event("user_send_image", message={"msg_id": "1", "attachments": long}),
        event("user_send_location", message={"msg_id": "1", "attachments": location}),
        event("user_send_location", message={"msg_id": "1", "attachments": []}),
        *({"event_name": name} for name in ("follow", "unfollow", "user_click_chatnow", "user_submit_info")),
        event("user_submit_info"),
        event("user_submit_info", info="x"),
        event("follow", follower={"id": True}),
    ]


@pytest.mark.parametrize("number", range(len(damaged())))
def test_nonsense_is_called_nonsense(number: int) -> None:
    with pytest.raises(NotAnUpdate):
        READER.read(damaged()[number])


def test_an_echo_that_is_damaged_is_no_trouble() -> None:
    found: Event = READER.read(event("oa_send_text", sender={"id": OA_ID}, recipient={"id": "1"}))
    assert found is None
