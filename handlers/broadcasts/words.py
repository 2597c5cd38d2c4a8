"""A message to many as each of its readers gets it: from where, the words, whom to ask, which office; and a photo."""

from dataclasses import dataclass, field

from handlers.kit import Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.wording import Wording
from handlers.people.attachments import shown_as
from handlers.people.offices import office_of, unit_named
from storage import accounts, units
from storage.accounts import Account
from storage.attachments import Attachment
from storage.database import Db


@dataclass(slots=True)
class Letter:
    """What is the same for all readers; place and office are named in each language once."""

    db: Db
    deployment: Deployment
    unit: str
    by: Account | None
    text: str
    photo: Attachment | None = None
    _places: dict[str, str] = field(default_factory=dict)
    _offices: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, db: Db, deployment: Deployment, *, by: int, text: str, photo: Attachment | None = None) -> "Letter":
        sender = accounts.get(db, by)
        return cls(db, deployment, sender.unit if sender else deployment.unit, sender, text, photo)

    def place(self, wording: Wording) -> str:
        """Names the commune with its kind, «xã Yên Trung»: the name alone might be somebody's."""
        if wording.language not in self._places:
            unit = units.get(self.db, self.unit) if self.unit != self.deployment.unit else None
            named = unit_named(wording, unit) if unit else self.deployment.place
            self._places[wording.language] = named
        return self._places[wording.language]

    def office(self, wording: Wording) -> str:
        """Stands at the end, where a locked phone does not show it: «công an» is nobody else's to read."""
        if wording.language not in self._offices:
            own = office_of(self.db, wording, self.by) if self.by else ""
            self._offices[wording.language] = own or wording.text("broadcast.office", place=self.place(wording))
        return self._offices[wording.language]

    def to(self, reader: Account) -> Outgoing:
        return self.spoken(Wording.to(self.deployment.texts, reader), reader)

    def spoken(self, wording: Wording, reader: Account) -> Outgoing:
        """Words the message for a reader; the closing words keep the office beyond what a locked phone shows."""
        ask = "broadcast.ask_colleague" if "officer" in reader.roles else "broadcast.ask_officer"
        text = wording.text(
            "notice.broadcast",
            place=self.place(wording),
            text=self.text,
            ask=wording.text(ask, place=self.place(wording)),
            office=self.office(wording),
        )
        if self.photo is None:
            return Outgoing(text)
        shows = shown_as(self.photo.type or self.photo.kind)
        instead = f"{text}\n\n{wording.text(f'broadcast.not_shown.{shows}')}"
        return Outgoing(text, attachment=self.photo.id, shows=shows, instead=instead)
