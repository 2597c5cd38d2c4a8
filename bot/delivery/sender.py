"""Sends one message to its platform and settles the outcome: sent, later again, another way, or too late."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.breaker import Breaker
from bot.delivery.channel import Blocked, Channel, Down, Retry, SendFailed, WindowClosed
from bot.delivery.render import fit
from bot.intake.desk import Desk
from handlers.kit import Outgoing
from handlers.notify import delivery_failures
from rules import delivery as rules
from rules import quiet
from storage import outbox
from storage.outbox import sending as outbox_sending
from storage.outbox.sending import Sending

log = structlog.get_logger()
SEND_PATIENCE = 20
LONGEST_IN_MEMORY = 30.0
LONGEST_FOR_ALERTS = 60.0
# prefix of failure codes that are our own fault and say nothing of the platform
OURS = "broken_"
CAUSES: dict[type[SendFailed], delivery_failures.Cause] = {Blocked: "gone", WindowClosed: "closed"}


class Wait(NamedTuple):
    """The message is sent once more after so many seconds.

    `everybody`: the whole account waits. `aside`: the account is out of order, and it may be sooner once it works.
    """

    seconds: float
    everybody: bool = False
    aside: bool = False


@dataclass(slots=True)
class Sender:
    """Sends on one channel. `ended` counts outcomes: (sent, dead, dropped or later, the kind of cause).

    `called`: ids of alerts that still wait, whose readers are on the call list meanwhile.
    """

    desk: Desk
    channel: Channel
    breaker: Breaker
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    called: set[int] = field(default_factory=set)

    async def send(self, sending: Sending) -> Wait | None:
        """Sends a message. Gives the wait before it is sent once more, None when it needs no more attention here.

        Raises SQLAlchemyError when the store is away; the outcome is not noted then.
        """
        try:
            wait = await self._attempt(sending)
        except SQLAlchemyError:
            raise
        except Exception as problem:  # noqa: BLE001  a fault of ours in one message must not hold up its chat for ever
            await log.aerror("delivery.broken", message=sending.id, failure=type(problem).__name__)
            wait = await self._failed(sending, Down(f"{OURS}{type(problem).__name__}"))
        if wait and sending.left_over:
            await self.desk.run(lambda db: outbox_sending.has_not_left(db, sending.id))
        return wait

    async def _attempt(self, sending: Sending) -> Wait | None:
        if await self._is_out_of_time(sending) or await self._is_for_nobody(sending):
            return None
        if sending.left_over and not await self.desk.run(lambda db: outbox_sending.resend(db, sending.id)):
            return None
        try:
            out = fit(Outgoing.from_json(sending.body), self.channel.capabilities)
            async with asyncio.timeout(SEND_PATIENCE):
                receipt = await self.channel.send(sending.address, out, sending.id)
        except TimeoutError:
            return await self._failed(sending, Down("timeout"))
        except SendFailed as failure:
            return await self._failed(sending, failure)
        self._answers()
        self.ended["sent", ""] += 1
        counts_for = self.channel.name if self.channel.capabilities.per_month else ""
        patient = sending.lane == outbox.REPLY and not counts_for
        self.desk.mark(sending.id, receipt.platform_id, self.desk.store.now(), counts_for=counts_for, patient=patient)
        return None

    async def _is_out_of_time(self, sending: Sending) -> bool:
        """Puts off what has waited into the night till the morning, or drops it if it makes no sense then.

        True if the message must not be sent now.
        """
        now = self.desk.store.now()
        leaves = quiet.earliest_send(
            now, sending.lane <= outbox.REPLY, self.desk.deployment.free_days, self.desk.deployment.quiet
        )
        if sending.expires_at < leaves:
            self.ended["dropped", "too_late"] += 1
            await self.desk.run(lambda db: delivery_failures.drop_late(db, sending))
        elif leaves > now:
            await self._release(sending, leaves, "quiet")
        else:
            return False
        return True

    async def _is_for_nobody(self, sending: Sending) -> bool:
        """Drops a message whose reader has left the chat, or whose account has ended, while it waited.

        An answer is sent though its reader has left; one that leaves at once is not asked about.
        """
        if sending.lane == outbox.REPLY and not outbox_sending.has_waited(sending):
            return False
        has_left = await self.desk.run(lambda db: delivery_failures.drop_if_unwanted(db, sending))
        if has_left:
            self.ended["dropped", "closed"] += 1
        return has_left

    async def _failed(self, sending: Sending, failure: SendFailed) -> Wait | None:
        """Decides what follows from a failure: a wait, another way, or the end of this message."""
        code = f"{type(failure).__name__}:{failure.code}"
        await log.ainfo("delivery.failed", message=sending.id, channel=self.channel.name, failure=code)
        if isinstance(failure, Down):
            now = asyncio.get_running_loop().time()
            if not failure.code.startswith(OURS) and self.breaker.failed(failure.code, now):
                await log.aerror("delivery.account_ails", channel=self.channel.name, failure=failure.code)
            if self.breaker.is_open:  # no message is given up for it
                return Wait(self.breaker.wait(now) * 1.5, aside=True)
            if wait := rules.back_off(sending.attempts, random.random()):
                return await self._wait(sending, Wait(wait.total_seconds()), code)
        elif not isinstance(failure, WindowClosed):
            self._answers()  # a closed window is often known without asking
        if isinstance(failure, Retry):
            return await self._wait(sending, Wait(failure.after, failure.everybody), code)
        self.ended["dead", type(failure).__name__] += 1
        deployment, cause = self.desk.deployment, CAUSES.get(type(failure), "refused")
        await self.desk.run(lambda db: delivery_failures.settle(db, deployment, sending, code, cause))
        return None

    def _answers(self) -> None:
        if self.breaker.worked(asyncio.get_running_loop().time()):
            log.info("delivery.account_is_well", channel=self.channel.name)

    async def _wait(self, sending: Sending, wait: Wait, code: str) -> Wait | None:
        """Gives the wait; a message that must wait for longer than 30 seconds does so in the store."""
        if wait.everybody or wait.seconds <= LONGEST_IN_MEMORY:
            return wait
        if wait.seconds <= LONGEST_FOR_ALERTS or not await self._goes_round(sending):
            await self._release(sending, self.desk.store.now() + timedelta(seconds=wait.seconds), code)
        return None

    async def _goes_round(self, sending: Sending) -> bool:
        """Sends an alert that would wait for long by another channel; without one its reader is called, once.

        True if it went another way.
        """
        if sending.lane != outbox.ALERT or sending.id in self.called:
            return False
        left = await self.desk.run(lambda db: delivery_failures.reroute_alerts(db, [sending], self.channel.name))
        self.called |= {alert.id for alert in left}
        if not left:
            self.ended["dead", "waits"] += 1
        return not left

    async def _release(self, sending: Sending, moment: datetime, why: str) -> None:
        self.ended["later", "quiet" if why == "quiet" else "failure"] += 1
        await self.desk.run(lambda db: outbox_sending.release(db, sending.id, moment, why))
