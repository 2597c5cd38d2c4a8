"""A person with Zalo on the phone who follows the account: writes, taps, sends pictures; and reads what it says."""

import asyncio
from dataclasses import dataclass

from handlers.understand.fold import bare
from tests.bot.channels.hearing import Silence, arrived
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.zalo_oa.fake.receiving import Receiving
from tests.bot.channels.zalo_oa.fake.sending import REPLIES
from tests.bot.channels.zalo_oa.fake.state import OA_ID, Json, OaMessage, Person, State, new_message_id

VOICE = b"\xff\xf1\x60\x40\x01\x7f\xfc" + bytes(40)
DESK = "777777777777777777"


@dataclass(slots=True)
class OaUser:
    """What this user does becomes an event at once; every act returns it."""

    state: State
    receiving: Receiving
    person: Person
    read: int = 0

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def screen(self) -> OaMessage:
        if not self.person.heard:
            raise Silence("the account has not written yet")
        return self.person.heard[-1]

    async def hears(self) -> OaMessage:
        """The next message not read yet."""
        await arrived(self.person.heard, self.person.news, self.read + 1)
        self.read += 1
        return self.person.heard[self.read - 1]

    async def hears_nothing(self, seconds: float = 0.2) -> None:
        await asyncio.sleep(seconds)
        assert len(self.person.heard) == self.read, f"heard {self.person.heard[self.read].text!r}"

    def says(self, text: str) -> Json:
        return self.sends("text", {"text": text})

    def taps(self, label: str) -> Json:
        """A tap is nothing but a message with the button's payload: no id of the button, none of its message."""
        wanted = bare(label)
        found = [payload for title, payload in self.screen.buttons if bare(title) == wanted]
        assert len(found) == 1, f"{len(found)} buttons say {label!r}, not {self.screen.labels}"
        return self.says(found[0])

    def sends_photo(self, content: bytes | None = None, text: str = "", *, url: str = "") -> Json:
        address = url or self.state.keep(content or picture(), "image/jpeg", "jpg")
        return self._attaches("image", {"thumbnail": address, "url": address}, text)

    def sends_voice(self, content: bytes = VOICE) -> Json:
        return self._attaches("audio", {"url": self.state.keep(content, "audio/aac", "aac")})

    def sends_file(self, name: str = "giay.pdf", content: bytes = b"%PDF-1.4") -> Json:
        payload = {"size": str(len(content)), "name": name, "checksum": "0", "type": name.rpartition(".")[2]}
        return self._attaches("file", {**payload, "url": self.state.keep(content, "application/pdf", "pdf")})

    def sends_place(self, latitude: str = "10.7642473", longitude: str = "106.6564314") -> Json:
        return self._attaches("location", {"coordinates": {"latitude": latitude, "longitude": longitude}})

    def sends_other(self, kind: str) -> Json:
        return self._attaches(kind, {"url": self.state.keep(picture(), "image/png", "png"), "id": "1"})

    def submits_info(self, phone: str = "84912345678", *, older: bool = False) -> Json:
        """Answers a request for info; there are two shapes of it."""
        info: Json = {"name": "Nguyễn Văn Tư", "phone": phone}
        if older:
            info |= {"address": "xóm 6", "city": "Nghệ An", "district": "Nam Đàn", "ward": "Kim Bảng"}
        else:
            info |= {"user_dob": "30/10/1960", "gender": "Nam", "full_address": {"user_city": "Nghệ An"}}
        return self._happens({"event_name": "user_submit_info", "sender": {"id": self.id}, "info": info})

    def follows(self) -> Json:
        self.person.follows = True
        follower = {"follower": {"id": self.id}, "oa_id": OA_ID, "source": "oa_profile"}
        return self._happens({"event_name": "follow", **follower})

    def unfollows(self) -> Json:
        self.person.follows = False
        follower = {"follower": {"id": self.id}, "oa_id": OA_ID, "source": "oa_profile"}
        return self.receiving.put({"event_name": "unfollow", **follower})

    def opens_the_chat(self) -> None:
        """The button of a template leads into the chat, and nobody is told of it: no event, no open window."""
        assert self.screen.template, "there is nothing to tap"

    def clicks_chat(self) -> Json:
        return self._happens({"event_name": "user_click_chatnow", "user_id": self.id, "oa_id": OA_ID})

    def has_seen(self, *message_ids: str) -> Json:
        """No interaction: reading opens no window."""
        sides = {"sender": {"id": self.id}, "recipient": {"id": OA_ID}}
        return self.receiving.put(
            {"event_name": "user_seen_message", **sides, "message": {"msg_ids": list(message_ids)}}
        )

    def is_written_to_by_hand(self, text: str) -> Json:
        """Somebody at the account's desk answers in person."""
        return self.receiving.echo(self.id, {"text": text, "msg_id": new_message_id()}, admin_id=DESK)

    def _attaches(self, kind: str, payload: Json, text: str = "") -> Json:
        words = {"text": text} if text else {}
        return self.sends(kind, {**words, "attachments": [{"type": kind, "payload": payload}]})

    def sends(self, kind: str, message: Json) -> Json:
        sides = {"sender": {"id": self.id}, "recipient": {"id": OA_ID}, "user_id_by_app": "552177279717587730"}
        content = {**message, "msg_id": new_message_id()}
        return self._happens({"event_name": f"user_send_{kind}", **sides, "message": content})

    def _happens(self, event: Json) -> Json:
        """Whatever a person does with the account opens the window anew."""
        self.person.last_in = self.state.now()
        if self.person.replies_left is not None:
            self.person.replies_left = REPLIES
        return self.receiving.put(event)
