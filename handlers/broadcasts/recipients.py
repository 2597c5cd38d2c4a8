"""A typed list of people, one a line: by name, phone or number, among those whom the officer may see."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from handlers.people.targets import typed_for
from handlers.understand.phones import read_phone
from rules.broadcasts import MOST_NAMED
from rules.tone_marks import comparable
from storage import access, access_to_accounts
from storage.accounts import Account
from storage.database import Db
from storage.names import fits, folded

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
    """Reads a list of names and numbers; with a `why` the look at the commune's people is written down."""
    lines = [line for part in re.split(r"[\n;]", text) if (line := BULLET.sub("", part).strip())]
    pool = known_to(db, officer, why)
    recipients = Recipients(too_many=max(len(lines) - MOST_NAMED, 0))
    for line in lines[:MOST_NAMED]:
        meant = _meant(line, pool)
        if len(meant) > 1:
            recipients.doubtful.append(line)
        elif not meant:
            recipients.unknown.append(line)
        elif meant[0].account_id is None:
            recipients.not_linked.add(meant[0].name)
        else:
            recipients.accounts.add(meant[0].account_id)
    return recipients


def known_to(db: Db, officer: Account, why: str = "") -> list[Known]:
    """Lists whom the officer may name: the people in care first, then whoever else has an account in the commune."""
    people = [somebody for somebody in access.visible_persons(db, officer, why) if somebody.unit == officer.unit]
    linked = {somebody.account_id for somebody in people if somebody.account_id is not None}
    colleagues = access_to_accounts.visible_accounts(db, officer)
    own_phones = {somebody.id: somebody.phone for somebody in colleagues if somebody.id in linked}
    candidates = []
    for somebody in people:
        phones = _phones(somebody.phone, own_phones.get(somebody.account_id or 0))
        candidates.append(Known(somebody.name, somebody.hamlet, phones, typed_for(somebody), somebody.account_id))
    others = (somebody for somebody in colleagues if somebody.id not in linked and "person" not in somebody.roles)
    return candidates + [Known(somebody.name, "", _phones(somebody.phone), "", somebody.id) for somebody in others]


def _phones(*numbers: str | None) -> tuple[str, ...]:
    return tuple(number for number in numbers if number)


def _meant(line: str, pool: list[Known]) -> list[Known]:
    """Finds whom a line means; two records of one account are one."""
    if not LETTERS.search(line):
        return _numbered(line, pool)
    for spelt in (comparable, folded):
        words = spelt(line.replace(",", " ").replace("·", " ")).split()
        same_name = _without_repeats(candidate for candidate in pool if spelt(candidate.name).split() == words)
        matching = same_name or _without_repeats(
            candidate for candidate in pool if fits(words, _words(candidate, spelt))
        )
        if matching:
            return matching
    return []


def _words(candidate: Known, spelt: Callable[[str], str]) -> list[str]:
    return spelt(f"{candidate.name} {candidate.place}").split()


def _numbered(line: str, pool: list[Known]) -> list[Known]:
    phone = read_phone(line)
    if phone:
        return _without_repeats(candidate for candidate in pool if phone in candidate.phones)
    return _without_repeats(candidate for candidate in pool if candidate.number == line)


def _without_repeats(candidates: Iterable[Known]) -> list[Known]:
    seen = {candidate.account_id or -place: candidate for place, candidate in enumerate(candidates, 1)}
    return list(seen.values())
