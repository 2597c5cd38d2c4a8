"""Runs the web chat in the service; its pages and routes are those of `bot/web`."""

from collections.abc import Iterable

from aiohttp import web

from bot.channels.platform import Figure, Refused, Surroundings
from bot.channels.web.channel import WebChat
from bot.channels.web.uploads import Uploads
from bot.intake.desk import Desk
from bot.supervision import Part
from storage.database import Db


class RunningWeb:
    """Has nothing to ask anybody for: pages come to us."""

    def __init__(self, around: Surroundings):
        self.channel = WebChat(around.store, Uploads(around.blobs("uploads"), around.store.keyring))

    def routes(self, _desk: Desk) -> Iterable[web.RouteDef]:
        return ()

    def work(self, _desk: Desk, _refused: Refused) -> Iterable[Part]:
        return ()

    def figures(self, _db: Db) -> Iterable[Figure]:
        return ()
