"""Accounts: everyone who talks with us under a name, with the roles they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    LargeBinary,
    String,
    Table,
    bindparam,
    func,
    select,
    text,
    true,
    update,
)

from rules.accounts import STATUSES, UnknownStatus
from rules.roles import checked
from storage import account_changes, duty_days
from storage.columns import Codes, Id, Instant, Sealed, SealedCell, opened, seal
from storage.database import Db, Store, metadata
from storage.names import given_name

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("organisation_id", BigInteger),
    Column("name", Sealed("accounts.name"), nullable=False),
    Column("phone", Sealed("accounts.phone")),
    Column("phone_index", LargeBinary, unique=True),
    Column("born", Sealed("accounts.born")),
    Column("pronoun", String(12), nullable=False),
    Column("language", String(2), nullable=False),
    Column("roles", Codes, nullable=False),
    Column("on_duty", Boolean, nullable=False),
    Column("status", String(8), nullable=False),
    Column("created_at", Instant, nullable=False),
    # officers and guardians are found among the accounts of all people without reading these
    Index("ix_accounts_role", "unit", "status", "roles", "id"),
    Index("ix_accounts_page", "unit", "id"),
    Index(
        "ix_accounts_roster",
        "unit",
        sqlite_where=text("on_duty = 1"),
        postgresql_where=text("on_duty"),
    ),
)


@dataclass(frozen=True, slots=True)
class Account:
    """Names stay sealed until somebody is addressed by them."""

    id: int
    unit: str
    organisation_id: int | None
    pronoun: str
    language: str
    roles: tuple[str, ...]
    on_duty: bool
    status: str
    sealed_name: SealedCell
    sealed_born: SealedCell | None
    sealed_phone: SealedCell | None

    @property
    def name(self) -> str:
        return self.sealed_name.open(self.id)

    @property
    def given(self) -> str:
        return given_name(self.name)

    @property
    def born(self) -> int | None:
        year = opened(self.sealed_born, self.id)
        return int(year) if year else None

    @property
    def phone(self) -> str | None:
        return opened(self.sealed_phone, self.id)


COLUMNS = (
    accounts.c.id,
    accounts.c.unit,
    accounts.c.organisation_id,
    accounts.c.pronoun,
    accounts.c.language,
    accounts.c.roles,
    accounts.c.on_duty,
    accounts.c.status,
    accounts.c.name,
    accounts.c.born,
    accounts.c.phone,
)
ONE = select(*COLUMNS).where(accounts.c.id == bindparam("id"))
SEVERAL = select(*COLUMNS).where(accounts.c.id.in_(bindparam("ids", expanding=True)))
OF_UNIT = select(*COLUMNS).where(accounts.c.unit == bindparam("unit"), accounts.c.status == "active")
PAGE = OF_UNIT.where(accounts.c.id > bindparam("after")).order_by(accounts.c.id).limit(bindparam("most"))
TODAYS = OF_UNIT.join(duty_days.duty_days, duty_days.duty_days.c.account_id == accounts.c.id).where(
    duty_days.duty_days.c.unit == bindparam("unit"), duty_days.duty_days.c.day == bindparam("today", type_=Date)
)
# who has said to be on duty is asked where the roster names nobody for the day
ROSTER = TODAYS.union_all(
    OF_UNIT.where(accounts.c.on_duty == true(), ~TODAYS.with_only_columns(accounts.c.id).correlate(None).exists())
)
BY_PHONE = select(*COLUMNS).where(accounts.c.phone_index == bindparam("phone_index"))


def from_row(row: Sequence[Any]) -> Account:
    """Makes an account of a row with `COLUMNS`."""
    return Account(*row)


def get(db: Db, account_id: int | None) -> Account | None:
    """Reads an account; None if there is none of this id, or no id."""
    row = db.execute(ONE, {"id": account_id}).first() if account_id else None
    return from_row(row) if row else None


def several(db: Db, ids: Iterable[int]) -> dict[int, Account]:
    """Reads accounts by id; whoever is not there is left out."""
    return {row.id: from_row(row) for row in db.execute(SEVERAL, {"ids": list(ids)})}


def by_phone(db: Db, phone: str) -> Account | None:
    """Finds the account with this number (E.164); at most one has it."""
    row = db.execute(BY_PHONE, {"phone_index": db.blind("accounts.phone", phone)}).first()
    return from_row(row) if row else None


def there_are_any(store: Store) -> bool:
    """Tells whether any account exists; false in a database that was just made."""
    with store.transaction() as db:
        return db.execute(select(accounts.c.id).limit(1)).first() is not None


def open_one(db: Db) -> None:
    """Opens one sealed name; raises what `Keyring.open` raises when the keys are not those of this database."""
    row = db.execute(select(*COLUMNS).limit(1)).first()
    if row is not None:
        from_row(row).sealed_name.open(row.id)


def of_unit(db: Db, unit: str) -> list[Account]:
    """Lists the commune's active accounts."""
    return [from_row(row) for row in db.execute(OF_UNIT, {"unit": unit})]


def with_role(db: Db, unit: str, role: str) -> list[Account]:
    """Lists the commune's active accounts that hold the role."""
    of_role = OF_UNIT.where(accounts.c.roles.has(role)).order_by(accounts.c.id)
    return [from_row(row) for row in db.execute(of_role, {"unit": unit})]


def page_with_role(db: Db, unit: str, role: str, *, most: int, skipped: int = 0) -> list[Account]:
    """Lists a page of the commune's active accounts that hold the role."""
    of_role = OF_UNIT.where(accounts.c.roles.has(role)).order_by(accounts.c.id).limit(most).offset(skipped)
    return [from_row(row) for row in db.execute(of_role, {"unit": unit})]


