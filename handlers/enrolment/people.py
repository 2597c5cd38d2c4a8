"""The people of a commune as a list is compared with them: by name, by number, by hamlet."""

from dataclasses import dataclass, field
from datetime import date

from handlers.understand.fold import bare
from rules.duty import FARTHEST
from rules.tone_marks import comparable
from storage import accounts, assignments, duty_days, person_details, persons, units
from storage.accounts import Account
from storage.database import Db
from storage.units import Organisation

# a setting of the unit
ID_NUMBERS = "keeps_id_numbers"


@dataclass(slots=True)
class Known:
    """Somebody of the commune, or of an earlier row of the same list (`row`; then without an id)."""

    name: str
    born: int | date | None
    phone: str | None
    hamlet: str = ""
    case_type: str = ""
    released_on: date | None = None
    id: int | None = None
    guardian_id: int | None = None
    id_number: str | None = None
    ends_on: date | None = None
    note: str = ""
    is_managed: bool = True
    row: int | None = None

    @property
    def year(self) -> int | None:
        return self.born.year if isinstance(self.born, date) else self.born


def keeps_id_numbers(db: Db, unit: str) -> bool:
    """Says whether the unit has chosen to keep the numbers of identity cards."""
    commune = units.get(db, unit)
    return bool(commune and commune.settings.get(ID_NUMBERS))


def fits(one: str, other: str) -> bool:
    """Says whether two writings are of one name: alike with their accents, or one of them without any."""
    if comparable(one) == comparable(other):
        return True
    return (one.isascii() or other.isascii()) and bare(one) == bare(other)


@dataclass(slots=True)
class People:
    """All that a list is compared with, read once."""

    db: Db
    unit: str
    by_name: dict[str, list[Known]] = field(default_factory=dict)
    by_phone: dict[str, list[Known]] = field(default_factory=dict)
    by_card: dict[str, list[Known]] = field(default_factory=dict)
    hamlets: list[str] = field(default_factory=list)
    accounts: dict[int, Account] = field(default_factory=dict)
    account_phones: dict[str, Account] = field(default_factory=dict)
    accounts_by_name: dict[str, list[Account]] = field(default_factory=dict)
    asked: dict[str, Account | None] = field(default_factory=dict)
    keeps_id_numbers: bool = False
    duty: dict[int, set[date]] = field(default_factory=dict)
    organisations: dict[int, Organisation] = field(default_factory=dict)

    @classmethod
    def of(cls, db: Db, unit: str) -> "People":
        people = cls(db, unit, keeps_id_numbers=keeps_id_numbers(db, unit))
        for account in accounts.of_unit(db, unit):
            people.accounts[account.id] = account
            if phone := account.phone:
                people.account_phones[phone] = account
            people.accounts_by_name.setdefault(bare(account.name), []).append(account)
        people.organisations = {each.id: each for each in units.organisations_of(db, unit)}
        for duty in duty_days.between(db, unit, db.today, db.today + FARTHEST):
            people.duty.setdefault(duty.account_id, set()).add(duty.day)
        records = [(person, status) for status in persons.STATUSES for person in persons.of_unit(db, unit, status)]
        guardians = assignments.guardians_of_unit(db, unit)
        beside = person_details.of_unit(db, unit)
        for person, status in records:
            own = people.accounts.get(person.account_id or 0)
            details = beside.get(person.id, person_details.Details(person.id))
            people.add(
                Known(
                    person.name,
                    details.born_on or person.born,
                    person.phone or (own.phone if own else None),
                    person.hamlet,
                    person.case_type,
                    person.came_home_on,
                    person.id,
                    guardians.get(person.id),
                    details.id_number,
                    details.ends_on,
                    details.note or "",
                    is_managed=status == "managed",
                )
            )
        people.hamlets = sorted({person.hamlet for person, status in records if person.hamlet.strip("?")})
        return people

    def add(self, known: Known) -> None:
        self.by_name.setdefault(bare(known.name), []).append(known)
        if known.phone:
            self.by_phone.setdefault(known.phone, []).append(known)
        if known.id_number:
            self.by_card.setdefault(known.id_number, []).append(known)

    def account_of(self, phone: str) -> Account | None:
        """Finds whose account has this number, here or in another commune."""
        if phone in self.account_phones:
            return self.account_phones[phone]
        if phone not in self.asked:
            self.asked[phone] = accounts.by_phone(self.db, phone)
        return self.asked[phone]

    def name_of(self, account: Account) -> str:
        """Gives a name to show; nobody's of another commune, and not of who has left."""
        return account.name if account.id in self.accounts else ""

    def guardians_named(self, name: str) -> list[Account]:
        return [
            account
            for account in self.accounts_by_name.get(bare(name), [])
            if "guardian" in account.roles and fits(account.name, name)
        ]
