"""Messages noted as on their way that nobody here has: of a commit whose answer was lost, or of a node cut off."""

from dataclasses import dataclass, field

from bot.desk import Desk
from bot.lanes import Lanes
from storage import departures


@dataclass(slots=True)
class Strays:
    """Looked for every few seconds by the node that holds the channel, for nobody else would ever send them."""

    desk: Desk
    channel: str
    lanes: Lanes
    _seen: set[int] = field(default_factory=set)

    async def look(self) -> set[int]:
        """Those seen twice in a row: what was just committed comes to the lanes in between."""
        noted = set(await self.desk.run(lambda db: departures.on_their_way(db, self.channel)))
        unknown = noted - self.lanes.known - self.desk.unmarked
        twice, self._seen = unknown & self._seen, unknown
        return twice
