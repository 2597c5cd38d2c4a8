"""A person with Zalo on the phone: writes, types numbers, sends pictures; and reads what the bot says."""

import asyncio
from dataclasses import dataclass

from handlers.understand.fold import bare
from tests.bot.channels.hearing import Silence, arrived
from tests.bot.channels.telegram.fake.user import picture
from tests.bot.channels.zalo_bot.fake.receiving import Receiving
from tests.bot.channels.zalo_bot.fake.state import BotMessage, Json, Person, State, new_id

# one frame of silence, as the platform gives voice: raw AAC with its own short head
VOICE = b"\xff\xf1\x60\x40\x01\x7f\xfc" + bytes(40)


@dataclass(slots=True)
class ZaloUser:
    """What this user does becomes an update at once; every act returns its message id, empty beyond the cap."""

    state: State
    receiving: Receiving
    person: Person
    photo_field: str = "photo"
    read: int = 0

    @property
    def id(self) -> str:
        return self.person.id

    @property
    def screen(self) -> BotMessage:
        if not self.person.heard:
            raise Silence("the bot has not written yet")
        return self.person.heard[-1]

    async def hears(self) -> BotMessage:
        """The next message not read yet."""
        await arrived(self.person.heard, self.person.news, self.read + 1)
        self.read += 1
        return self.person.heard[self.read - 1]

    async def hears_nothing(self, seconds: float = 0.2) -> None:
        await asyncio.sleep(seconds)
        assert len(self.person.heard) == self.read, f"heard {self.person.heard[self.read].text!r}"

    def says(self, text: str) -> str:
        return self.writes("message.text.received", {"text": text})

    def chooses(self, label: str) -> str:
        """Types the number of the line with this label, or the word that stands before it."""
        wanted = bare(label)
        lines = [(str(number), bare(words)) for number, words in self.screen.options]
        lines += [(word, bare(words)) for word, words in self.screen.words]
        typed = [word for word, words in lines if words == wanted] or [word for word, words in lines if wanted in words]
        assert len(typed) == 1, f"{len(typed)} lines say {label!r} in {self.screen.text!r}"
        return self.says(typed[0])

    def sends_photo(self, content: bytes | None = None, caption: str = "", *, url: str = "") -> str:
        address = url or self.state.keep(content or picture(), "image/jpeg", "jpg")
        content_of = {self.photo_field: address, "message_type": "CHAT_PHOTO"}
        return self.writes("message.image.received", {**content_of, **({"caption": caption} if caption else {})})

    def sends_voice(self, content: bytes = VOICE, *, url: str = "") -> str:
        address = url or self.state.keep(content, "audio/aac", "aac")
        return self.writes("message.voice.received", {"voice_url": address, "message_type": "CHAT_VOICE"})

    def sends_sticker(self) -> str:
        address = self.state.keep(picture(), "image/png", "png")
        return self.writes("message.sticker.received", {"sticker": "bfe458bf64fa8da4d4eb", "url": address})

    def sends_something_else(self) -> str:
        """A link, file, place or contact: the bot only hears that there was something."""
        return self.writes("message.unsupported.received", {})

    def writes_in_a_group(self, text: str) -> str:
        group = {"id": new_id(), "chat_type": "GROUP"}
        return self.writes("message.text.received", {"text": text, "chat": group})

    def writes(self, event: str, content: Json) -> str:
        if not self.state.admit(self.person):
            return ""
        message = {
            "from": {"id": self.id, "display_name": self.person.name, "is_bot": False},
            "chat": {"id": self.id, "chat_type": "PRIVATE"},
            "message_id": new_id(),
            "date": self.state.date(),
            **content,
        }
        self.receiving.put({"event_name": event, "message": message})
        return str(message["message_id"])
