"""People who talk with the service in tests: they say, choose and send; all goes through JSON and the store."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Engine, bindparam, event, select

from bot.delivery.channel import EVERYTHING, Capabilities
from bot.delivery.render import fit
from bot.intake import turns
from handlers.kit import Incoming, Media, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.page_answers import FILL, packed
from handlers.understand.fold import bare
from rules import consent
from storage import accounts, assignments, chats, consents, outbox, persons
from storage.database import Db, Store
from storage.prepared import Prepared
from tests.buttons_named import missing, promises
from tests.filling import Answer, Asked, Filling

WITH_BUTTONS = Capabilities(text=4096, buttons=90, edits=True, shows=EVERYTHING)
# to whoever's account has ended, too
ANSWERS = ("reply", "outside", "outside_danger")
WITHOUT_BUTTONS = Capabilities(text=2000, buttons=0)
COME = Prepared(
    select(outbox.outbox.c.id, outbox.outbox.c.kind, outbox.outbox.c.body)
    .join_from(outbox.outbox, chats.chats, chats.chats.c.id == outbox.outbox.c.chat_id)
    .where(chats.chats.c.channel == bindparam("channel"), chats.chats.c.address == bindparam("address"))
    .where(outbox.outbox.c.id > bindparam("after"))
    .order_by(outbox.outbox.c.id)
)


class Commits:
    """Counts what is committed in this process: before the next one there is nothing new to read."""

    count = 0

    @classmethod
    def note(cls, _connection: object) -> None:
        cls.count += 1


event.listen(Engine, "commit", Commits.note)


class Clock(Protocol):
    def move(self, **much: float) -> None: ...


@dataclass(slots=True)
class Heard:
    """A message as its reader sees it."""

    text: str
    out: Outgoing
    id: int
    kind: str

    @property
    def labels(self) -> list[str]:
        return [button.label.removeprefix("✅ ") for button in self.out.buttons]

    def __contains__(self, words: str) -> bool:
        return words in self.text or any(words in label for label in self.labels)


@dataclass(slots=True)
class Talker:
    """Somebody with one chat. What they see is rendered for the channel; what they press goes the channel's way."""

    world: "World"
    address: str
    channel: str = "web"
    account_id: int = 0
    name: str = ""
    heard: list[Heard] = field(default_factory=list)
    _read: int = 0
    _commits: int = -1

    @property
    def sees(self) -> str:
        """The last message, whole."""
        self.listen()
        return self.heard[-1].text if self.heard else ""

    @property
    def last(self) -> Heard:
        self.listen()
        return self.heard[-1]

    @property
    def reply(self) -> Heard:
        """The last answer, whatever else has come since."""
        return next((heard for heard in reversed(self.heard) if heard.kind in ANSWERS), Heard("", Outgoing(""), 0, ""))

    def listen(self) -> list[Heard]:
        """The messages that came since last time."""
        if Commits.count == self._commits:
            return []
        self._commits = Commits.count + 1  # this look's own
        fresh = self.world.messages_to(self, self._read)
        self._read = max([self._read, *(message.id for message in fresh)])
        self.heard += fresh
        for heard in fresh:
            assert missing(heard.text, heard.out.buttons) == [], f"no such button under: {heard.text} {heard.labels}"
            assert promises(heard.text) == [], heard.text
        return fresh

    def says(self, text: str) -> str:
        return self._send(Incoming(self.channel, self.world.next_id(), self.address, "text", text=text))

    def starts(self, payload: str = "") -> str:
        return self._send(Incoming(self.channel, self.world.next_id(), self.address, "start", text=payload))

    def chooses(self, label: str) -> str:
        """Presses the button, or types its number or word where there are no buttons."""
        self.listen()
        button = next((one for one in self.last.out.buttons if bare(label) in bare(one.label)), None)
        assert button is not None, f"no button like {label!r} under: {self.last.text} {self.last.labels}"
        if self.world.can.buttons:
            return self.presses(button.press, str(self.last.id))
        if button.role == "command":
            return self.says(button.typed)
        return self.says(str(next(number for number, one in self.last.out.numbered() if one == button)))

    def ticks(self, *labels: str) -> str:
        """Chooses several and says that is all."""
        if self.world.can.buttons:
            for label in labels:
                self.chooses(label)
            return self.chooses("Xong")
        options = [one for one in self.last.out.buttons if one.role == "option"]
        places = [n for n, one in enumerate(options, 1) if any(bare(label) in bare(one.label) for label in labels)]
        return self.says(" ".join(map(str, places)) or "0")

    def fills(self, form: str, /, *, until: str = "", **stated: Any) -> str:
        """Fills in a form from its start: what is stated by the questions' ids, something plain for all others.

        Sends it, unless it is to stop where a question is asked: `until="note"`, or `until="review"`. Gives the
        last reply.
        """
        return self.answers(self.presses(f"go:{form}"), until=until, **stated)

    def answers(self, said: str = "", /, *, until: str = "", **stated: Any) -> str:
        """Fills in the rest of the form that is open."""
        filling = Filling(stated, until)
        said = said or self.reply.text
        while answer := filling.answer(self._asked(), said):
            said = self._gives(answer)
        return said

    def reports(self, person: int, /, *, until: str = "", **stated: Any) -> str:
        """Tells of a visit to somebody: a calm meeting today, but for what is stated."""
        return self.answers(self.presses(f"go:visit_report:person={person}"), until=until, **stated)

    def changes(self, question: str) -> str:
        """Types, at the review, the number of what was answered to this question."""
        asked = self.world.asked(self)
        assert asked is not None, f"no form is open: {self.sees}"
        return self.says(str(asked.before.index(question) + 1))

    def _asked(self) -> Asked | None:
        """By what the last reply shows; which text it asks for, only the stored dialogue tells."""
        out = self.reply.out
        presses = [button.press for button in out.buttons]
        if not any(":*:!" in press for press in presses):
            return None
        shown = Asked.shown(self.world.deployment.registry, presses, out.offered())
        return shown if shown and shown.question else self.world.asked(self) or shown

    def _gives(self, answer: Answer) -> str:
        said = self._says(answer)
        if answer.then:
            return self.presses(answer.then, str(self.reply.id)) if self.world.can.buttons else self.says("xong")
        return said

    def _says(self, answer: Answer) -> str:
        if answer.sends:
            return self.sends(*answer.sends)
        if answer.place:
            return self.shares_place(*answer.place)
        if not (answer.presses and self.world.can.buttons):
            return self.says(answer.words)
        said = ""
        for press in answer.presses:
            shown = [button.press for button in self.reply.out.buttons]
            # what was told already is not left out, but is all there is
            press = press if press in shown else press.replace(":!skip", ":!done")
            assert press in shown, f"no {press} under: {self.reply.text}"
            said = self.presses(press, str(self.reply.id))
        return said

    def presses(self, press: str, message: str = "") -> str:
        pressed = Incoming(
            self.channel, self.world.next_id(), self.address, "press", press=press, pressed_message=message
        )
        return self._send(pressed)

    def fills_page(self, form: str, **fields: str) -> str:
        """Sends the fields of a page to the form behind it, all at once."""
        press, text = f"{FILL}:{form}", packed(fields)
        return self._send(Incoming(self.channel, self.world.next_id(), self.address, "press", press=press, text=text))

    def sends(self, kind: str, ref: str = "file-1", text: str = "", name: str = "") -> str:
        media = Media(ref, kind, 1000, name) if kind in ("photo", "voice", "file") else None  # type: ignore[arg-type]
        return self._send(Incoming(self.channel, self.world.next_id(), self.address, kind, text=text, media=media))  # type: ignore[arg-type]

    def shares_place(self, latitude: float, longitude: float) -> str:
        place = (latitude, longitude)
        return self._send(Incoming(self.channel, self.world.next_id(), self.address, "place", place=place))

    def sends_again(self, message: Incoming) -> None:
        self.world.deliver(message)

    def _send(self, message: Incoming) -> str:
        self.listen()
        self.world.deliver(message)
        replies = [heard for heard in self.listen() if heard.kind in ANSWERS]
        assert len(replies) <= 1, "exactly one reply per message"
        return replies[0].text if replies else ""


