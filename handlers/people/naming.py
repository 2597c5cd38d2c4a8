"""How the people in care are named to a reader: «anh Nam», where they live, how long nobody has met them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from handlers.kit.commands import id_in
from handlers.kit.viewer import Viewer
from handlers.kit.wording import Wording, capital
from storage import access, persons
from storage.accounts import Account
from storage.names import sort_key
from storage.persons import Person

Naming = Callable[[Person], str]
Somebody = TypeVar("Somebody", Person, Account)
# how many digits of a record's id are typed for it
TYPED = 4


def person_named(value: str, viewer: Viewer) -> str:
    """Names somebody by the id in an answer, to those who may see them."""
    person = persons.get(viewer.db, id_in(value))
    may_see = person and viewer.reader and access.may_see(viewer.db, viewer.reader, person)
    return name_of(person) if person and may_see else ""


def name_of(person: Person) -> str:
    """Names somebody in lists that only officers see: «Lê Văn Nam · xóm 6»."""
    return f"{person.name} · {person.hamlet}" if person.hamlet else person.name


def place_in_list(hamlet: str) -> list[tuple[int, str]]:
    """Makes a sort key by which «xóm 2» stands before «xóm 10»."""
    parts = re.split(r"(\d+)", hamlet)
    return [(int(part), "") if part.isdecimal() else (0, sort_key(part)) for part in parts]


def told_apart(people: Iterable[Somebody], *ways: Callable[[Somebody], str]) -> dict[int, str]:
    """Names each in the first of the ways that names nobody else among them, or in the last."""
    names: dict[int, str] = {}
    left = list(people)
    for way in ways:
        names |= {person.id: way(person) for person in left}
        times = Counter(names[person.id] for person in left)
        left = [person for person in left if times[names[person.id]] > 1]
        if not left:
            break
    return names


def for_officers(wording: Wording, people: Iterable[Person]) -> dict[int, str]:
    """Names several in lists that only officers see: «Lê Văn Nam · xóm 6 · sinh 1990» where two would read the same."""
    return told_apart(people, name_of, *whole(wording))


def of_accounts(wording: Wording, accounts: Iterable[Account]) -> dict[int, str]:
    """Names several accounts to officers, two of one name with the year of birth."""

    def name(account: Account) -> str:
        return account.name

    def with_year(account: Account) -> str:
        return _joined(account.name, wording.text("officer.card.born", year=account.born) if account.born else "")

    return told_apart(accounts, name, with_year)


def in_short(wording: Wording, people: Iterable[Person]) -> dict[int, str]:
    """Names several as their guardian calls them: «anh Nam», and «anh Nam · xóm 6» where there are two."""

    def with_hamlet(person: Person) -> str:
        return _joined(wording.called(person), person.hamlet)

    return told_apart(people, wording.called, with_hamlet, name_of, *whole(wording))


def labels(wording: Wording, people: Iterable[Person], today: date) -> dict[int, str]:
    """Labels each: «Anh Nam · xóm 6 · 34 ngày chưa gặp», with more of the name where two would read the same."""

    def short(person: Person) -> str:
        return _joined(capital(wording.called(person)), person.hamlet)

    everybody = list(people)
    names = told_apart(everybody, short, name_of, *whole(wording))
    return {person.id: _joined(names[person.id], unseen(wording, person, today)) for person in everybody}


def whole(wording: Wording) -> tuple[Naming, Naming]:
    """Gives what tells namesakes of one hamlet apart: the year of birth, then the number of the record."""

    def with_year(person: Person) -> str:
        born = wording.text("officer.card.born", year=person.born) if person.born else ""
        return _joined(name_of(person), born)

    def with_number(person: Person) -> str:
        return _joined(with_year(person), wording.text("people.record", number=str(person.id)[-TYPED:]))

    return with_year, with_number


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def unseen(wording: Wording, person: Person, today: date) -> str:
    if person.last_met_on is None:
        return wording.text("people.never_met")
    days = (today - person.last_met_on).days
    if days <= 1:
        return wording.text("people.met_today" if days <= 0 else "people.met_yesterday")
    return wording.text("people.days_unmet", days=days)
