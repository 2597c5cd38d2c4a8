"""Messages noted as on their way that nobody here has: of a commit whose answer was lost, or of a node cut off."""

from dataclasses import dataclass, field

from bot.delivery.send_queue import SendQueue
from bot.intake.desk import Desk
from storage.outbox import sending


@dataclass(slots=True)
class Orphans:
    """Looked for every few seconds by the node that holds the channel, for nobody else would ever send them."""

    desk: Desk
    channel: str
    queue: SendQueue
    _seen: set[int] = field(default_factory=set)

    async def look(self) -> set[int]:
        """Those seen twice in a row: what was just committed comes to the queue in between."""
        noted = set(await self.desk.run(lambda db: sending.on_their_way(db, self.channel)))
        unknown = noted - self.queue.known - self.desk.unmarked
        twice, self._seen = unknown & self._seen, unknown
        return twice
