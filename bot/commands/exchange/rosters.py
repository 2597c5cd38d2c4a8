"""Reads a list of guardians or persons column by column, and says what is wrong where."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.commands.exchange.enrolment import Enrolment
from bot.commands.exchange.sheets import Row
from handlers.texts import Texts
from handlers.understand.dates import read_day
from handlers.understand.fold import bare
from handlers.understand.phones import read_phone
from rules.pronouns import PRONOUNS
from storage import accounts, persons
from storage.database import Db
from storage.persons import CASE_TYPES

COLUMNS = {
    "guardians": ("name", "phone", "born", "pronoun"),
    "persons": ("name", "born", "pronoun", "phone", "hamlet", "case_type", "came_home_on", "guardian_phone"),
}
NEEDED = {"guardians": ("name", "phone"), "persons": ("name", "hamlet", "case_type", "came_home_on")}
LONGEST = {"name": 80, "hamlet": 60}
OLDEST, YOUNGEST = 110, 14


class Wrong(ValueError):
    """A cell that cannot be taken; the message says why, never what stands in it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Says what is wrong in one cell, by row number and column."""

    row: int
    column: str
    why: str


@dataclass(slots=True)
class Roster:
    """A list read: whom it names, and what is wrong with it."""

    good: list[Enrolment] = field(default_factory=list)
    there: int = 0
    problems: list[Problem] = field(default_factory=list)


def headings(texts: Texts, what: str, language: str = "vi") -> list[str]:
    return [texts.find(language, f"roster.{column}") for column in COLUMNS[what]]


def hints(texts: Texts, what: str, language: str = "vi") -> list[str]:
    return [texts.find(language, f"roster.{column}.hint") for column in COLUMNS[what]]


def columns_of(texts: Texts, what: str, given: Sequence[str]) -> dict[str, int]:
    """Gives the place of each column, found by its code or its heading in either language, accents or none."""
    by_heading = {
        bare(word): column
        for column in COLUMNS[what]
        for word in (column, *(texts.find(language, f"roster.{column}") for language in ("vi", "en")))
    }
    places: dict[str, int] = {}
    for place, heading in enumerate(given):
        column = by_heading.get(bare(heading.replace("_", " "))) or by_heading.get(bare(heading))
        if column is not None:
            places.setdefault(column, place)
    return places


class Reader:
    """Reads rows against what the commune already has."""

    def __init__(self, db: Db, texts: Texts, unit: str, what: str):
        self.db = db
        self.unit = unit
        self.what = what
        self.cases = {
            bare(texts.find(language, f"case_type.{code}")): code for code in CASE_TYPES for language in ("vi", "en")
        }
        self.cases |= {bare(code): code for code in CASE_TYPES}
        self.seen: set[tuple[str, ...]] = set()
        self.phones: set[str] = set()
        on_record = persons.of_unit(db, unit) if what == "persons" else []
        self.there = {_person_key(person.name, person.born, person.hamlet) for person in on_record}

    def read(self, rows: Sequence[Row], places: dict[str, int]) -> Roster:
        roster = Roster()
        missing = [column for column in NEEDED[self.what] if column not in places]
        roster.problems += [Problem(1, column, "the column is missing") for column in missing]
        for row in rows if not missing else ():
            cells = {column: row.cells[place] if place < len(row.cells) else "" for column, place in places.items()}
            self._row(row.number, cells, roster)
        return roster

    def _row(self, number: int, cells: dict[str, str], roster: Roster) -> None:
        problems: list[Problem] = []

        def take(column: str, reader: Callable[[str], str | int | date]) -> object:
            text = unicodedata.normalize("NFC", " ".join(cells.get(column, "").split()))
            try:
                if text:
                    return reader(text)
                if column in NEEDED[self.what]:
                    raise Wrong("is empty")
            except Wrong as problem:
                problems.append(Problem(number, column, str(problem)))
            return None

        values = {column: take(column, getattr(self, f"_{column}")) for column in COLUMNS[self.what]}
        if not problems:
            problems += self._repeated(number, values)
        if problems:
            roster.problems += problems
        elif self._is_there(values):
            roster.there += 1
        else:
            roster.good.append(self._enrolment(values))

    def _enrolment(self, values: dict[str, object]) -> Enrolment:
        given = {("guardian_id" if column == "guardian_phone" else column): value for column, value in values.items()}
        filled = {column: value for column, value in given.items() if value is not None}
        return Enrolment(unit=self.unit, roles=("guardian" if self.what == "guardians" else "person",), **filled)  # type: ignore[arg-type]

    def _repeated(self, number: int, values: dict[str, object]) -> list[Problem]:
        column = "phone" if self.what == "guardians" else "name"
        key = self._key(values)
        if key in self.seen:
            return [Problem(number, column, "is in the list twice")]
        self.seen.add(key)
        return []

    def _key(self, values: dict[str, object]) -> tuple[str, ...]:
        if self.what == "guardians":
            return (str(values["phone"]),)
        return _person_key(str(values["name"]), values["born"], str(values["hamlet"]))

    def _is_there(self, values: dict[str, object]) -> bool:
        """Says whether somebody is known already: a list that has grown may be handed in again."""
        if self.what == "guardians":
            return accounts.by_phone(self.db, str(values["phone"])) is not None
        return self._key(values) in self.there

    def _name(self, text: str) -> str:
        if not any(sign.isalpha() for sign in text):
            raise Wrong("has no letters")
        return self._short(text, "name")

    def _hamlet(self, text: str) -> str:
        return self._short(text, "hamlet")

    def _short(self, text: str, column: str) -> str:
        if len(text) > LONGEST[column]:
            raise Wrong(f"is longer than {LONGEST[column]} letters")
        if not text.isprintable():
            raise Wrong("has signs that are no letters")
        return text

    def _phone(self, text: str) -> str:
        number = read_phone(text)
        if number is None:
            raise Wrong("is not a telephone number such as 0912345678")
        return number

    def _born(self, text: str) -> int:
        year = text[-4:]
        first, last = self.db.today.year - OLDEST, self.db.today.year - YOUNGEST
        if not (year.isascii() and year.isdigit() and first <= int(year) <= last):
            raise Wrong(f"is not a year from {first} to {last}")
        return int(year)

    def _pronoun(self, text: str) -> str:
        code = bare(text).replace(" ", "_")
        if code not in PRONOUNS:
            raise Wrong(f"is none of {', '.join(PRONOUNS)}")
        return code

    def _case_type(self, text: str) -> str:
        code = self.cases.get(bare(text))
        if code is None:
            raise Wrong(f"is none of {', '.join(CASE_TYPES)}")
        return code

    def _came_home_on(self, text: str) -> date:
        day = read_day(text, self.db.today)
        if day is None:
            raise Wrong("is not a day such as 05/10/2026")
        if day > self.db.today:
            raise Wrong("is in the future")
        return day

    def _guardian_phone(self, text: str) -> int:
        guardian = accounts.by_phone(self.db, self._phone(text))
        if (
            guardian is None
            or "guardian" not in guardian.roles
            or guardian.unit != self.unit
            or guardian.status != "active"
        ):
            raise Wrong("is no guardian's of this commune: import the guardians first")
        return guardian.id


def _person_key(name: str, born: object, hamlet: str) -> tuple[str, ...]:
    return bare(name), str(born or ""), bare(hamlet)
