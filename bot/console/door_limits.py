"""How often the door of the desk may be asked: by one reader not so often that it is shut for all the others."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from bot.web.readers import reader_address
from bot.web.reading import STORE
from bot.web.tips.limits import Bucket

# the readers who asked last; an office may be one of them
MOST_READERS = 1000
AGAIN = "60"


@dataclass(slots=True)
class DoorLimits:
    """What all may ask of this process, and each of them: a link costs a message, what a key signs a row."""

    everybody: Bucket = field(default_factory=lambda: Bucket(300, timedelta(seconds=0.5)))
    _readers: dict[str, Bucket] = field(default_factory=dict)

    def take(self, reader: str, now: datetime) -> bool:
        """Takes a permit of the reader's; False if there is none."""
        own = self._readers.pop(reader, None) or Bucket(30, timedelta(seconds=5))
        self._readers[reader] = own
        if len(self._readers) > MOST_READERS:
            del self._readers[next(iter(self._readers))]
        return own.take(now) and self.everybody.take(now)


DOOR_LIMITS: web.AppKey[DoorLimits] = web.AppKey("desk_door_limits", DoorLimits)


def count(request: web.Request) -> None:
    """Counts a request at the door. Raises 429."""
    if not request.config_dict[DOOR_LIMITS].take(reader_address(request), request.config_dict[STORE].now()):
        raise web.HTTPTooManyRequests(headers={"Retry-After": AGAIN})
