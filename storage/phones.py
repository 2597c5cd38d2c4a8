"""The number somebody is called by: there may be one with their account, one with their record, or the same twice."""

from collections.abc import Iterable

from sqlalchemy import update

from storage import accounts, persons
from storage.accounts import Account
from storage.columns import seal
from storage.database import Db
from storage.persons import Person

LAST_DIGITS = 3


def of_person(db: Db, person: Person) -> str | None:
    """Reads the record's own number, or that of the account which the person writes from."""
    if person.sealed_phone or person.account_id is None:
        return person.phone
    account = accounts.get(db, person.account_id)
    return account.phone if account else None


def of_account(db: Db, account: Account) -> str | None:
    """Reads the account's own number, or that of the record of the person who writes from it."""
    if account.sealed_phone or "person" not in account.roles:
        return account.phone
    person = persons.by_account(db, account.id)
    return person.phone if person else None


def of_accounts(db: Db, of_accounts: Iterable[Account]) -> dict[int, str]:
    """Reads the numbers of several, as `of_account` does; whoever has none is left out."""
    wanted = list(of_accounts)
    numbers = {account.id: account.phone for account in wanted if account.sealed_phone}
    numbers |= {person.account_id: person.phone for person in _records(db, wanted) if person.account_id}
    return {account_id: phone for account_id, phone in numbers.items() if phone}


def known_of(db: Db, of_accounts: Iterable[Account]) -> set[int]:
    """Gives the ids of those accounts for which `of_account` finds a number."""
    wanted = list(of_accounts)
    own = {account.id for account in wanted if account.sealed_phone}
    return own | {person.account_id for person in _records(db, wanted) if person.account_id and person.sealed_phone}


def _records(db: Db, wanted: Iterable[Account]) -> list[Person]:
    """Reads the records of those who have no number of their own."""
    others = [account.id for account in wanted if not account.sealed_phone and "person" in account.roles]
    return persons.by_accounts(db, others) if others else []


def ending(phone: str) -> str:
    """Gives the last figures: enough for whoever knows the number, too little for anybody else."""
    return phone[-LAST_DIGITS:]


def change(db: Db, account: Account, phone: str, by: int | None, why: str = "") -> None:
    """Gives an account another number (E.164), which is in no other; the record of the person gets it too."""
    accounts.set_phone(db, account.id, phone, by=by, why=why)
    person = persons.by_account(db, account.id)
    if person is not None:
        number = {"phone": seal(person.id, phone), "phone_index": db.blind("persons.phone", phone)}
        db.execute(update(persons.persons).where(persons.persons.c.id == person.id).values(number))
