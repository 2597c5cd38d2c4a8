"""Random people on random channels say, press and send random things; what must always hold, holds."""

import json
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from bot.intake import turns
from handlers.kit import Incoming, Media, Outgoing
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.notify import reminders
from rules.alerts import joins
from storage import alerts, assignments, chats, conversations, inbox, invites, outbox
from storage.alerts.tables import alerts as alert_table
from storage.database import Db
from storage.keyring import Keyring
from storage.opening import open_store
from storage.visits.tables import visits as visit_table
from tests.broken_chains import broken_chains
from tests.conftest import StandingClock
from tests.databases import Copy
from tests.handlers.work.offering import enterprise, offers_a_job
from tests.person import WITH_BUTTONS, Talker, World
from tests.warm import warmed

SAID = [
    *(
        "alo",
        "1",
        "2",
        "3",
        "9",
        "0",
        "1 3",
        "ok",
        "cảm ơn",
        "không",
        "có",
        "menu",
        "/menu",
        "hom qua",
        "20/11",
        "31/12",
    ),
    *("/tham", "/baodong", "/nguoi", "/viec", "/vay", "/canhbao", "/me", "gap can bo", "trợ giúp", "xong", "bỏ qua"),
    *("quay lại", "đổi câu 2", "gửi", "hủy", "hôm nay bác qua nhà anh ấy chơi, mọi việc ổn", "tôi muốn vay vốn"),
    *("nhận 1", "xem 1", "xong số 1", "đón 1", "ban", "50 triệu", "0912345678", "1990", "nhắn thầy Hùng giúp tôi"),
    *("tôi không muốn sống nữa", "cháy nhà", "dừng", "tiếp tục", "/start", "7F3K-92QD", "👍", "*_[", "{you}", "visit"),
]
BEGINS = (
    "/tham",
    "/baodong",
    "/viec",
    "/vay",
    "/checkin",
    "/canhbao",
    "/giao",
    "/moi",
    "/canbo",
    "/goidien",
    "/nguoimoi",
)
ANSWERS = ("50 triệu", "20/11", "Tô Văn Bền", "0912345678", "1990", "xóm 5", "3", "không có gì thêm")
BACKWARD = re.compile(r"!(cancel|back|change)|^do:(menu|more|stop|leave)")
KINDS = ("sticker", "edited", "unsupported", "photo", "voice", "file", "place", "contact", "start")
MOVES: tuple[dict[str, int], ...] = ({"minutes": 3}, {"hours": 2}, {"days": 1}, {"days": 4})


class _Crash(Exception):
    """The process dies before the commit."""


