"""Who reads what was told: in which words, on which day, and how they stand to whom it is about."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, cast

from handlers.kit.wording import Wording
from rules.standing import READERS, Standing
from storage import access
from storage.accounts import Account
from storage.database import Db
from storage.persons import Person

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Viewer:
    """A reader of records, in a turn, on a page or of a document. Whoever answers is the `author` of the answers."""

    db: Db
    wording: Wording
    standing: Standing
    _looked_up: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, db: Db, wording: Wording, person: Person) -> "Viewer":
        """Makes a reader of this person's records who hears these words."""
        standing = access.standing(db, wording.reader, person) if wording.reader else "nobody"
        return cls(db, wording, standing)

    @property
    def is_author(self) -> bool:
        return self.standing == "author"

    @property
    def reader(self) -> Account | None:
        return self.wording.reader

    @property
    def today(self) -> date:
        return self.db.today

    def may_see(self, seen_by: tuple[Standing, ...]) -> bool:
        """Says whether the standing is among `seen_by`, or may see the record where none is named.

        One always sees one's own.
        """
        return self.is_author or self.standing in (seen_by or READERS)

    def once(self, what: str, look_up: Callable[[], Value]) -> Value:
        """Looks up only once what is needed more often."""
        if what not in self._looked_up:
            self._looked_up[what] = look_up()
        return cast(Value, self._looked_up[what])

    def text(self, key: str, **fields: object) -> str:
        return self.wording.text(key, **fields)

    def has_text(self, key: str) -> bool:
        return self.wording.has_text(key)

    def day(self, day: date) -> str:
        return self.wording.day(day, self.today)

    def moment(self, moment: datetime) -> str:
        return self.wording.moment(moment, self.today)

    def money(self, dong: int) -> str:
        return self.wording.money(dong)
