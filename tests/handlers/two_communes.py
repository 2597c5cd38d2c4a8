"""Two communes with everybody in them, and presses tried out in a transaction that is never committed."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event

from bot.intake import turns
from handlers.help import menus
from handlers.kit import Incoming, Outgoing
from handlers.kit.commands import allowed
from handlers.matters import REGISTRY
from handlers.notify import alerts
from storage import (
    accounts,
    broadcasts,
    chats,
    conversations,
    hiring,
    inbox,
    needs,
    newcomers,
    offers,
    persons,
    relays,
    units,
    visits,
)
from storage.broadcasts import Written
from storage.database import Db, metadata
from storage.outbox import call_list
from tests.person import Talker, World

OTHER = "17792"
# a guardian's name is known to who did so before, and to who is looked after
GUARDIANS = {"guardian", "guardian2", "person", "person2"}
WATCHED = set(metadata.tables) - {"audit", "inbox", "outbox"}
WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) \"?(\w+)")
Rows = dict[str, set[tuple[Any, ...]]]
# a few hundred cards have them
OF_EVERY_CARD = {"do:guidance_useful", "do:guidance_not"}
# what every message writes, whoever sends it
OF_EVERY_TURN = {"inbox", "conversations", "outbox", "chats", "audit", "audit_heads"}


class _NotKept(Exception):
    """Ends a transaction that was only to be looked at."""


@dataclass(slots=True)
class Seen:
    """What a message would do: the reply, what others hear, and the rows it changes, by table."""

    reply: Outgoing | None
    told: list[tuple[str, Outgoing]]
    changed: dict[str, list[tuple[Any, ...]]]
    answers: dict[str, Any]
    form: str | None

    @property
    def text(self) -> str:
        return "\n".join([self.reply.text, *(one.label for one in self.reply.buttons)]) if self.reply else ""

    @property
    def wrote(self) -> set[str]:
        return set(self.changed) - OF_EVERY_TURN

    @property
    def presses(self) -> list[str]:
        return [button.press for button in self.reply.buttons] if self.reply else []


@dataclass(slots=True)
class Scene:
    """`people` by a short name; `words` → who may read them; `things` → id of a row → who may change it."""

    world: World
    people: dict[str, Talker] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    things: dict[int, set[str]] = field(default_factory=dict)
    offered: "dict[str, dict[str, Offered]]" = field(default_factory=dict)
    _rows: Rows = field(default_factory=dict)

    def __post_init__(self) -> None:
        event.listen(self.world.store.engine, "commit", self._forget)

    def _forget(self, _connection: object) -> None:
        self._rows.clear()
        self.offered.clear()

    def tries(
        self, who: str, *presses: str, form: str = "", answers: dict[str, Any] | None = None, kind: str = "press"
    ) -> Seen:
        """The presses one after the other; what the last one does is told. Nothing of it is kept."""
        part = "press" if kind == "press" else "text"
        return self.hears(who, *({"kind": kind, part: press} for press in presses), form=form, answers=answers)

    def hears(
        self,
        who: str,
        *messages: dict[str, Any],
        form: str = "",
        answers: dict[str, Any] | None = None,
        watch: bool = True,
    ) -> Seen:
        """The same for messages of any kind; without `watch`, what they change is not told."""
        found: list[Seen] = []
        with suppress(_NotKept), self.world.store.transaction() as db:
            changes = _Changes(db, self._rows_that_stay(db)) if watch else None
            if form:
                self._stand(db, who, form, answers or {})
            for message in messages:
                if changes:
                    changes.begin()
                marks = len(db.outgoing)
                address = self.people[who].address
                turns.take(db, self.world.deployment, [Incoming("web", self.world.next_id(), address, **message)])
                _write_what_waits_for_the_end(db)
                found.append(self._seen(db, who, changes, db.outgoing[marks:]))
            for finish in self.world.store.before_commit:
                finish(db)
            raise _NotKept
        return found[-1]

    def _rows_that_stay(self, db: Db) -> Rows:
        """Reads all tables once, and anew only after a test has committed something."""
        if not self._rows:
            self._rows.update(_rows(db, WATCHED))
        return self._rows

    def _stand(self, db: Db, who: str, form: str, answers: dict[str, Any]) -> None:
        talker = self.people[who]
        party = inbox.parties(db, talker.channel, [talker.address])[talker.address]
        conversations.save(db, [(replace(party.talk, form=form, answers=answers), party.chat.id)])

    def _seen(self, db: Db, who: str, changes: "_Changes | None", put: list[dict[str, Any]]) -> Seen:
        talker = self.people[who]
        mine = [row for row in put if row["kind"] == "reply" and row["address"] == talker.address]
        assert len(mine) <= 1, "exactly one reply"
        told = [(self.name_of(row["address"]), Outgoing.from_json(row["body"])) for row in put if row not in mine]
        talk = inbox.parties(db, talker.channel, [talker.address])[talker.address].talk
        return Seen(
            Outgoing.from_json(mine[0]["body"]) if mine else None,
            told,
            changes.since() if changes else {},
            talk.answers,
            talk.form,
        )

    def name_of(self, address: str) -> str:
        return next(name for name, talker in self.people.items() if talker.address == address)


def _write_what_waits_for_the_end(db: Db) -> None:
    """A message has a transaction of its own; here one may hold several, and is undone."""
    for change in db.at_end:
        change.run()
    db.at_end.clear()


class _Changes:
    """What a transaction changes from here on: of the tables that it has written, and no other, rows are compared."""

    def __init__(self, db: Db, stay: Rows):
        self.db, self.stay = db, stay
        self.written: set[str] = set()
        self.before: Rows = {}
        event.listen(db.connection, "before_cursor_execute", self._hear)

    def _hear(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.written |= WATCHED & set(WRITES.findall(statement))

    def begin(self) -> None:
        self.before = {**self.stay, **_rows(self.db, self.written)}

    def since(self) -> dict[str, list[tuple[Any, ...]]]:
        after = _rows(self.db, self.written)
        changed = {table: sorted(rows ^ self.before[table], key=repr) for table, rows in after.items()}
        return {table: rows for table, rows in changed.items() if rows}


def _rows(db: Db, tables: Collection[str]) -> Rows:
    return {name: {tuple(row) for row in db.connection.exec_driver_sql(f'SELECT * FROM "{name}"')} for name in tables}


@dataclass(slots=True)
class Offered:
    """A button that somebody is shown: where it stood, if in a form, with the answers before it."""

    press: str
    form: str = ""
    answers: dict[str, Any] = field(default_factory=dict)


def buttons_of(scene: Scene, who: str) -> dict[str, Offered]:
    """Every button that somebody comes across, looked for anew only after a test has committed something."""
    if who not in scene.offered:
        scene.offered[who] = _found_by(scene, who)
    return scene.offered[who]


def _found_by(scene: Scene, who: str) -> dict[str, Offered]:
    """From the menu, the commands and the notices, and on from each."""
    found: dict[str, Offered] = {}
    waiting = [Offered(press) for press in dict.fromkeys(_first_presses(scene, who))]
    while waiting:
        offered = waiting.pop()
        if offered.press in found or _seen_enough(offered.press, found):
            continue
        found[offered.press] = offered
        seen = scene.tries(who, offered.press, form=offered.form, answers=offered.answers)
        for press in seen.presses:
            in_form = seen.form if seen.form and press.startswith(f"{seen.form}:") else ""
            waiting.append(Offered(press, in_form or "", seen.answers if in_form else {}))
    return found


def _seen_enough(press: str, found: dict[str, Offered]) -> bool:
    """Of one question's fixed answers two do; commands of the kit are tested elsewhere."""
    head, _, value = press.rpartition(":")
    if value.startswith("!") and value != "!send":
        return True
    if head in OF_EVERY_CARD:
        return sum(one.startswith(f"{head}:") for one in found) >= 2
    if re.search(r"\d", value) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    return sum(one.rpartition(":")[0] == head for one in found) >= 2 and not press.startswith(("do:", "go:"))


