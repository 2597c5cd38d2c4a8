"""A typed list of people, one a line: by name, phone or number, among those whom the officer may see."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from handlers.people.targets import typed_for
from handlers.understand.phones import read_phone
from rules.broadcasts import MOST_NAMED
from storage import access
from storage.accounts import Account
from storage.database import Db
from storage.names import fits, folded, lowered

# what people put before a name in a list: a number with a point, a dash, a dot
BULLET = re.compile(r"^\s*(?:\d{1,3}[.)]\s+|[-*•+]\s*)")
LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the officer may see; `place` helps to tell two of a name apart."""

    name: str
    place: str
    phones: tuple[str, ...]
    number: str
    account_id: int | None


@dataclass(slots=True)
class Recipients:
    """Accounts found; names without an account; lines that fit nobody, or several; lines beyond what is read."""

    accounts: set[int] = field(default_factory=set)
    not_linked: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    too_many: int = 0


def read(db: Db, officer: Account, text: str, why: str = "") -> Recipients:
    """With a `why` the look at the commune's people is written down."""
    lines = [line for part in re.split(r"[\n;]", text) if (line := BULLET.sub("", part).strip())]
    pool = known_to(db, officer, why)
    found = Recipients(too_many=max(len(lines) - MOST_NAMED, 0))
    for line in lines[:MOST_NAMED]:
        meant = _meant(line, pool)
        if len(meant) > 1:
            found.doubtful.append(line)
        elif not meant:
            found.unknown.append(line)
        elif meant[0].account_id is None:
            found.not_linked.add(meant[0].name)
        else:
            found.accounts.add(meant[0].account_id)
    return found


def known_to(db: Db, officer: Account, why: str = "") -> list[Known]:
    """The people in care first; whoever else has an account in the commune after them."""
    people = [one for one in access.visible_persons(db, officer, why) if one.unit == officer.unit]
    linked = {one.account_id for one in people if one.account_id is not None}
    colleagues = access.visible_accounts(db, officer)
    own_phones = {one.id: one.phone for one in colleagues if one.id in linked}
    found = []
    for one in people:
        phones = _phones(one.phone, own_phones.get(one.account_id or 0))
        found.append(Known(one.name, one.hamlet, phones, typed_for(one), one.account_id))
    others = (one for one in colleagues if one.id not in linked and "person" not in one.roles)
    return found + [Known(one.name, "", _phones(one.phone), "", one.id) for one in others]


def _phones(*numbers: str | None) -> tuple[str, ...]:
    return tuple(number for number in numbers if number)


def _meant(line: str, pool: list[Known]) -> list[Known]:
    """Two records of one account are one."""
    if not LETTERS.search(line):
        return _numbered(line, pool)
    for spelt in (lowered, folded):
        wanted = spelt(line.replace(",", " ").replace("·", " ")).split()
        same = _each(one for one in pool if spelt(one.name).split() == wanted)
        found = same or _each(one for one in pool if fits(wanted, _words(one, spelt)))
        if found:
            return found
    return []


def _words(one: Known, spelt: Callable[[str], str]) -> list[str]:
    return spelt(f"{one.name} {one.place}").split()


def _numbered(line: str, pool: list[Known]) -> list[Known]:
    phone = read_phone(line)
    if phone:
        return _each(one for one in pool if phone in one.phones)
    return _each(one for one in pool if one.number == line)


def _each(found: Iterable[Known]) -> list[Known]:
    seen = {one.account_id or -place: one for place, one in enumerate(found, 1)}
    return list(seen.values())