@dataclass(slots=True)
class World:
    """A commune with people in it, over the real store and the real turns."""

    store: Store
    deployment: Deployment
    clock: Clock
    can: Capabilities
    _count: int = 0

    def next_id(self) -> str:
        self._count += 1
        return str(self._count)

    def deliver(self, message: Incoming) -> None:
        """The message goes through JSON, as it does when it must wait in the inbox."""
        body = json.loads(json.dumps(message.to_json()))
        read = Incoming.from_json(
            body, channel=message.channel, external_id=message.external_id, address=message.address
        )
        with self.store.transaction() as db:
            turns.take(db, self.deployment, [read])

    def messages_to(self, talker: Talker, after: int) -> list[Heard]:
        with self.store.transaction() as db:
            rows = COME.rows(db, {"channel": talker.channel, "address": talker.address, "after": after})
            return [self._heard(message, kind, body.open_json(message)) for message, kind, body in rows]

    def asked(self, talker: Talker) -> Asked | None:
        """What the open form asks, by the stored dialogue."""
        with self.store.transaction() as db:
            chat = chats.at(db, talker.channel, talker.address)
            return Asked.stored(db, self.deployment.registry, chat.party_id) if chat else None

    def _heard(self, message_id: int, kind: str, body: dict[str, object]) -> Heard:
        out = Outgoing.from_json(body)
        return Heard(fit(out, self.can).text, out, message_id, kind)

    def stranger(self, address: str = "stranger") -> Talker:
        return Talker(self, address)

    def linked(self, name: str, *roles: str, language: str = "vi", pronoun: str = "neutral", **more: Any) -> Talker:
        """An account with its chat, as after linking, with every consent given."""
        with self.store.transaction() as db:
            account_id = accounts.add(
                db,
                unit=self.deployment.unit,
                name=name,
                roles=roles,
                language=language,
                pronoun=pronoun,
                **more,
            )
            chat = chats.add(db, "web", f"phone-of-{account_id}")
            chats.link(db, chat.id, account_id)
            chats.welcome(db, chat.id)
            for purpose in consent.purposes_for(roles):
                consents.record(db, account_id, purpose, given=True, version=consent.VERSION, chat_id=chat.id)
        return Talker(self, chat.address, account_id=account_id, name=name)

    def guardian(self, name: str = "Nguyễn Văn Tư", pronoun: str = "bac", **more: Any) -> Talker:
        return self.linked(name, "guardian", pronoun=pronoun, **more)

    def officer(self, name: str = "Lê Văn Hùng", **more: Any) -> Talker:
        return self.linked(name, "officer", pronoun="anh", on_duty=True, **more)

    def person_with_phone(self, name: str = "Trần Văn Nam", **more: Any) -> Talker:
        talker = self.linked(name, "person", pronoun="anh")
        self.person(name, account_id=talker.account_id, **more)
        return talker

    def person(self, name: str = "Trần Văn Nam", *, guardian: Talker | None = None, **more: Any) -> int:
        """Somebody in the commune's care; gives the person's id."""
        known: dict[str, Any] = {
            "hamlet": "xóm 6",
            "case_type": "finished",
            "came_home_on": date(2026, 1, 10),
            "pronoun": "anh",
        }
        with self.store.transaction() as db:
            person_id = persons.add(db, unit=self.deployment.unit, name=name, **{**known, **more})
            if guardian:
                assignments.assign(db, person_id, guardian.account_id, by=None)
        return person_id

    def look(self) -> "Looking":
        return Looking(self.store)


class Looking:
    """A transaction for a test to read the store in: `with world.look() as db`."""

    def __init__(self, store: Store):
        self._transaction = store.transaction()

    def __enter__(self) -> Db:
        return self._transaction.__enter__()

    def __exit__(self, *problem: object) -> None:
        self._transaction.__exit__(*problem)  # type: ignore[arg-type]
