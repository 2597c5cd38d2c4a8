"""Two processes of the service on one PostgreSQL: they share the work, and nothing is done twice or forgotten."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.delivery import dispatcher
from bot.delivery.channel import Capabilities, Receipt
from bot.delivery.dispatcher import Dispatcher
from bot.intake.desk import Desk
from handlers.kit import Incoming, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.keywords import press as pressing
from handlers.kit.messages import Kind
from rules.chatter import MOST_A_MINUTE
from storage import accounts, chats, inbox, invites, outbox, visits
from storage.alerts.tables import alerts as alert_table
from storage.database import Store
from storage.keyring import Keyring
from storage.leases import open_lease
from storage.opening import open_store
from storage.outbox.sending import Sending
from storage.visits.tables import visits as visit_table
from tests.broken_chains import broken_chains
from tests.conftest import StandingClock
from tests.filling import Filling, next_answer
from tests.patience import until
from tests.person import WITH_BUTTONS, Talker, World
from tests.warm import warmed

# far more messages than a report takes
LONGEST = 100


class Line:
    """A channel that notes what it is given to send."""

    name = "web"
    capabilities = Capabilities(text=4000, buttons=50, per_second=1000, per_chat_second=1000, burst=1000)

    def __init__(self, sent: list[tuple[str, int]]):
        self.sent = sent

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, address: str, out: Outgoing, outbox_id: int) -> Receipt:
        self.sent.append((address, outbox_id))
        return Receipt(str(outbox_id))

    async def fetch(self, ref: str, most: int) -> bytes:
        return b""


class Process:
    """As much of the service as takes turns and sends; `dies` leaves everything as it stands."""

    def __init__(
        self, url: str, keyring: Keyring, clock: StandingClock, deployment: Deployment, sent: list[tuple[str, int]]
    ):
        self.store: Store = warmed(open_store(url, keyring, clock.now))
        self.desk = Desk(self.store, deployment, self._send, threads=2)
        self.dispatcher = Dispatcher(self.desk, Line(sent))
        self.sending = False

    def _send(self, sendings: list[Sending]) -> None:
        if self.sending:
            self.dispatcher.put(sendings)

    async def opens(self, *, sending: bool = False) -> "Process":
        await self.desk.start()
        if sending:
            self.sending = True
            await self.dispatcher.start()
        return self

    async def closes(self) -> None:
        if self.sending:
            await self.dispatcher.stop()
        await self.desk.stop()
        self.store.close()

    async def dies(self) -> None:
        """Its connections end; nothing is put away."""
        self.dispatcher.lease.release()
        for task in self.dispatcher._tasks:
            task.cancel()
        await asyncio.gather(*self.dispatcher._tasks, return_exceptions=True)
        self.sending = False


@pytest.fixture
def sent() -> list[tuple[str, int]]:
    return []


@pytest.fixture
async def processes(
    postgresql_url: str, keyring: Keyring, clock: StandingClock, deployment: Deployment, sent: list[tuple[str, int]]
) -> AsyncIterator[list[Process]]:
    both = [await Process(postgresql_url, keyring, clock, deployment, sent).opens() for _ in range(2)]
    yield both
    for process in both:
        await process.closes()


@pytest.fixture
def world(processes: list[Process], deployment: Deployment, clock: StandingClock) -> World:
    return World(processes[0].store, deployment, clock, WITH_BUTTONS)


def text(address: str, words: str, number: int) -> Incoming:
    return Incoming("web", f"{address}-{number}", address, "text", text=words)


def counted(store: Store) -> tuple[dict[str, int], Counter[str]]:
    """Messages by state, and replies by the address they are for."""
    with store.transaction() as db:
        states = db.execute(select(inbox.inbox.c.state, func.count()).group_by(inbox.inbox.c.state)).all()
        replies = db.execute(
            select(chats.chats.c.address).join(outbox.outbox, outbox.outbox.c.chat_id == chats.chats.c.id)
        ).scalars()
        return {str(state): int(count) for state, count in states}, Counter(replies)


async def settled(process: Process, messages: int) -> None:
    await until(lambda: counted(process.store)[0] == {"done": messages}, lambda: counted(process.store))


async def test_they_share_the_work_and_nothing_is_taken_twice(processes: list[Process]) -> None:
    """Every message comes to both, as from a platform that is not sure that it arrived."""
    messages = [text(f"chat-{chat}", f"alo {n}", n) for chat in range(20) for n in range(4)]
    found = await asyncio.gather(
        *(process.desk.accept(message) for message in messages for process in processes), return_exceptions=True
    )
    assert [one for one in found if one is not None] == []
    await settled(processes[0], len(messages))
    states, replies = counted(processes[0].store)
    assert states == {"done": len(messages)}
    assert replies == Counter({f"chat-{chat}": 4 for chat in range(20)})


async def test_a_dialogue_begun_in_one_goes_on_in_the_other(
    processes: list[Process], world: World, clock: StandingClock
) -> None:
    """Defect 23 of others: two processes saw different states of one conversation."""
    tu = world.guardian()
    nam = world.person(guardian=tu)
    filling, numbers = Filling({"needs": ["job"]}), count()

    async def presses(press: str) -> None:
        number = next(numbers)
        message = Incoming("web", f"tu-{number}", tu.address, "press", press=press)
        await processes[number % 2].desk.accept(message)

    await presses("go:visit_report")
    while answer := filling.answer(world.asked(tu)):
        for press in answer.presses:
            await presses(press)
    with world.look() as db:
        [visit] = visits.latest(db, nam)
    assert (visit.outcome, visit.answers["needs"]) == ("met", ["job"])
    assert "TH-0001" in tu.sees


async def test_the_same_press_of_send_in_both_at_once_files_one_report(processes: list[Process], world: World) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    tu.reports(nam, until="review")
    sends = [Incoming("web", f"send-{n}", tu.address, "press", press="visit_report:*:!send") for n in range(2)]
    await asyncio.gather(*(process.desk.accept(one) for process, one in zip(processes, sends, strict=True)))
    with world.look() as db:
        assert len(visits.latest(db, nam)) == 1, [heard.text for heard in tu.heard]


async def test_one_takes_an_alert_however_many_press_at_once(processes: list[Process], world: World) -> None:
    from handlers.notify import alerts
    from storage import alerts as stored

    officers = [world.officer(f"Lê Văn {name}") for name in ("Hùng", "Cường", "Thoại", "Mạnh")]
    nam = world.person()
    with world.store.transaction() as db:
        alert = alerts.raise_alert(
            db,
            world.deployment,
            unit=world.deployment.unit,
            level="high",
            reason="alarm",
            person_id=nam,
            raised_by=None,
        )
    await asyncio.gather(
        *(
            processes[n % 2].desk.accept(
                Incoming("web", f"take-{n}", one.address, "press", press=f"do:alert_take:{alert.id}")
            )
            for n, one in enumerate(officers)
        )
    )
    with world.look() as db:
        taken = stored.get(db, alert.id)
        assert taken is not None
        assert [event.kind for event in stored.events(db, alert.id)].count("taken") == 1
    replies = [[heard.text for heard in one.listen() if heard.kind == "reply"] for one in officers]
    assert all(len(own) == 1 for own in replies)
    assert len({own[0] for own in replies}) == 2, "one has it, and the others hear who"


async def test_the_cap_of_a_chat_holds_across_both_and_across_a_restart(
    processes: list[Process], postgresql_url: str, keyring: Keyring, clock: StandingClock, deployment: Deployment
) -> None:
    """Defect 14 of others: the cap lay in a process's memory."""
    for number in range(MOST_A_MINUTE - 2):
        await processes[number % 2].desk.accept(text("chat", f"alo {number}", number))
    again = await Process(postgresql_url, keyring, clock, deployment, []).opens()
    for number in range(100, 110):
        await again.desk.accept(text("chat", f"alo {number}", number))
    await settled(again, MOST_A_MINUTE + 8)
    await again.closes()
    assert counted(processes[0].store)[1] == {"chat": MOST_A_MINUTE + 1}


