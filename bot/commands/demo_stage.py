"""Keeps who holds the three phones of the demo, and moves its clock on from one due thing to the next."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.app import Service
from bot.web.demo.page import FIRST, PHONES, Holder, Phone, State, phone_address
from handlers.notify import reminders
from rules.deadlines import quarter_of
from storage import accounts, chats, persons
from storage.accounts import Account
from storage.database import VIETNAM, Db

PATIENCE = 1.0
STRIDE = timedelta(hours=6)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(slots=True)
class Demo:
    """The stage that the demo's page plays on."""

    service: Service
    _held: dict[int, int] = field(default_factory=dict)
    _holders: list[Holder] = field(default_factory=list)

    async def set_up(self) -> None:
        """Gives every account of the demo commune its phone; the first of each role hold the three on the page."""
        self._holders = await self.service.desk.run(self._give_phones)
        for n, role in zip(PHONES, FIRST, strict=True):
            self._held[n] = next(holder.id for holder in self._holders if holder.role == role)

    def _give_phones(self, db: Db) -> list[Holder]:
        everybody = sorted(accounts.of_unit(db, self.service.deployment.unit), key=lambda account: account.id)
        holders = [_holder(db, account) for account in everybody if account.roles]
        for account in everybody:
            link_phone(db, account.id)
        return holders

    async def state(self) -> State:
        holders = {holder.id: holder for holder in self._holders}
        phones = [Phone(n, holders[held].id, holders[held].name, holders[held].role) for n, held in self._held.items()]
        return State(self.service.clock.now(), phones, self._holders)

    async def hold(self, n: int, account_id: int) -> None:
        self._held[n] = account_id

    async def advance(self, step: str) -> None:
        """Moves the clock on, stopping wherever something falls due, so that it happens in its own time."""
        clock = self.service.clock
        target = self._target(step)
        while (now := clock.now()) < target:
            due = await self.service.desk.run(reminders.next_due_at)
            stop = min(target, max(due, now) if due else target, now + STRIDE)
            crossed = stop.astimezone(VIETNAM).date() != now.astimezone(VIETNAM).date()
            clock.move_to(stop if stop > now else now + timedelta(seconds=1))
            if crossed:
                await self.service.scheduler.daily()
            await self.service.scheduler.run_due()
            await self._deliver()

    async def _deliver(self) -> None:
        """Waits until what is to leave at this moment has left."""
        for dispatcher in self.service.dispatchers.values():
            await dispatcher.take_more()
            await dispatcher.settled(PATIENCE)

    def _target(self, step: str) -> datetime:
        now = self.service.clock.now()
        if step in STEPS:
            return now + STEPS[step]
        first = quarter_of(now.astimezone(VIETNAM).date()).following.first
        return datetime(first.year, first.month, first.day, 8, tzinfo=VIETNAM)


def link_phone(db: Db, account_id: int) -> None:
    """Links the account's phone on the page of the demo, if it is not."""
    address = phone_address(account_id)
    chat = chats.at(db, "web", address) or chats.add(db, "web", address)
    if chat.account_id != account_id:
        chats.link(db, chat.id, account_id)
        chats.welcome(db, chat.id)


def _holder(db: Db, account: Account) -> Holder:
    role = account.roles[0]
    name = account.name
    person = persons.by_account(db, account.id) if role == "person" else None
    label = f"{name} · {person.hamlet}" if person else name
    return Holder(account.id, name, role, label)
