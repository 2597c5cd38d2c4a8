"""Hands hostile bodies to the parsers of all platforms: what comes out is a message that can be kept, or nothing."""

import random
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from bench.fuzzing import shapes
from bench.fuzzing.hostile import Hostile
from bot.channels.telegram.update import read_update
from bot.channels.zalo_bot.update import ZaloBotReader
from bot.channels.zalo_oa.event import Album, OaReader
from bot.channels.zalo_oa.news import read_news
from bot.intake.reading import LONGEST_TEXT, NotAnUpdate
from handlers.kit import Incoming
from tests.bot.channels.zalo_oa.fake import OA_ID

# as long as their columns in the store
LONGEST = {"external_id": 128, "address": 128, "press": 64, "album": 128}
Read = Callable[[Any], object]


class Escape(AssertionError):
    """Something came out of a parser that may not."""


def readers() -> Mapping[str, Read]:
    """Gives what each hook does with a body that is JSON, up to where the store begins."""
    zalo_bot, oa = ZaloBotReader("zalo_bot"), OaReader("zalo_oa", OA_ID)

    def of_account(event: Any) -> object:
        if not isinstance(event, dict):
            raise NotAnUpdate("no object")
        return read_news(event, OA_ID) or oa.read(event)

    return {
        "telegram": lambda update: read_update(update, "telegram", "donghanh_test_bot"),
        "zalo_bot": zalo_bot.read,
        "zalo_oa": of_account,
        "zbs": of_account,
    }


def messages_of(received: object) -> Iterable[Incoming]:
    if isinstance(received, Album):
        return received.messages
    return [received] if isinstance(received, Incoming) else []


def outcome(read: Read, body: bytes) -> str:
    """Says what became of a body. Raises Escape, or whatever else got out of a parser."""
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "refused: no JSON"
    try:
        received = read(update)
    except NotAnUpdate:
        return "refused: no update"
    if received is None:
        return "nothing for us"
    found = list(messages_of(received))
    for message in found:
        check(message)
    return "message" if found else "news"


def check(message: Incoming) -> None:
    """Raises Escape unless the message can be stored, sealed, and read again as it was."""
    stored = orjson.loads(orjson.dumps(message.to_json()))
    names = {"channel": message.channel, "external_id": message.external_id, "address": message.address}
    if Incoming.from_json(stored, **names) != message:
        raise Escape("not the same after the store")
    for name, longest in LONGEST.items():
        if len(getattr(message, name)) > longest:
            raise Escape(f"{name} too long")
    if not message.external_id or not message.address:
        raise Escape("of nobody")
    media = (message.media.ref, message.media.name) if message.media else ()
    for text in (message.text, message.press, message.contact, message.external_id, message.address, *media):
        text.encode()
        if "\0" in text or len(text) > LONGEST_TEXT:
            raise Escape("no text for a store")


def body_of(seed: int, number: int, samples: Mapping[str, list[bytes]]) -> tuple[str, bytes]:
    """Makes the update of this number, the same each time: its platform and its bytes."""
    chance = random.Random(seed << 40 | number)
    platform = chance.choice(list(samples))
    return platform, Hostile(chance).broken(chance.choice(samples[platform]))


class Readers:
    """The parsers, one update after the other."""

    def __init__(self, seed: int):
        self.seed = seed
        self.samples = shapes.of_platforms()
        self.readers = readers()

    def take(self, number: int) -> tuple[str, str]:
        """Gives what became of an update, and the trace of what escaped, if anything did."""
        platform, body = body_of(self.seed, number, self.samples)
        try:
            return f"{platform}: {outcome(self.readers[platform], body)}", ""
        except Exception as problem:  # noqa: BLE001  this is what is looked for
            return f"{platform}: ESCAPED {type(problem).__name__}", "".join(traceback.format_exception(problem)[-3:])
