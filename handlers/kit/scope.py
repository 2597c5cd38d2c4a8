"""What a handler may use during a turn: the transaction, who writes and where, the day, and the words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.kit.deployment import Deployment
from handlers.kit.messages import Button, Outgoing, Said
from handlers.kit.viewer import Value, Viewer
from handlers.kit.wording import Wording
from storage.accounts import Account
from storage.chats import Chat
from storage.database import Db
from storage.persons import Person


class NobodyLinked(LookupError):
    """A handler for linked people was reached from a chat without an account. Name the roles in `may`."""


@dataclass(slots=True)
class Scope:
    """What a handler may use during a turn.

    `unit` is the commune that this service, or the account that writes, belongs to.
    """

    db: Db
    deployment: Deployment
    wording: Wording
    chat: Chat
    sender: Account | None
    unit: str
    channel: str
    message_id: int = 0
    source: str = ""
    _looked_up: dict[str, object] = field(default_factory=dict)

    @property
    def account(self) -> Account:
        if self.sender is None:
            raise NobodyLinked(str(self.chat.id))
        return self.sender

    @property
    def now(self) -> datetime:
        return self.db.now

    @property
    def today(self) -> date:
        return self.db.today

    @property
    def author(self) -> Viewer:
        """Gives whoever writes as the reader of their own answers."""
        return Viewer(self.db, self.wording, "author", self._looked_up)

    def viewer(self, person: Person) -> Viewer:
        """Gives whoever writes as a reader of this person's records."""
        return Viewer.of(self.db, self.wording, person)

    def once(self, what: str, look_up: Callable[[], Value]) -> Value:
        """Looks up only once in a turn what is needed more often."""
        return self.author.once(what, look_up)

    def text(self, key: str, **fields: object) -> str:
        return self.wording.text(key, **fields)

    def template(self, key: str) -> str:
        return self.wording.template(key)

    def has_text(self, key: str) -> bool:
        return self.wording.has_text(key)

    def day(self, day: date) -> str:
        return self.wording.day(day, self.today)

    def moment(self, moment: datetime) -> str:
        return self.wording.moment(moment, self.today)

    def money(self, dong: int) -> str:
        return self.wording.money(dong)

    def button(self, key: str, press: str, *, typed: str = "", **fields: object) -> Button:
        """Makes a numbered choice; with `typed`, a command that is shown by this word where there are no buttons."""
        return Button(self.text(key, **fields), press, role="command" if typed else "option", typed=typed)

    def menu_button(self) -> Button:
        return self.button("menu.button", "do:menu", typed="MENU")

    def human_button(self) -> Button:
        """Makes the way to an officer, for whoever is none."""
        return self.button("talk.button", "do:human", typed="GAP CAN BO")

    def say(self, said: Said) -> Outgoing:
        return Outgoing(self.text(said.key, **(said.fields or {})), said.buttons)

    def audit(self, action: str, subject: int | None = None, detail: str = "") -> None:
        self.db.audit(self.unit, self.sender.id if self.sender else None, action, subject, detail)
