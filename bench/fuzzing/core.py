"""Hands hostile messages to the whole core: every one is answered at most once, none escapes, no chat gets stuck."""

import random
import tempfile
import traceback
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from bench.fuzzing.hostile import Hostile
from bench.fuzzing.readers import Readers, body_of, messages_of
from bot.channels.registry import channel_limits, links
from bot.intake import turns
from bot.intake.reading import NotAnUpdate
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.texts import Texts
from seeds.tables import load_tables
from storage import accounts, chats, migrations
from storage.database import VIETNAM, Store
from storage.opening import open_store
from tests import sown
from tests.warm import warmed

UNIT = "17791"
START = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
ROLES = ("guardian", "officer", "person", "partner", "")
CHANNELS = ("telegram", "zalo_bot", "zalo_oa", "web")
# so far apart that nobody talks too much
STEP = timedelta(seconds=5)
# after so many messages of all chats each of them asks for the menu
ASKS_EVERY = 200
REPLIES_AT_MOST = 1


class Stuck(AssertionError):
    """A chat that asks for the menu gets no answer, or one that says something gets several."""


class Core:
    """The demo commune on SQLite, one chat of each role on each channel."""

    def __init__(self, seed: int, folder: Path | None = None):
        self.readers = Readers(seed)
        self.now = START
        self._folder = folder or Path(tempfile.mkdtemp(prefix="donghanh-fuzz-"))
        self.store: Store = warmed(open_store(f"sqlite:///{self._folder / 'fuzz.db'}", sown.KEYRING, lambda: self.now))
        migrations.upgrade(self.store)
        sown.sow(self.store, UNIT)
        self.deployment = Deployment(
            Texts.load(), UNIT, "xã Kim Bảng", load_tables(START.date()), channel_limits(), REGISTRY, {}, links()
        )
        self.presses: dict[tuple[str, str], list[str]] = {}
        self.chats = [(channel, str(900 + number)) for number in range(len(ROLES)) for channel in CHANNELS]
        self._link()

    def close(self) -> None:
        self.store.close()

    def _link(self) -> None:
        with self.store.transaction() as db:
            for number, role in enumerate(ROLES):
                for nth, channel in enumerate(CHANNELS):
                    chat = chats.add(db, channel, str(900 + number))
                    if role:
                        of_role = accounts.with_role(db, UNIT, role)
                        chats.link(db, chat.id, of_role[nth % len(of_role)].id)

    def take(self, number: int) -> tuple[str, str]:
        """Gives what became of an update, and the trace of what escaped, if anything did."""
        chance = random.Random(self.readers.seed << 40 | number | 1 << 39)
        self.now += STEP
        try:
            if number % ASKS_EVERY == 0:
                for channel, address in self.chats:
                    self._asks_for_the_menu(channel, address, number)
            messages = self._messages(number, chance)
            for part, message in enumerate(messages):
                self._answered(replace(message, external_id=f"{number}.{part}"))
        except Exception as problem:  # noqa: BLE001  this is what is looked for
            return f"core: ESCAPED {type(problem).__name__}", "".join(traceback.format_exception(problem)[-6:])
        return ("core: taken" if messages else "core: refused"), ""

    def _messages(self, number: int, chance: random.Random) -> list[Incoming]:
        """Reads an update as its platform's hook does; what it says comes from one of our chats.

        One that is refused is read as it was before it was broken: here the turns are what counts.
        """
        platform, body = body_of(self.readers.seed, number, self.readers.samples)
        found = self._read(platform, body) or self._read(platform, chance.choice(self.readers.samples[platform]))
        channel, address = chance.choice(self.chats)
        return [self._turned(replace(one, channel=channel, address=address), chance) for one in found[:3]]

    def _read(self, platform: str, body: bytes) -> list[Incoming]:
        try:
            return list(messages_of(self.readers.readers[platform](orjson.loads(body))))
        except (orjson.JSONDecodeError, NotAnUpdate):
            return []

    def _turned(self, message: Incoming, chance: random.Random) -> Incoming:
        """Makes of some of them a press of what is on the screen, or hostile words where words are wanted."""
        roll = chance.random()
        shown = self.presses.get((message.channel, message.address), [])
        if roll < 0.35 and shown:
            press = chance.choice(shown)
            return replace(message, kind="press", press=press if roll < 0.3 else press[: chance.randint(0, 60)])
        if roll < 0.6:
            text = Hostile(chance).words().encode("utf-8", "ignore").decode().replace("\0", "")[:20_000]
            return replace(message, kind="text", text=text, press="", media=None, place=None)
        return message

    def _answered(self, message: Incoming) -> int:
        """Takes a turn as the desk does; gives how many replies it got."""
        with self.store.transaction() as db:
            turns.take(db, self.deployment, [message])
            own = [row for row in db.outgoing if (row["channel"], row["address"]) == (message.channel, message.address)]
            replies = [row for row in own if row["kind"] == "reply"]
            for row in own:
                row["body"]["text"].encode()
                self.presses[message.channel, message.address] = [one[1] for one in row["body"].get("buttons", [])]
        if len(replies) > REPLIES_AT_MOST:
            raise Stuck(f"{len(replies)} replies to one {message.kind}")
        return len(replies)

    def _asks_for_the_menu(self, channel: str, address: str, number: int) -> None:
        self.now += STEP * 20
        ask = Incoming(channel, f"menu-{number}-{address}", address, "text", text="menu")
        if self._answered(ask) != 1:
            raise Stuck(f"{channel} {address} gets no menu")
