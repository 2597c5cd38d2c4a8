"""Deploys: a form edited while people are in it, ids that lie in databases, forms that are gone."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from bot.intake import turns
from handlers.kit import Choice, Form, Incoming, Outgoing, Question
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.visits.report import file_report, visit_report
from rules import visits as codes
from rules.checkins import FACES
from storage import conversations, visits
from storage.database import Db, Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests import stored_ids
from tests.conftest import StandingClock
from tests.filling import Answer, Asked, next_answer
from tests.person import WITH_BUTTONS, Talker, World

Edit = Callable[[list[Question]], list[Question]]
SAID: dict[str, Any] = {
    "visited_on": "2026-11-22",
    "kind": "home",
    "outcome": "met",
    "work": "steady",
    "mood": "fair",
    "concerns": [],
    "needs": [],
    "note": "Mọi việc ổn",
    "place": None,
    "face": "good",
}
INSTEAD = {"work": "casual"}
LONGEST = 60


def added() -> Question:
    """A question nobody has asked before; it borrows its words from others."""
    question = Choice("face", FACES)
    question.form_id = "checkin"
    return question


def renamed() -> Question:
    question = Choice("face", codes.MOOD, when=visit_report.by_id["mood"].when, labels="visit_report.mood")
    question.form_id = "checkin"
    return question


def fewer() -> Question:
    question = Choice("work", [one for one in codes.WORK if one != "steady"], when=visit_report.by_id["work"].when)
    question.form_id = "visit_report"
    return question


def insert(place: int) -> Edit:
    return lambda questions: [*questions[:place], added(), *questions[place:]]


def without(name: str) -> Edit:
    return lambda questions: [one for one in questions if one.id != name]


def instead(name: str, make: Callable[[], Question]) -> Edit:
    return lambda questions: [make() if one.id == name else one for one in questions]


def swapped(questions: list[Question]) -> list[Question]:
    first, second = (next(place for place, one in enumerate(questions) if one.id == name) for name in ("work", "mood"))
    questions[first], questions[second] = questions[second], questions[first]
    return questions


EDITS: dict[str, tuple[Edit, dict[str, Any]]] = {
    "insert a question first": (insert(0), {"face": "good"}),
    "insert in the middle": (insert(5), {"face": "good"}),
    "append": (insert(99), {"face": "good"}),
    "remove a text question": (without("note"), {"note": ...}),
    "remove a choice": (without("work"), {"work": ...}),
    "rename": (instead("mood", renamed), {"mood": ..., "face": "fair"}),
    "swap two": (swapped, {}),
    "withdraw a chosen option": (instead("work", fewer), {"work": "casual"}),
}
EVERYTHING = {key: value for key, value in SAID.items() if key not in ("visited_on", "kind", "outcome", "face")}


class _NotKept(Exception):
    """Ends a transaction that was only to be looked at."""


@dataclass
class Guardian:
    """Somebody who answers what is asked, by the buttons on the screen, be they of the form before the deploy."""

    world: World
    talker: Talker
    db: Db
    said: dict[str, Any]
    types: bool

    def report(self, deploy_at: int, deploy: Callable[[], None]) -> int:
        """Gives the number of messages it took."""
        out = self._sends(press="go:visit_report")
        for count in range(LONGEST):
            asked = self._asked(out)
            if count == deploy_at:
                deploy()
            out = self._gives(next_answer(asked, self._meant(asked)), out)
            if self._open() is None:
                return count
        raise AssertionError(f"no end: {out.text}")

    def _asked(self, out: Outgoing) -> Asked:
        asked = Asked.shown(REGISTRY, [button.press for button in out.buttons], out.offered())
        assert asked is not None, out.text
        return asked

    def _meant(self, asked: Asked) -> dict[str, Any]:
        """The second choice of somebody whose first is no longer there."""
        wish = f"visit_report:{asked.id}:{self.said.get(asked.id)}"
        if asked.id in INSTEAD and wish not in asked.offered:
            self.said |= INSTEAD
        return self.said

    def _gives(self, answer: Answer, out: Outgoing) -> Outgoing:
        if answer.then:
            self._sends(text=answer.words)
            return self._sends(text="xong")
        if self.types or not answer.presses:
            return self._sends(text=answer.words)
        [press] = answer.presses
        assert press in [button.press for button in out.buttons]
        return self._sends(press=press)

    def _sends(self, **content: str) -> Outgoing:
        kind = "press" if "press" in content else "text"
        message = Incoming("web", self.world.next_id(), self.talker.address, kind, **content)  # type: ignore[arg-type]
        turns.take(self.db, self.world.deployment, [message])
        self._write_what_waits_for_the_end()
        [reply] = [row for row in self.db.outgoing if row["kind"] == "reply"]
        self.db.outgoing.clear()
        talk = conversations.get(self.db, self.talker.account_id)
        assert talk is not None
        # what is stored went through JSON; nobody's minute is ever full here
        talk.answers, talk.minute = json.loads(json.dumps(talk.answers)), 0
        conversations.save(self.db, [(talk, 0)])
        return Outgoing.from_json(reply["body"])

    def _write_what_waits_for_the_end(self) -> None:
        """A message has a transaction of its own; here one holds them all, so that it can be undone."""
        for change in self.db.at_end:
            change.run()
        self.db.at_end.clear()

    def _open(self) -> str | None:
        talk = conversations.get(self.db, self.talker.account_id)
        return talk.form if talk else None


def edited(edit: Edit) -> Form:
    return Form("visit_report", *edit(list(visit_report.questions)), submit=file_report, may=("guardian",))


@pytest.fixture
def sqlite_store(sqlite_url: str, keyring: Keyring, clock: StandingClock) -> Iterator[Store]:
    """What is asked here is the kit's alone: one database is enough."""
    opened = open_store(sqlite_url, keyring, clock.now)
    yield opened
    opened.close()