class Town(RuleBasedStateMachine):
    """A small commune; every message takes its turn on the real store, put through JSON on the way."""

    fresh: Callable[[], str]
    deployment: Deployment
    keyring: Keyring

    def __init__(self) -> None:
        super().__init__()
        self.clock = StandingClock()
        self.url = type(self).fresh()
        self.store = warmed(open_store(self.url, type(self).keyring, self.clock.now))
        self.world = World(self.store, type(self).deployment, self.clock, WITH_BUTTONS)
        self.talkers = self._people()
        self.taken: list[Incoming] = []
        self.answered = 0
        self.receipts: set[str] = set()
        self._seen_up_to = 0
        self._note_what_came()

    def _people(self) -> list[Talker]:
        world = self.world
        khuyen, ngoan = world.guardian("Đinh Văn Khuyến"), world.guardian("Bùi Thị Ngoan", pronoun="co")
        hung = world.officer("Lê Văn Thoại")
        nam = world.person_with_phone("Trần Văn Sửu", guardian=khuyen, hamlet="xóm 4")
        world.person("Lô Văn Nhiễu", guardian=ngoan)
        world.person("Vi Văn Lự", guardian=khuyen)
        partner = world.linked(
            "Cao Thị Bưởi", "partner", organisation_id=enterprise(world, "May Hồng Lam"), pronoun="chi"
        )
        offers_a_job(world, _organisation(world, partner))
        with self.store.transaction() as db:
            second = chats.add(db, "telegram", "1001")
            chats.link(db, second.id, khuyen.account_id)
            self.code = invites.create(db, ngoan.account_id, None)
        other_phone = Talker(world, "1001", "telegram", khuyen.account_id)
        strangers = [Talker(world, "2001", "telegram"), world.stranger("stranger")]
        return [khuyen, ngoan, hung, nam, partner, other_phone, *strangers]

    # what may happen

    @rule(who=st.integers(0, 7), words=st.sampled_from(SAID))
    def says(self, who: int, words: str) -> None:
        self._takes(self._message(who, "text", text=words))

    @rule(who=st.integers(6, 7))
    def tries_the_code(self, who: int) -> None:
        self._takes(self._message(who, "text", text=self.code))

    @rule(who=st.integers(0, 7), which=st.integers(0, 30))
    def chooses(self, who: int, which: int) -> None:
        """A button of the last message: pressed, or typed where there are none."""
        self._chooses(who, which)

    @rule(who=st.integers(0, 5), begins=st.sampled_from(("", *BEGINS)), seed=st.integers(0, 2**16))
    def gets_on_with_it(self, who: int, begins: str, seed: int) -> None:
        """A dialogue begun, or gone on with, to its end."""
        chance = random.Random(seed)
        if begins:
            self._takes(self._message(who, "text", text=begins))
        for _ in range(14):
            out = self._last_of(who, 1)
            onward = [place for place, one in enumerate(out.buttons) if not BACKWARD.search(one.press)] if out else []
            if onward:
                self._chooses(who, chance.choice(onward))
            else:
                self._takes(self._message(who, "text", text=chance.choice(ANSWERS)))

    @rule(who=st.integers(0, 7), back=st.integers(1, 12), which=st.integers(0, 30))
    def presses_an_old_button(self, who: int, back: int, which: int) -> None:
        self._presses_one_of(who, who, back, which)

    @rule(who=st.integers(0, 7), whose=st.integers(0, 7), which=st.integers(0, 30))
    def presses_somebody_elses(self, who: int, whose: int, which: int) -> None:
        self._presses_one_of(who, whose, 1, which)

    @rule(who=st.integers(0, 7), kind=st.sampled_from(KINDS))
    def sends(self, who: int, kind: str) -> None:
        media = Media("ref", kind, 9) if kind in ("photo", "voice", "file") else None  # type: ignore[arg-type]
        self._takes(self._message(who, kind, media=media, place=(18.9, 105.3) if kind == "place" else None))

    @precondition(lambda self: self.taken)
    @rule(back=st.integers(1, 5))
    def an_update_comes_again(self, back: int) -> None:
        self._deliver(self.taken[-min(back, len(self.taken))])

    @rule(words=st.lists(st.sampled_from(SAID), min_size=8, max_size=8))
    def all_at_once(self, words: list[str]) -> None:
        self._takes(*(self._message(who, "text", text=one) for who, one in enumerate(words)))

    @rule(who=st.integers(0, 7), words=st.sampled_from(SAID))
    def it_crashes_before_the_commit_and_the_update_comes_again(self, who: int, words: str) -> None:
        message = self._message(who, "text", text=words)
        with suppress(_Crash), self.store.transaction() as db:
            turns.take(db, self.world.deployment, [message])
            raise _Crash
        self._takes(message)

    @rule(who=st.integers(0, 7), words=st.sampled_from(SAID))
    def it_is_stored_and_taken_later(self, who: int, words: str) -> None:
        message = self._message(who, "text", text=words)
        with self.store.transaction() as db:
            [chat] = turns.store(db, [message])
        self.restarts()
        with self.store.transaction() as db:
            assert turns.take_next(db, self.world.deployment, chat) is turns.Outcome.DONE
        self.taken.append(message)
        self.answered += 1

    @rule()
    def restarts(self) -> None:
        self.store.close()
        self.store = warmed(open_store(self.url, type(self).keyring, self.clock.now))
        self.world.store = self.store

    @rule(move=st.sampled_from(MOVES))
    def time_passes(self, move: dict[str, int]) -> None:
        self.clock.move(**move)
        with self.store.transaction() as db:
            deployment = self.world.deployment
            for work in (reminders.run_due, reminders.climb_alerts, reminders.nudge_drafts, reminders.expire_drafts):
                assert work(db, deployment, 500).failed == 0

    # how it is done

    def _message(self, who: int, kind: str, **content: Any) -> Incoming:
        talker = self.talkers[who]
        self.clock.move(seconds=20)  # nobody here writes so fast as to be asked to wait
        return Incoming(talker.channel, self.world.next_id(), talker.address, kind, **content)  # type: ignore[arg-type]

    def _takes(self, *messages: Incoming) -> None:
        self._deliver(*messages)
        self.taken += messages
        self.answered += len(messages)

    def _deliver(self, *messages: Incoming) -> None:
        read = [_through_json(message) for message in messages]
        with self.store.transaction() as db:
            waiting = turns.take(db, self.world.deployment, read)
        assert waiting == []

    def _chooses(self, who: int, which: int) -> None:
        out = self._last_of(who, 1)
        if out is None or not out.buttons:
            return self._takes(self._message(who, "text", text="menu"))
        button = out.buttons[which % len(out.buttons)]
        numbered = [one for one in out.buttons if one.role == "option"]
        if who % 2:
            return self._takes(self._message(who, "press", press=button.press))
        number = button.number or numbered.index(button) + 1 if button in numbered else 0
        return self._takes(self._message(who, "text", text=str(number) if number else button.typed or "menu"))

    def _presses_one_of(self, who: int, whose: int, back: int, which: int) -> None:
        out = self._last_of(whose, back)
        press = out.buttons[which % len(out.buttons)].press if out and out.buttons else "visit_report:kind:home"
        self._takes(self._message(who, "press", press=press))

    def _last_of(self, who: int, back: int) -> Outgoing | None:
        heard = self.world.messages_to(self.talkers[who], 0)
        return heard[-min(back, len(heard))].out if heard else None

    # what always holds

    @invariant()
    def every_message_is_stored_once_and_done(self) -> None:
        with self.store.transaction() as db:
            states = Counter(row.state for row in db.execute(select(inbox.inbox.c.state)))
        assert states == Counter({"done": len(self.taken)} if self.taken else {})

    @invariant()
    def every_message_has_exactly_one_reply_and_each_goes_where_it_belongs(self) -> None:
        self._note_what_came()
        with self.store.transaction() as db:
            replies = select(func.count()).select_from(outbox.outbox).where(outbox.outbox.c.kind == "reply")
            assert int(db.execute(replies).scalar_one()) == self.answered

    def _note_what_came(self) -> None:
        """Reads what was put since last time: whom each message is for, and what it says."""
        with self.store.transaction() as db:
            after = self._seen_up_to
            rows = db.execute(
                outbox.outbox.select().where(outbox.outbox.c.id > after).order_by(outbox.outbox.c.id)
            ).all()
            for row in rows:
                self._seen_up_to = max(self._seen_up_to, row.id)
                out = Outgoing.from_json(row.body.open_json(row.id))
                self._belongs(db, row, out)
                assert out.text.strip()
                assert all(len(button.press.encode()) <= 64 for button in out.buttons)
                if row.kind == "reply" and out.text.startswith("✅ Xong rồi, cảm ơn") and "TH-" in out.text:
                    self.receipts.add(out.text.split("TH-")[1][:4])

    def _belongs(self, db: Db, row: Any, out: Outgoing) -> None:
        chat = chats.get(db, row.chat_id)
        assert chat is not None
        assert chat.channel == row.channel
        if row.account_id is None or row.account_id != chat.account_id:
            return
        said = "\n".join([out.text, *(button.label for button in out.buttons)])
        for name, guardian in (("Nhiễu", 1), ("Lự ", 0)):
            reader = self.talkers[1 - guardian]
            if name in said and row.account_id == reader.account_id:
                assert self._was_ever_given(db, reader.account_id, name.strip()), said

    def _was_ever_given(self, db: Db, guardian: int, name: str) -> bool:
        """An officer here may well put somebody into somebody else's care."""
        from storage import persons

        [person] = [one for one in persons.of_unit(db, self.world.deployment.unit) if one.given == name]
        return any(guardian == one.guardian_id for one in assignments.history(db, person.id))

    @invariant()
    def records_are_neither_doubled_nor_lost(self) -> None:
        with self.store.transaction() as db:
            numbers = sorted(row.number for row in db.execute(select(visit_table.c.number)))
            assert numbers == list(range(1, len(numbers) + 1))
            filings = [row.filing for row in db.execute(select(visit_table.c.filing))]
            assert len(set(filings)) == len(filings)
            assert {f"{number:04}" for number in numbers} >= self.receipts
            open_now = sorted(alerts.open_of(db, self.world.deployment.unit), key=lambda one: one.opened_at)
            for earlier, later in combinations(open_now, 2):
                if (earlier.person_id, earlier.reason, earlier.about) == (later.person_id, later.reason, later.about):
                    assert not joins(earlier.level, earlier.last_at, later.opened_at), earlier.reason
            raised = [row.number for row in db.execute(select(alert_table.c.number))]
            assert sorted(raised) == list(range(1, len(raised) + 1))

    @invariant()
    def every_stored_conversation_walks(self) -> None:
        with self.store.transaction() as db:
            for row in db.execute(select(conversations.conversations.c.party_id)).all():
                talk = conversations.get(db, row.party_id)
                assert talk is not None
                assert json.loads(json.dumps(talk.answers)) == talk.answers
                if talk.form:
                    answers, _ = REGISTRY.forms[talk.form].walk(talk.answers)
                    assert set(answers) <= set(talk.answers)

    def teardown(self) -> None:
        assert broken_chains(self.store) == []
        self.store.close()


