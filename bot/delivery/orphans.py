"""Finds messages noted as on their way that no process has: of a commit whose answer was lost, or of a dead node."""

from dataclasses import dataclass, field

from bot.delivery.send_queue import SendQueue
from bot.intake.desk import Desk
from handlers.notify import delivery_failures
from storage.database import Db
from storage.outbox import sending as outbox_sending
from storage.outbox.sending import Sending


@dataclass(slots=True)
class Orphans:
    """Looks for them on the node that holds the channel, for nobody else would ever send them.

    `unknown`: those that the last look came upon.
    """

    desk: Desk
    channel: str
    queue: SendQueue
    unknown: set[int] = field(default_factory=set)

    async def look(self) -> list[Sending]:
        """Takes those that were seen twice in a row: what was just committed reaches the queue in between."""
        noted = set(await self.desk.run(lambda db: outbox_sending.on_their_way(db, self.channel)))
        unknown = noted - self.queue.known - self.desk.marks.unwritten
        orphans, self.unknown = unknown & self.unknown, unknown
        return await self.desk.run(lambda db: left_half_sent(db, self.channel, orphans)) if orphans else []


def left_half_sent(db: Db, channel: str, only: set[int] | None = None) -> list[Sending]:
    """Takes the messages that an earlier holder left half sent, or `only` some of them, to be sent once more.

    Those that were sent once more already are given up as doubtful.
    """
    again, doubtful = outbox_sending.left_sending(db, channel, db.new_id())
    for sending in doubtful:
        if only is None or sending.id in only:
            delivery_failures.give_up_doubtful(db, sending)
    return [sending for sending in again if only is None or sending.id in only]