def _first_presses(scene: Scene, who: str) -> Iterator[str]:
    talker = scene.people[who]
    with scene.world.look() as db:
        account = accounts.get(db, talker.account_id)
    roles = account.roles if account else ()
    yield from (line.press for line in menus.menu_of(roles))
    yield from (f"do:{one.id}" for one in REGISTRY.commands.values() if allowed(one.may, roles))
    yield from (f"go:{one.id}" for one in REGISTRY.forms.values() if one.may and allowed(one.may, roles))
    for heard in scene.world.messages_to(talker, 0):
        yield from (button.press for button in heard.out.buttons)


def build(world: World) -> Scene:
    """Kim Bảng with two of each, its neighbour with one of each; something of everything lies open."""
    scene = Scene(world)
    here, there = _Building(scene, world), _Building(scene, _neighbour(world))
    police = ("officer", "officer2")
    here.works, other_works = here.works_of("May Hồng Lam"), here.works_of("Gạch Nậm Cắn")
    for name, whole, role, works in (
        ("guardian", "Đinh Văn Khuyến", "guardian", None),
        ("guardian2", "Bùi Thị Ngoan", "guardian", None),
        ("officer", "Lê Văn Thoại", "officer", None),
        ("officer2", "Hồ Sỹ Phụng", "officer", None),
        ("partner", "Cao Thị Bưởi", "partner", here.works),
        ("partner2", "Mai Văn Kỷ", "partner", other_works),
        ("admin", "Phan Thị Tuyển", "admin", None),
        ("nobody", "Đậu Văn Trượng", "", None),
    ):
        here.account(name, whole, role, works, police)
    here.person("person", "Trần Văn Sửu", "guardian", police, phone=True, also={"partner"})
    here.person("silent", "Vi Văn Lự", "guardian", police)
    here.person("person2", "Lô Thị Nhiễu", "guardian2", police, phone=True, also={"partner"})
    there.works = there.works_of("Mộc Bờ Nam")
    there.account("guardian_there", "Ngô Văn Quế", "guardian", None, ("officer_there",))
    there.account("officer_there", "Tạ Văn Hãnh", "officer", None, ())
    there.account("partner_there", "Ngân Thị Lựu", "partner", there.works, ("officer_there",))
    there.person(
        "person_there", "Kha Văn Mít", "guardian_there", ("officer_there",), phone=True, also={"partner_there"}
    )
    scene.people["stranger"] = world.stranger()
    for place, suffix, officers in ((here, "", police), (there, "_there", ("officer_there",))):
        place.happenings(suffix, officers)
        place.said_to_many(officers)
    _writes_in(scene)
    return scene


