"""Finds messages noted as on their way that no process has: of a commit whose answer was lost, or of a dead node."""

from collections.abc import Iterable, Set
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

    `unknown`: those that the last look came upon. `untried`: those that waited here when the channel was lost.
    """

    desk: Desk
    channel: str
    queue: SendQueue
    unknown: set[int] = field(default_factory=set)
    untried: set[int] = field(default_factory=set)

    async def look(self) -> list[Sending]:
        """Takes those that were seen twice in a row: what was just committed reaches the queue in between."""
        noted = set(await self.desk.run(lambda db: outbox_sending.on_their_way(db, self.channel)))
        unknown = noted - self._own
        orphans, self.unknown = unknown & self.unknown, unknown
        return await self.desk.run(lambda db: left_half_sent(db, self.channel, only=orphans)) if orphans else []

    async def take_over(self) -> list[Sending]:
        """Takes what an earlier holder left half sent, but what this process is sending or has sent itself."""
        own = self._own
        return await self.desk.run(lambda db: left_half_sent(db, self.channel, but=own))

    @property
    def _own(self) -> set[int]:
        return self.queue.known | self.desk.marks.unwritten

    def channel_is_lost(self) -> None:
        """Empties the queue, and keeps in mind which of its messages nobody has begun to send."""
        self.untried |= {sending.id for sending in self.queue.empty() if not sending.left_over}

    async def give_back(self) -> None:
        """Gives the untried back to the store, so that the next end does not find them sent twice.

        Raises SQLAlchemyError; then they are kept for another time.
        """
        if self.untried:
            ids = frozenset(self.untried)
            await self.desk.run(lambda db: outbox_sending.release_untried(db, ids))
            self.untried -= ids


def left_half_sent(db: Db, channel: str, *, only: Set[int] | None = None, but: Set[int] = frozenset()) -> list[Sending]:
    """Takes the messages that an earlier holder left half sent, `but` or `only` some of them, to be sent once more.

    Those that were sent once more already are given up as doubtful.
    """

    def taken(sendings: Iterable[Sending]) -> list[Sending]:
        return [sending for sending in sendings if sending.id not in but and (only is None or sending.id in only)]

    again, doubtful = outbox_sending.left_sending(db, channel, db.new_id())
    for sending in taken(doubtful):
        delivery_failures.give_up_doubtful(db, sending)
    return taken(again)
