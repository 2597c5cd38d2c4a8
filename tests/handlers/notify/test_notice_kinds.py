"""The table of notices: a new kind is its row, its texts and the line that tells it; nothing else knows of it."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.matters import MATTERS
from handlers.notify import delivery_failures, notices, opt_out, withdrawal
from handlers.texts import Texts
from rules.notice_kind import REMINDER, Kind
from rules.notices import KINDS, ROWS, UnknownKind, kind_of, kind_stored
from rules.roles import CODES
from seeds import build_template_guide
from seeds.tables import load_alert_rules
from storage import accounts, chats, due, outbox, persons
from storage.database import VIETNAM
from storage.outbox import call_list
from storage.outbox import sending as outbox_sending
from tests.conftest import StandingClock
from tests.lock_screen import unsafe_words
from tests.notice_rows import row
from tests.person import Talker, World
from tests.tree import code_in, nodes, place

# where the kind stands among what is handed over: (of the module, of the scope or a function of the file itself)
KIND_IS = {
    "tell": (3, 1),
    "tell_each": (3, 3),
    "tell_admins": (3, 3),
    "put": (4, 4),
    "without_chats": (3, 3),
    "tell_officers": (1, 1),
}
# these hand over a kind that stands further on, or is worked out
RAISES = {
    *KIND_IS,
    "_tell",
    "_tell_admins",
    "_tell_guardian",
    "Planned",
    "plan",
    "mark",
    "with_role_without",
    "kind_of",
}
WORKED_OUT = {f"chat_{state}" for state in (opt_out.STOPPED, opt_out.BLOCKED)}

CLASS = Kind(
    id="night_class",
    life=timedelta(hours=8),
    of_its_day=True,
    readers=("person", "guardian"),
    words=("notice.night_class",),
    template="reminder",
    late=timedelta(days=1),
    about="person",
    withdrawn_by="visit",
)
TEXTS = {
    "notice.night_class": "{You} ơi, tối nay có lớp học nghề.",
    "template.matter.night_class": "một buổi học tối nay",
}
ZALO = "https://zalo.me/388613280878808645"
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=VIETNAM)
NIGHT = datetime(2026, 11, 25, 22, 0, tzinfo=VIETNAM)


def called_name(call: ast.Call) -> tuple[str, str]:
    """The name of what is called, and of what it is called on."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr, call.func.value.id if isinstance(call.func.value, ast.Name) else ""
    return getattr(call.func, "id", ""), ""


