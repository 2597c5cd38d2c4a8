"""Does what must be done while a channel's account is out of order: alerts take other ways, the admins are told."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.breaker import Breaker
from bot.delivery.send_queue import SendQueue
from bot.intake.desk import Desk
from handlers.notify import delivery_failures, trouble
from storage import outbox
from storage.outbox.sending import Sending


@dataclass(slots=True)
class OutageResponse:
    """Looks at the breaker every few seconds, writes notices and puts messages back with `put`.

    `called`: ids of alerts whose readers are on the call list meanwhile; the sender adds to it too.
    """

    desk: Desk
    channel: str
    breaker: Breaker
    queue: SendQueue
    called: set[int]
    put: Callable[[list[Sending]], None]
    _admins_told: bool = field(default=False, init=False)

    @property
    def has_told(self) -> bool:
        """Says whether the admins know of an outage, and not yet of its end."""
        return self._admins_told

    async def reroute_alerts(self) -> None:
        """Sends alerts that wait by other channels; the readers of those for whom there is none are called, once.

        Raises SQLAlchemyError; then the alerts wait on.
        """
        alerts = [sending for sending in self.queue.waiting(outbox.ALERT) if sending.id not in self.called]
        if not alerts or not self.breaker.is_open:
            return
        self.queue.take_out({sending.id for sending in alerts})
        try:
            left = await self.desk.run(lambda db: delivery_failures.reroute_alerts(db, alerts, self.channel))
        except SQLAlchemyError:
            self.put(alerts)
            raise
        self.called |= {sending.id for sending in left}
        self.put(left)

    async def tell_admins(self) -> None:
        """Tells the admins once of an outage that lasts, and once that it is over."""
        now = asyncio.get_running_loop().time()
        deployment = self.desk.deployment
        if self.breaker.is_open and not self._admins_told and self.breaker.lasts(now):
            reason = self.breaker.reason
            await self.desk.run(lambda db: trouble.report_outage(db, deployment, self.channel, reason))
            self._admins_told = True
        elif self._admins_told and self.breaker.is_steady(now):
            await self.desk.run(lambda db: trouble.report_recovery(db, deployment, self.channel))
            self._admins_told = False
            self.called.clear()