async def test_wrong_codes_are_counted_across_both(
    processes: list[Process], world: World, clock: StandingClock
) -> None:
    with world.store.transaction() as db:
        account = accounts.add(db, unit=world.deployment.unit, name="Đinh Văn Khuyến", roles=("guardian",))
        code = invites.create(db, account, None)
    stranger = world.stranger("chat")
    await processes[0].desk.accept(text("chat", "alo", 0))
    for number in range(1, 6):
        await processes[number % 2].desk.accept(text("chat", f"7F3K-92Q{number + 3}", number))
    await processes[1].desk.accept(text("chat", code, 9))
    with world.look() as db:
        chat = chats.at(db, "web", "chat")
    assert chat is not None
    assert chat.account_id is None, stranger.sees


async def test_one_holds_the_delivery_and_the_other_takes_over(
    processes: list[Process], monkeypatch: pytest.MonkeyPatch, sent: list[tuple[str, int]]
) -> None:
    monkeypatch.setattr(dispatcher, "RENEW", 0.05)
    monkeypatch.setattr(dispatcher, "POLL", 0.05)
    for process in processes:
        process.sending = True
        await process.dispatcher.start()
    assert [process.dispatcher.open for process in processes] == [True, False]
    await asyncio.gather(*(processes[n % 2].desk.accept(text(f"chat-{n}", "alo", 1)) for n in range(12)))
    await until_sent(sent, 12)
    await until(lambda: not processes[0].desk.marks.unwritten, "what is not noted yet is sent once more")
    await processes[0].dies()
    await asyncio.gather(*(processes[1].desk.accept(text(f"late-{n}", "alo", 1)) for n in range(6)))
    await until_sent(sent, 18)
    assert processes[1].dispatcher.open
    assert len(set(sent)) == len(sent) == 18, "each once"