def _organisation(world: World, partner: Talker) -> int:
    from storage import accounts

    with world.look() as db:
        account = accounts.get(db, partner.account_id)
    assert account is not None
    assert account.organisation_id is not None
    return account.organisation_id


def _through_json(message: Incoming) -> Incoming:
    """As it comes out of the inbox when it has to wait."""
    body = json.loads(json.dumps(message.to_json()))
    return Incoming.from_json(body, channel=message.channel, external_id=message.external_id, address=message.address)


def play(fresh: Callable[[], str], deployment: Deployment, keyring: Keyring, *, examples: int, steps: int) -> None:
    machine = type("Town", (Town,), {"fresh": staticmethod(fresh), "deployment": deployment, "keyring": keyring})
    calm = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=calm)


def test_random_people_on_sqlite(migrated_file: Path, deployment: Deployment, keyring: Keyring) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = iter(range(10_000))

        def fresh() -> str:
            file = Path(folder) / f"town-{next(files)}.db"
            shutil.copyfile(migrated_file, file)
            return f"sqlite:///{file}"

        play(fresh, deployment, keyring, examples=6, steps=40)


def test_random_people_on_postgresql(migrated_copy: Copy, deployment: Deployment, keyring: Keyring) -> None:
    def fresh() -> str:
        migrated_copy.empty()
        return migrated_copy.url

    play(fresh, deployment, keyring, examples=2, steps=30)
    migrated_copy.empty()