def value_in(module: str, node: ast.expr) -> object:
    """What a constant, a constant's name or `module.NAME` stands for there."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return getattr(importlib.import_module(module), node.id, None)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(getattr(importlib.import_module(module), node.value.id, None), node.attr, None)
    return None


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """(where, module, call) of each call in handlers/ that may raise a notice."""
    for file in code_in("handlers"):
        module = place(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for node in nodes(file):
            if isinstance(node, ast.Call) and called_name(node)[0] in RAISES:
                yield place(file, node), module, node


def kinds_told() -> Iterator[tuple[str, str]]:
    """(where, kind) wherever the kind is written where it is told."""
    for where, module, call in calls():
        name, whose = called_name(call)
        if name not in KIND_IS or (name == "put" and whose not in ("notices", "outbox", "")):
            continue
        position = KIND_IS[name][0 if whose in ("notices", "outbox") else 1]
        by_name = {keyword.arg: keyword.value for keyword in call.keywords}
        kind = by_name.get("kind") or (call.args[position] if len(call.args) > position else None)
        told = value_in(module, kind) if kind is not None else None
        if isinstance(told, str):
            yield where, told


def test_every_kind_in_the_code_has_its_row() -> None:
    told = list(kinds_told())
    assert {"alert", "relay", "interest", "wish", "newcomer", "broadcast"} <= {kind for _, kind in told}
    missing = [f"{where} {kind}" for where, kind in told if kind not in KINDS]
    assert not missing, f"add the rows of these to rules/notices.py: {missing}"


def test_every_row_is_raised_somewhere() -> None:
    handed_over = {
        value_in(module, argument)
        for _, module, call in calls()
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(argument, ast.Constant | ast.Name | ast.Attribute)
    }
    planned = {kind.id for kind in ROWS if kind.visit is not None}
    done_when_due = {kind for matter in MATTERS for work in matter.due for kind in work.kinds}
    never = {kind.id for kind in ROWS} - handed_over - planned - done_when_due - WORKED_OUT
    assert not never, f"nobody tells these any more: {never}"


def test_a_kind_has_one_row_only_and_fits_its_column() -> None:
    assert len(KINDS) == len(ROWS)
    assert all(len(kind.id) <= outbox.outbox.c.kind.type.length for kind in ROWS)  # type: ignore[attr-defined]


def test_every_row_goes_as_a_template_or_says_why_not(deployment: Deployment) -> None:
    for kind in ROWS:
        if kind.alert:
            assert kind.alert in load_alert_rules().by_id
            told_otherwise = (kind.words, kind.template, kind.no_template, kind.readers)
            assert not any(told_otherwise), f"{kind.id} is told as an alert"
        else:
            assert bool(kind.template) != bool(kind.no_template), kind.id
            assert not kind.template or kind.template in deployment.tables.templates, kind.id
            assert kind.readers or kind.id == "newcomer_answer", f"who may get {kind.id}?"
            assert set(kind.readers) <= set(CODES), kind.id


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_words_of_every_row_are_there_and_safe_on_a_lock_screen(deployment: Deployment, language: str) -> None:
    texts = deployment.texts.by_language[language]
    for kind in ROWS:
        assert kind.words or kind.alert or kind.id == "reply", f"under which keys are the texts of {kind.id}?"
        for words in kind.words:
            found = {key: text for key, text in texts.items() if key.startswith(words)}
            assert found, f"{kind.id}: no text begins with {words}"
            assert {key: unsafe_words(text) for key, text in found.items() if unsafe_words(text)} == {}


def test_every_text_of_a_notice_belongs_to_a_row(deployment: Deployment) -> None:
    prefixes = tuple(words for kind in ROWS for words in kind.words)
    nobodys = {key for key in deployment.texts.by_language["vi"] if key.startswith("notice.")}
    assert {key for key in nobodys if not key.startswith(prefixes)} == set()
    matters = {f"template.matter.{kind.id}" for kind in ROWS}
    assert {key for key in deployment.texts.by_language["vi"] if key.startswith("template.matter.")} <= matters


class TestAnInventedKind:
    @pytest.fixture(autouse=True)
    def _known(self) -> Iterator[None]:
        with row(CLASS):
            yield

    @pytest.fixture
    def world(self, world: World, clock: StandingClock) -> World:
        """A commune with an Official Account, at noon of a working day; its texts say the new kind."""
        by_language = {language: {**texts, **TEXTS} for language, texts in world.deployment.texts.by_language.items()}
        addresses = {**world.deployment.addresses, "zalo_oa": ZALO}
        world.deployment = replace(world.deployment, texts=Texts(by_language), addresses=addresses)
        clock.move_to(NOON)
        return world

    @pytest.fixture
    def nam(self, world: World) -> Talker:
        return world.person_with_phone(phone="+84901234567")

    def tells(self, world: World, reader: Talker) -> bool:
        """The line that tells it."""

        def telling(wording: Wording) -> Outgoing:
            return Outgoing(wording.text("notice.night_class"))

        with world.store.transaction() as db:
            person = persons.by_account(db, reader.account_id)
            about = person.id if person else None
            return notices.tell(db, world.deployment, reader.account_id, CLASS.id, telling, subject_id=about)

    def moves_to(self, world: World, reader: Talker, channel: str) -> None:
        """The only chat that can be reached is one of this channel; without a channel there is none."""
        with world.store.transaction() as db:
            chats.set_state(db, chats.of_account(db, reader.account_id)[0].id, "blocked")
            if channel:
                chats.link(db, chats.add(db, channel, f"on-{channel}").id, reader.account_id)

    def rows(self, world: World) -> list[tuple[str, str, int, datetime, datetime]]:
        columns = [outbox.outbox.c[name] for name in ("channel", "state", "lane", "not_before", "expires_at")]
        with world.look() as db:
            found = db.execute(
                outbox.outbox.select().with_only_columns(*columns).where(outbox.outbox.c.kind == CLASS.id)
            )
            return [(row[0], row[1], row[2], row[3], row[4]) for row in found]

    @pytest.mark.parametrize("channel", ["web", "telegram", "zalo_bot", "zalo_oa"])
    def test_it_leaves_by_every_channel(self, world: World, nam: Talker, channel: str) -> None:
        self.moves_to(world, nam, channel)
        assert self.tells(world, nam)
        assert self.rows(world) == [(channel, "queued", REMINDER, NOON, NOON + timedelta(hours=8))]

    def test_it_is_said_in_its_own_words(self, world: World, nam: Talker) -> None:
        self.tells(world, nam)
        assert nam.sees == "Anh ơi, tối nay có lớp học nghề."
        assert nam.last.kind == CLASS.id

    def test_without_a_chat_it_goes_as_its_template(self, world: World, nam: Talker) -> None:
        self.moves_to(world, nam, "")
        assert self.tells(world, nam)
        assert self.rows(world) == [("zbs", "queued", REMINDER, NOON, NOON + timedelta(hours=8))]
        with world.look() as db:
            body = db.execute(outbox.outbox.select().where(outbox.outbox.c.channel == "zbs")).one()
            out = Outgoing.from_json(body.body.open_json(body.id))
        assert out.template == "reminder"
        assert out.parameters["matter"] == "một buổi học tối nay"

    def test_without_chat_and_number_it_is_a_call_and_an_alert_for_whoever_is_in_care(self, world: World) -> None:
        nobody_reaches = world.person_with_phone()
        self.moves_to(world, nobody_reaches, "")
        assert not self.tells(world, nobody_reaches)
        with world.look() as db:
            listed = [(one.account_id, one.reason) for one in call_list.open_of(db, world.deployment.unit)]
            planned = [one.kind for one in due.take(db, db.now)]
        assert listed == [(nobody_reaches.account_id, CLASS.id)]
        assert planned == ["unreachable"]

    def test_one_of_many_that_is_missed_raises_no_alert(self, world: World) -> None:
        nobody_reaches = world.person_with_phone()
        self.moves_to(world, nobody_reaches, "")
        with row(replace(CLASS, if_missed="call")):
            self.tells(world, nobody_reaches)
        with world.look() as db:
            assert call_list.how_many(db, world.deployment.unit) == 1
            assert due.take(db, db.now) == []

    def test_at_night_it_waits_for_the_morning_and_lives_from_then_on(
        self, world: World, nam: Talker, clock: StandingClock
    ) -> None:
        clock.move_to(NIGHT)
        self.tells(world, nam)
        morning = datetime(2026, 11, 26, 6, 30, tzinfo=VIETNAM)
        assert self.rows(world) == [("web", "queued", REMINDER, morning, morning + timedelta(hours=8))]

    def test_too_late_it_is_dropped(self, world: World, nam: Talker, clock: StandingClock) -> None:
        self.tells(world, nam)
        clock.move_to(NOON + timedelta(hours=9))
        with world.store.transaction() as db:
            (message,) = outbox_sending.take(db, "web", REMINDER, 10)
            assert message.expires_at < db.now
            delivery_failures.drop_late(db, message)
        assert [state for _, state, *_ in self.rows(world)] == ["dropped"]

    def test_trying_it_again_gives_it_no_longer_life(self) -> None:
        assert kind_stored(CLASS.id).of_its_day

    def test_a_visit_that_was_reported_withdraws_it(self, world: World, nam: Talker) -> None:
        self.tells(world, nam)
        with world.store.transaction() as db:
            person = persons.by_account(db, nam.account_id)
            assert person is not None
            due.plan(db, CLASS.id, person.id, "2026-11-25", db.now + timedelta(days=1), unit=person.unit)
            withdrawal.withdraw(db, "visit", person.id, "visit 7")
        assert [state for _, state, *_ in self.rows(world)] == ["dropped"]
        with world.look() as db:
            assert due.take(db, db.now + timedelta(days=2)) == []

    def test_a_due_row_of_it_is_too_late_after_its_day(self) -> None:
        kind = kind_of(CLASS.id)
        assert not kind.is_too_late(NOON, NOON + timedelta(days=1))
        assert kind.is_too_late(NOON, NOON + timedelta(days=1, minutes=1))

    def test_whom_it_is_not_for_never_gets_it(self, world: World) -> None:
        officer = world.officer()
        assert not self.tells(world, officer)
        assert self.rows(world) == []
        with world.look() as db:
            assert call_list.open_of(db, world.deployment.unit) == []

    def test_the_guide_for_operators_names_it_under_its_template(self, deployment: Deployment) -> None:
        assert re.search(r"\| .*\bcheck_in\b.*\bnight_class\b.* \|", build_template_guide.guide(deployment.tables))


def test_an_unknown_kind_is_refused_and_says_what_is_missing(world: World) -> None:
    guardian = world.guardian()
    with pytest.raises(UnknownKind, match=r"'night_class'.*rules/notices\.py.*handlers/texts/"):
        with world.store.transaction() as db:
            notices.tell(db, world.deployment, guardian.account_id, "night_class", lambda _: Outgoing("…"))


def test_a_kind_of_another_version_that_stands_in_the_database_harms_nothing(world: World) -> None:
    guardian = world.guardian()
    with world.store.transaction() as db:
        account = accounts.get(db, guardian.account_id)
        assert account is not None
        message_id = outbox.put(
            db, chats.of_account(db, account.id)[0], {}, lane=REMINDER, kind="long_gone", expires_at=db.now
        )
    with world.store.transaction() as db:
        (message,) = outbox_sending.take(db, "web", REMINDER, 10)
        assert message.id == message_id
        delivery_failures.settle(db, world.deployment, message, "Blocked:403", "gone")