@pytest.mark.parametrize("types", [False, True], ids=["by buttons", "by numbers"])
@pytest.mark.parametrize("name", EDITS)
def test_a_form_edited_at_any_point_of_a_report_files_the_right_record(
    sqlite_store: Store,
    deployment: Deployment,
    clock: StandingClock,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    types: bool,
) -> None:
    """The experiment of the design: eight edits, each deployed at every point of the dialogue."""
    world = World(sqlite_store, deployment, clock, WITH_BUTTONS)
    edit, changed = EDITS[name]
    tu = world.guardian()
    nam = world.person(guardian=tu)
    told = {key: value for key, value in (EVERYTHING | changed).items() if value is not ...}
    for point in range(len(visit_report.questions) + 2):
        with monkeypatch.context() as patch, suppress(_NotKept), world.store.transaction() as db:
            guardian = Guardian(world, tu, db, {**SAID, "person": nam}, types)
            if "rename" in name:
                guardian.said["face"] = "fair"
            length = guardian.report(point, lambda: patch.setitem(REGISTRY.forms, "visit_report", edited(edit)))
            [visit] = visits.latest(db, nam)
            # deployed when all is sent already, it comes too late for this report
            expected = told if point <= length else EVERYTHING
            filed = {key: value for key, value in visit.answers.items() if key in SAID}
            assert filed == expected, (name, point)
            assert (visit.kind, visit.outcome, visit.visited_on.isoformat()) == ("home", "met", "2026-11-22")
            raise _NotKept


def test_a_report_begun_before_three_deploys_ends_as_the_last_form_asks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tu = world.guardian()
    nam = world.person(guardian=tu)
    tu.presses("go:visit_report")
    tu.presses(f"visit_report:person:{nam}")
    for edit in (insert(0), without("note"), instead("work", fewer)):
        monkeypatch.setitem(REGISTRY.forms, "visit_report", edited(edit))
        assert tu.says("trợ giúp")
    monkeypatch.undo()
    assert "hôm nào" in tu.presses(f"visit_report:person:{nam}")


def test_a_form_that_is_gone_ends_kindly_with_the_menu(world: World) -> None:
    tu, stranger = world.guardian(), world.stranger()
    stranger.says("alo")
    for talker in (tu, stranger):
        with world.store.transaction() as db:
            from storage import chats

            chat = chats.at(db, "web", talker.address)
            assert chat is not None
            talk = conversations.get(db, chat.party_id)
            assert talk is not None
            talk.form, talk.answers = "a_form_of_last_year", {"a": {"b": [1]}, "~": None}
            conversations.save(db, [(talk, chat.id)])
        assert talker.says("hôm qua")
        with world.look() as db:
            talk = conversations.get(db, chat.party_id)
            assert talk is not None
            assert talk.form is None
    assert [button.press for button in tu.last.out.buttons] == ["do:menu"]
    assert "Chào" in tu.chooses("Về menu")


@pytest.mark.parametrize(
    "answers", [{}, {"person": None}, {"person": 5, "concerns": "x"}, {"x": [[]]}, {"note": {"a": 1}}]
)
def test_whatever_an_older_release_stored_the_form_goes_on(world: World, answers: dict[str, Any]) -> None:
    tu = world.guardian()
    world.person(guardian=tu)
    for form in (one for one in REGISTRY.forms.values() if one.id not in ("link",)):
        known, _ = form.walk(answers)
        assert set(known) <= set(form.by_id)
    with world.store.transaction() as db:
        talk = conversations.get(db, tu.account_id)
        assert talk is not None
        talk.form, talk.answers = "visit_report", answers
        conversations.save(db, [(talk, 0)])
    assert "Bác vừa ghé thăm ai" in tu.says("alo") or tu.sees


def test_every_stored_id_that_was_released_is_there_or_listed_as_retired() -> None:
    in_use, retired = stored_ids.listed()
    now = stored_ids.present()
    gone = {subject: sorted(set(ids) - set(now.get(subject, []))) for subject, ids in in_use.items()}
    gone = {subject: ids for subject, ids in gone.items() if ids}
    assert not gone, (
        f"these lie in databases: keep reading them, and move them to `retired` in {stored_ids.FILE}: {gone}"
    )
    new = {subject: sorted(set(ids) - set(in_use.get(subject, []))) for subject, ids in now.items()}
    new = {subject: ids for subject, ids in new.items() if ids}
    assert not new, f"`python -m tests.stored_ids` lists what is new: {new}"
    again = {subject: sorted(set(ids) & set(retired.get(subject, []))) for subject, ids in now.items()}
    assert not any(again.values()), f"a retired id means something else by now, take another: {again}"


def test_no_press_is_longer_than_a_platform_takes() -> None:
    """64 bytes, with the longest of our ids in them."""
    longest = str(2**63)
    presses = [f"do:{command}:{longest}" for command in REGISTRY.commands]
    for form in REGISTRY.forms.values():
        presses.append(f"go:{form.id}:{form.questions[0].id}={longest}")
        for question in form.questions:
            fixed = isinstance(question, Choice) and not callable(question.source)
            values = [*question.source, "!change"] if fixed else [longest, "!change"]  # type: ignore[attr-defined]
            presses += [f"{form.id}:{question.id}:{value}" for value in values]
    assert [press for press in presses if len(press.encode()) > 64] == []


def test_ids_are_short_plain_and_unique() -> None:
    for form in REGISTRY.forms.values():
        assert len(form.by_id) == len(form.questions), form.id
        for name in (form.id, *form.by_id):
            assert name.isascii(), name
            assert not set(name) & set(":;=~! "), name
    assert not {"go", "do"} & set(REGISTRY.forms)
