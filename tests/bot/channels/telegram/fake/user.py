"""A person with Telegram on the phone: writes, presses, sends pictures, blocks; and sees what the bot says."""

import asyncio
import io
import re
from dataclasses import dataclass, field

from PIL import Image

from tests.bot.channels.hearing import Silence, arrived
from tests.bot.channels.telegram.fake.state import BotMessage, Button, Json, Person, Query, State
from tests.bot.channels.telegram.fake.updates import Updates


@dataclass(slots=True)
class User:
    """What this user does becomes an update at once; every act returns its update id."""

    state: State
    updates: Updates
    person: Person
    heard: int = 0
    own: dict[int, Json] = field(default_factory=dict)  # messages this user wrote

    @property
    def id(self) -> int:
        return int(self.person.user["id"])

    @property
    def chat(self) -> list[BotMessage]:
        """The bot's messages as they stand now, oldest first."""
        return [message for message in self.state.sent if message.chat_id == self.id and not message.deleted]

    @property
    def screen(self) -> BotMessage:
        """The newest message of the bot."""
        if not self.chat:
            raise Silence("the bot has not written yet")
        return self.chat[-1]

    async def hears(self) -> BotMessage:
        """The next message or edit not heard yet, as it was when it came."""
        await arrived(self.person.events, self.person.news, self.heard + 1)
        self.heard += 1
        return self.person.events[self.heard - 1]

    async def hears_nothing(self, seconds: float = 0.2) -> None:
        await asyncio.sleep(seconds)
        if len(self.person.events) > self.heard:
            raise AssertionError(f"heard {self.person.events[self.heard].text!r}")

    def says(self, text: str) -> int:
        content: Json = {"text": text}
        command = re.match(r"/[A-Za-z0-9_]{1,32}", text)
        if command:
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return self._writes(content)

    def forwards(self, text: str, name: str = "Người khác") -> int:
        origin = {"type": "hidden_user", "sender_user_name": name, "date": self._date() - 3600}
        return self._writes({"text": text, "forward_origin": origin})

    def does(self, **service: object) -> int:
        """A service message: something was done in the chat, nothing was said."""
        return self._writes(dict(service))

    def edits(self, text: str, message_id: int | None = None) -> int:
        """Changes a message of one's own, the last by default."""
        message = self.own[message_id or max(self.own)]
        message.update(text=text, edit_date=self._date())
        return self.updates.add("edited_message", dict(message), f"chat {self.id}")

    def presses(self, label: str, of: BotMessage | None = None, *, forgotten: bool = False) -> int:
        """Presses the button of this label, in the newest message that has it.

        `forgotten`: the message is so old that Telegram only tells its number.
        """
        message = of or self._message_with(label)
        button = message.button(label)
        if not message.inline:
            return self._key(button)
        return self.presses_data(button.data, message, forgotten=forgotten)

    def presses_data(self, data: str, of: BotMessage | None = None, *, forgotten: bool = False) -> int:
        """A press with any data, under any message: forged, foreign or from last month."""
        message = of or self.screen
        number = f"{self.id}{len(self.state.queries) + 1:09d}"
        self.state.queries[number] = Query(number, self.id, self.state.now())
        shown = self.state.as_json(message)
        if forgotten:
            shown = {"chat": shown["chat"], "message_id": shown["message_id"], "date": 0}
        query = {"id": number, "from": self.person.user, "message": shown, "chat_instance": "-3141592653589793238"}
        return self.updates.add("callback_query", {**query, "data": data}, f"user {self.id}")

    def sends_album(self, count: int, caption: str = "") -> list[int]:
        """Several photos at once: as many messages of one group, the words under the first."""
        group = f"{self.state.new_message_id():017d}"
        return [self.sends_photo(caption=caption if place == 0 else "", group=group) for place in range(count)]

    def sends_photo(self, content: bytes | None = None, caption: str = "", group: str = "") -> int:
        content = content or picture()
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
        large = {**self.state.keep_file("photos", "jpg", content), "width": width, "height": height}
        small = {**large, "file_unique_id": "AQADsmall", "width": width // 4 or 1, "height": height // 4 or 1}
        words = {**({"caption": caption} if caption else {}), **({"media_group_id": group} if group else {})}
        return self._writes({"photo": [small, large], **words})

    def sends_voice(self, content: bytes = b"OggS" + bytes(400), seconds: int = 3) -> int:
        voice = {**self.state.keep_file("voice", "oga", content), "duration": seconds, "mime_type": "audio/ogg"}
        return self._writes({"voice": voice})

    def sends_document(self, content: bytes, name: str = "giay-to.pdf", mime: str = "application/pdf") -> int:
        kept = self.state.keep_file("documents", name.rpartition(".")[2], content)
        return self._writes({"document": {**kept, "file_name": name, "mime_type": mime}})

    def sends_place(self, latitude: float, longitude: float) -> int:
        return self._writes({"location": {"latitude": latitude, "longitude": longitude}})

    def walks(self, *steps: tuple[float, float]) -> list[int]:
        """Shares a live location, which moves from step to step."""
        live = {"live_period": 900, "heading": 90, "horizontal_accuracy": 10.0}
        places: list[Json] = [{"latitude": latitude, "longitude": longitude, **live} for latitude, longitude in steps]
        sent = [self._writes({"location": places[0]})]
        message = self.own[max(self.own)]
        for place in places[1:]:
            message.update(location=place, edit_date=self._date())
            sent.append(self.updates.add("edited_message", dict(message), f"chat {self.id}"))
        return sent

    def sends_contact(self, phone: str, *, own: bool = True) -> int:
        """`own=False`: somebody else's card, as anyone can forward it."""
        contact: Json = {"phone_number": phone, "first_name": self.person.user["first_name"]}
        return self._writes({"contact": {**contact, "user_id": self.id} if own else {**contact, "first_name": "Khác"}})

    def sends_sticker(self) -> int:
        kept = self.state.keep_file("stickers", "webp", b"RIFF0000WEBP")
        kinds = {"type": "regular", "is_animated": False, "is_video": False}
        return self._writes({"sticker": {**kept, **kinds, "width": 512, "height": 512, "emoji": "👍"}})

    def blocks(self) -> int:
        self.person.blocked = True
        return self._member("member", "kicked")

    def unblocks(self) -> int:
        self.person.blocked = False
        return self._member("kicked", "member")

    def _message_with(self, label: str) -> BotMessage:
        for message in reversed(self.chat):
            if any(label in each for each in message.labels):
                return message
        raise AssertionError(f"no message has a button {label!r}; the newest has {self.screen.labels}")

    def _key(self, button: Button) -> int:
        if button.raw.get("request_contact"):
            return self.sends_contact("+84900000000")
        if button.raw.get("request_location"):
            return self.sends_place(18.6737, 105.6923)
        return self.says(button.text)

    def _writes(self, content: Json) -> int:
        if self.person.blocked:
            raise AssertionError("a user who blocked the bot has to unblock it first")
        self.person.started = True
        number = self.state.new_message_id()
        message = {"message_id": number, "from": self.person.user, "chat": self.person.chat, "date": self._date()}
        self.own[number] = {**message, **content}
        return self.updates.add("message", dict(self.own[number]), f"chat {self.id}")

    def _member(self, before: str, after: str) -> int:
        def of(status: str) -> Json:
            return {"user": self.state.bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}

        change = {"chat": self.person.chat, "from": self.person.user, "date": self._date()}
        change |= {"old_chat_member": of(before), "new_chat_member": of(after)}
        return self.updates.add("my_chat_member", change, f"member {self.id}")

    def _date(self) -> int:
        return int(self.state.now())


def picture(width: int = 64, height: int = 48) -> bytes:
    """A small JPEG that carries metadata, as phones send it."""
    file = io.BytesIO()
    image = Image.new("RGB", (width, height), (200, 180, 120))
    exif = Image.Exif()
    exif[0x010F] = "Phone of somebody"
    image.save(file, "JPEG", exif=exif)
    return file.getvalue()