def how_many_active(db: Db, unit: str, role: str) -> int:
    """Counts the commune's active accounts that hold the role."""
    of_role = accounts.c.unit == unit, accounts.c.status == "active", accounts.c.roles.has(role)
    return int(db.execute(select(func.count()).where(*of_role)).scalar_one())


def count(db: Db, unit: str, role: str) -> int:
    """Counts the commune's accounts that hold the role, closed ones too."""
    of_role = select(func.count()).where(accounts.c.unit == unit, accounts.c.roles.has(role))
    return int(db.execute(of_role).scalar_one())


def page(db: Db, unit: str, after: int, most: int) -> list[Account]:
    """Lists the next accounts of the unit, in the order they were made, after the one with the id `after`."""
    return [from_row(row) for row in db.execute(PAGE, {"unit": unit, "after": after, "most": most})]


def ids_of(db: Db, unit: str) -> list[int]:
    """Lists the ids of all accounts of the commune, closed ones too."""
    return list(db.execute(select(accounts.c.id).where(accounts.c.unit == unit)).scalars())


def officers_of(db: Db, unit: str, *, on_duty: bool = True) -> list[Account]:
    """Lists the active officers of a commune; with `on_duty`, those whom alerts reach first.

    That is today's roster; where it names nobody, those who have said to be on duty.
    """
    if not on_duty:
        return with_role(db, unit, "officer")
    roster = [from_row(row) for row in db.execute(ROSTER, {"unit": unit, "today": db.today})]
    return sorted((account for account in roster if "officer" in account.roles), key=lambda account: account.id)


def is_on_duty(db: Db, officer: Account) -> bool:
    """Tells whether an officer is on duty: by their own word, or by today's roster."""
    return officer.on_duty or bool(duty_days.days_of(db, officer.id, db.today, db.today))


def on_call(db: Db, unit: str) -> list[Account]:
    """Lists whom to tell of what concerns the commune: those on duty, or all its officers where nobody is."""
    return officers_of(db, unit) or officers_of(db, unit, on_duty=False)


def add(
    db: Db,
    *,
    unit: str,
    name: str,
    roles: tuple[str, ...],
    phone: str | None = None,
    born: int | None = None,
    pronoun: str = "neutral",
    language: str = "vi",
    organisation_id: int | None = None,
    on_duty: bool = False,
    by: int | None = None,
    why: str = "",
) -> int:
    """Adds an active account and gives its id. `phone` is E.164, unique among accounts; `born` is a year.

    `by` is the account that adds it; None: the command line, or the service itself.
    """
    account_id = db.new_id()
    db.execute(
        accounts.insert(),
        {
            "id": account_id,
            "unit": unit,
            "organisation_id": organisation_id,
            "name": seal(account_id, name),
            "phone": seal(account_id, phone),
            "phone_index": db.blind("accounts.phone", phone) if phone else None,
            "born": seal(account_id, str(born)) if born else None,
            "pronoun": pronoun,
            "language": language,
            "roles": checked(roles),
            "on_duty": on_duty,
            "status": "active",
            "created_at": db.now,
        },
    )
    _note(db, unit, account_id, "account.added", f"status=active roles={','.join(roles)}", by=by, why=why)
    return account_id


def set_roles(db: Db, account_id: int, roles: tuple[str, ...], by: int | None, why: str = "") -> None:
    """Gives the account these roles instead of those it has. Raises UnknownRole."""
    given = update(accounts).where(accounts.c.id == account_id).values(roles=checked(roles))
    unit = db.execute(given.returning(accounts.c.unit)).scalar_one()
    _note(db, unit, account_id, "account.roles", f"roles={','.join(roles)}", by=by, why=why)


def set_status(db: Db, account_id: int, status: str, by: int | None, why: str = "") -> None:
    """Sets active, closed or moved; `handlers.accounts.closing` ends what hangs on it. Raises UnknownStatus."""
    if status not in STATUSES:
        raise UnknownStatus(status)
    given = update(accounts).where(accounts.c.id == account_id).values(status=status)
    unit = db.execute(given.returning(accounts.c.unit)).scalar_one()
    _note(db, unit, account_id, "account.status", f"status={status}", by=by, why=why)


def set_phone(db: Db, account_id: int, phone: str, by: int | None, why: str = "") -> None:
    """Gives the account another number (E.164); `storage.phones.change` gives it to the person's record, too."""
    number = {"phone": seal(account_id, phone), "phone_index": db.blind("accounts.phone", phone)}
    given = update(accounts).where(accounts.c.id == account_id).values(number)
    unit = db.execute(given.returning(accounts.c.unit)).scalar_one()
    _note(db, unit, account_id, "account.phone_changed", "phone", by=by, why=why)


def _note(db: Db, unit: str, account_id: int, action: str, what: str, *, by: int | None, why: str) -> None:
    """Writes down who did what, for the audit without a personal word; why stands sealed beside it."""
    db.audit(unit, by, action, account_id, what)
    account_changes.add(db, account_id, what, by=by, why=why)


def set_duty(db: Db, account_id: int, on_duty: bool, by: int | None) -> None:
    """Puts an officer on the roster that alerts go to, or takes them off it."""
    given = update(accounts).where(accounts.c.id == account_id).values(on_duty=on_duty)
    unit = db.execute(given.returning(accounts.c.unit)).scalar_one()
    db.audit(unit, by, "duty.on" if on_duty else "duty.off", account_id)


def change(db: Db, account_id: int, *, pronoun: str | None = None, language: str | None = None) -> None:
    """Sets how, or in which language, somebody is addressed."""
    wanted = {"pronoun": pronoun, "language": language}
    values = {column: value for column, value in wanted.items() if value is not None}
    db.execute(update(accounts).where(accounts.c.id == account_id).values(values))