def _neighbour(world: World) -> World:
    return World(
        world.store,
        replace(world.deployment, unit=OTHER, place="xã Lương Sơn"),
        world.clock,
        world.can,
        _count=1_000_000,
    )


@dataclass(slots=True)
class _Building:
    scene: Scene
    world: World
    works: int = 0
    records: dict[str, int] = field(default_factory=dict)
    phones: int = 0

    @property
    def unit(self) -> str:
        return self.world.deployment.unit

    def works_of(self, name: str) -> int:
        with self.world.store.transaction() as db:
            return units.add_organisation(db, unit=self.unit, kind="enterprise", name=name)

    def phone(self) -> str:
        self.phones += 1
        return f"+8498{self.unit[-3:]}{self.phones:04d}"

    def account(self, name: str, whole: str, role: str, works: int | None, officers: tuple[str, ...]) -> Talker:
        phone = self.phone()
        roles = (role,) if role else ()
        talker = self.world.linked(whole, *roles, phone=phone, organisation_id=works, on_duty=role == "officer")
        self.scene.people[name] = talker
        # officers of a commune speak to everybody in it by name; of others they see more
        if role != "officer":
            readers = {name, *officers} | (GUARDIANS if name in GUARDIANS else set())
            self.scene.words[whole.split()[-1]] = readers | self.admins(name)
            self.scene.words |= {phone[-9:]: {name, *officers}, f"{phone[-6:-3]} {phone[-3:]}": {name, *officers}}
        self.scene.things[talker.account_id] = {name, *officers} | self.admins(name)
        return talker

    def admins(self, name: str) -> set[str]:
        """Who looks after the accounts of the commune, and so knows whose they are."""
        return set() if name.endswith("_there") else {"admin"}

    def person(
        self,
        name: str,
        whole: str,
        guardian: str,
        officers: tuple[str, ...],
        *,
        phone: bool = False,
        also: set[str] | None = None,
    ) -> None:
        scene, may = self.scene, {guardian, *officers}
        account_id = self.account(name, whole, "person", None, officers).account_id if phone else None
        record = self.world.person(
            whole, guardian=scene.people[guardian], account_id=account_id, hamlet=f"xóm {whole.split()[-1]} Thượng"
        )
        self.records[name] = record
        own = {name} if phone else set()
        admins = self.admins(name) if phone else set()
        scene.words[whole.split()[-1]] = may | own | admins | (also or set())
        scene.words[whole] = may | own
        scene.things[record] = may | own
        if phone:
            scene.words[scene.people[guardian].name.split()[-1]] |= own
        scene.words[f"xóm {whole.split()[-1]}"] = may | own

    def said_to_many(self, officers: tuple[str, ...]) -> None:
        """On its way, to be stopped by the office and read by nobody else before it is theirs."""
        by = self.scene.people[officers[0]]
        with self.world.store.transaction() as db:
            chat = chats.of_account(db, by.account_id)[0]
            text = f"báo-chung-{self.unit}"
            new = Written(
                self.unit,
                by.account_id,
                chat.id,
                text,
                None,
                "guardian",
                (),
                1,
                timedelta(),
                db.now + timedelta(days=1),
            )
            one, _ = broadcasts.add(db, new, lasts=timedelta(days=3), same_within=timedelta(hours=1))
        may = {*officers, *(("admin",) if "officer" in officers else ())}
        self.scene.words[text] = may
        self.scene.things[one.id] = may

    def happenings(self, suffix: str, officers: tuple[str, ...]) -> None:
        """A report, an alert, a need, an offer with somebody interested, a message, a call to make."""
        scene = self.scene
        person, record = scene.people[f"person{suffix}"], self.records[f"person{suffix}"]
        guardian = scene.people[f"guardian{suffix}"]
        note = f"ghi-riêng-{self.unit}"
        with self.world.store.transaction() as db:
            who = accounts.get(db, guardian.account_id)
            assert who is not None
            told = {"work": "steady", "mood": "good", "concerns": [], "needs": ["job"], "note": note, "place": None}
            visit = visits.add(
                db,
                guardian=who,
                person_id=record,
                visited_on=date(2026, 11, 22),
                kind="home",
                outcome="met",
                answers=told,
            )
            needs.open_need(db, record, "job", visit.id)
            alert = alerts.raise_alert(
                db,
                self.world.deployment,
                unit=self.unit,
                level="high",
                reason="alarm",
                person_id=record,
                raised_by=who.id,
                note=note,
            )
            first, second = (
                offers.add(
                    db,
                    unit=self.unit,
                    organisation_id=self.works,
                    kind="job",
                    trade=trade,
                    title=f"Thợ {self.unit} {trade}",
                )
                for trade in ("sewing", "building")
            )
            hiring.show_interest(db, first, record)
            relay = relays.ask(db, unit=self.unit, person_account=person.account_id, text=f"hỏi-riêng-{self.unit}")
            call_list.put(db, unit=self.unit, account_id=person.account_id, reason="asks_to_talk")
            call = call_list.open_of(db, self.unit)[0].id
            need = needs.open_of(db, self.unit)[0].id
            interest = hiring.interested(db, first)[0].id
            persons.set_next_visit(db, record, date(2026, 11, 10))
        seen_by = {f"guardian{suffix}", *officers}
        scene.words |= {note: seen_by, f"hỏi-riêng-{self.unit}": {f"person{suffix}", *officers}}
        scene.things |= {
            visit.id: seen_by,
            alert.id: seen_by,
            need: seen_by | {f"person{suffix}"},
            call: {f"person{suffix}", *officers},
        }
        scene.things |= {relay: {f"person{suffix}", *officers}, interest: {f"person{suffix}", f"partner{suffix}"}}
        neighbours = {f"person{suffix}", f"partner{suffix}", "person2"} - ({"person2"} if suffix else set())
        scene.things |= {first: {f"partner{suffix}", *officers}, second: {f"partner{suffix}", *officers}}
        scene.words[f"Thợ {self.unit}"] = {*neighbours, *officers}


def _writes_in(scene: Scene) -> None:
    """A stranger asks for a human; it is the officers' matter."""
    stranger = scene.people["stranger"]
    stranger.says("alo")
    stranger.says("nhờ-riêng giúp con tôi mới về")
    with scene.world.look() as db:
        chat = chats.at(db, "web", stranger.address)
        assert chat is not None
        assert newcomers.get(db, chat.id) is not None
    scene.things[chat.id] = {"stranger", "officer", "officer2"}
    scene.words["nhờ-riêng"] = {"stranger", "officer", "officer2"}


__all__ = ["OTHER", "Offered", "Scene", "Seen", "build", "buttons_of"]