async def until_sent(sent: list[tuple[str, int]], count: int) -> None:
    await until(lambda: len(sent) >= count, lambda: f"{len(sent)} of {count} were sent")


async def test_what_a_process_that_died_had_stored_the_other_answers(
    processes: list[Process], clock: StandingClock
) -> None:
    from bot.intake import turns

    with processes[0].store.transaction() as db:
        turns.store(db, [text(f"chat-{n}", "alo", 1) for n in range(10)])
    clock.move(minutes=1)
    counts = await asyncio.gather(*(process.desk.catch_up() for process in processes))
    assert sum(counts) >= 10
    states, replies = counted(processes[1].store)
    assert states == {"done": 10}
    assert replies == Counter({f"chat-{n}": 1 for n in range(10)})


async def test_one_process_at_a_time_holds_a_lease_and_an_ended_connection_frees_it(processes: list[Process]) -> None:
    first, second = (open_lease(process.store, "clock") for process in processes)
    assert await asyncio.to_thread(first.hold)
    assert not await asyncio.to_thread(second.hold)
    assert await asyncio.to_thread(first.hold), "who has it keeps it"
    first.release()
    await until(second.hold, "the server notices a moment later")
    second.release()


async def test_a_busy_commune_over_both_fails_no_turn(processes: list[Process], world: World) -> None:
    """Reports, alarms, alerts taken and closed, people given to others, strangers: all at once, in both."""
    chance = random.Random(7)
    guardians = [world.guardian(f"Đinh Văn {name}") for name in ("Khuyến", "Ngoan", "Quế", "Hãnh")]
    officers = [world.officer(f"Lê Văn {name}") for name in ("Thoại", "Phụng", "Hùng")]
    people = [world.person(f"Trần Văn {name}", guardian=one) for one in guardians for name in ("Sửu", "Lự")]
    to_visits = [people[place : place + 2] for place in range(0, len(people), 2)]
    with capture_logs() as logs:
        for wave in range(LONGEST):
            presses = [_next_press(world, one, to_visit) for one, to_visit in zip(guardians, to_visits, strict=True)]
            if not any(presses):
                break
            reports = list(zip(guardians, presses, strict=True))
            messages = [message for _, message in sorted(_wave(wave, chance, reports, officers, people))]
            where = [processes[chance.randrange(2)].desk for _ in messages]
            await asyncio.gather(*(desk.accept(one) for desk, one in zip(where, messages, strict=True)))
    failures = [log for log in logs if log["event"].startswith("desk.")]
    assert failures == []
    assert broken_chains(world.store) == []
    with world.look() as db:
        numbers = sorted(db.execute(select(visit_table.c.number)).scalars())
        raised = sorted(db.execute(select(alert_table.c.number)).scalars())
    assert numbers == list(range(1, len(numbers) + 1))
    assert raised == list(range(1, len(raised) + 1))
    assert len(numbers) == 2 * len(guardians)


def _next_press(world: World, guardian: Talker, to_visit: list[int]) -> str:
    """One further in the open report, or the next one; empty when all have been visited."""
    if asked := world.asked(guardian):
        if asked.offered == (back := (pressing(asked.form.id, "*", "!go_on"),)):
            return back[0]  # after «cháy nhà rồi» the question waits to be shown again
        return next_answer(asked, {}).presses[0]
    return f"go:visit_report:person={to_visit.pop(0)};kind=phone;outcome=away" if to_visit else ""


def _wave(
    wave: int, chance: random.Random, reports: list[tuple[Talker, str]], officers: list[Talker], people: list[int]
) -> Iterator[tuple[float, Incoming]]:
    """Everybody's next message, in any order."""

    def one(talker: Talker, name: str, *, press: str = "", text: str = "") -> tuple[float, Incoming]:
        event = f"{wave}-{talker.address}-{name}"
        kind: Kind = "press" if press else "text"
        return chance.random(), Incoming(talker.channel, event, talker.address, kind, text=text, press=press)

    for guardian, press in reports:
        if press:
            yield one(guardian, "report", press=press)
        if wave % 4 == 0:  # each one puts the list away, and the presses of a minute are counted
            yield one(guardian, "fire", text="cháy nhà rồi")
    for officer in officers:
        yield one(officer, "take", press=f"do:alert_take:{wave + 1}")
        yield one(officer, "card", press=f"do:person_card:{chance.choice(people)}")
        yield one(officer, "glance", press="do:glance")
    for number in range(6):
        yield chance.random(), text(f"stranger-{wave}-{number}", "nhờ giúp tôi", wave)
