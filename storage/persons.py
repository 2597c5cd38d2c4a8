"""The people who have come home: who they are, where they live, when they are to be visited next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    func,
    or_,
    select,
    update,
)

from rules.tone_marks import comparable
from storage.accounts import Account
from storage.assignments import assignments, now_in_care
from storage.columns import Id, Instant, Sealed, SealedCell, opened, seal
from storage.covers import COVERED_BY
from storage.database import Db, metadata
from storage.names import fits, folded, given_name, sort_key
from storage.prepared import Prepared

STATUSES = ("managed", "paused", "moved", "ended")
Somebody = TypeVar("Somebody", "Person", Account)

persons = Table(
    "persons",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), unique=True),
    Column("name", Sealed("persons.name"), nullable=False),
    Column("given", Sealed("persons.given"), nullable=False),
    Column("pronoun", String(12), nullable=False),
    Column("phone", Sealed("persons.phone")),
    Column("phone_index", LargeBinary),
    Column("born", Sealed("persons.born")),
    Column("hamlet", String(60), nullable=False),
    Column("case_type", String(12), nullable=False),
    Column("came_home_on", Date, nullable=False),
    Column("visit_every", Integer),
    Column("status", String(8), nullable=False),
    Column("next_visit_on", Date),
    Column("last_met_on", Date),
    Column("ended_at", Instant),
    Column("ended_as", String(12)),
    Index("ix_persons_next_visit", "unit", "status", "next_visit_on"),
    Index("ix_persons_page", "unit", "status", "id"),
    # what a whole commune is counted and filtered by, so that ten thousand are read without their records
    Index("ix_persons_known", "unit", "status", "case_type", "came_home_on", "hamlet", "id"),
    Index("ix_persons_phone", "phone_index"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person on record.

    `visit_every` is None where the rules' interval holds. What names somebody stays sealed until asked for.
    """

    id: int
    unit: str
    account_id: int | None
    pronoun: str
    hamlet: str
    case_type: str
    came_home_on: date
    visit_every: int | None
    status: str
    next_visit_on: date | None
    last_met_on: date | None
    sealed_name: SealedCell
    sealed_given: SealedCell
    sealed_phone: SealedCell | None
    sealed_born: SealedCell | None

    @property
    def name(self) -> str:
        return self.sealed_name.open(self.id)

    @property
    def given(self) -> str:
        """Opens the name people call, the last word of it: Nam of Lê Văn Nam."""
        return self.sealed_given.open(self.id)

    @property
    def phone(self) -> str | None:
        return opened(self.sealed_phone, self.id)

    @property
    def born(self) -> int | None:
        year = opened(self.sealed_born, self.id)
        return int(year) if year else None


COLUMNS = (
    persons.c.id,
    persons.c.unit,
    persons.c.account_id,
    persons.c.pronoun,
    persons.c.hamlet,
    persons.c.case_type,
    persons.c.came_home_on,
    persons.c.visit_every,
    persons.c.status,
    persons.c.next_visit_on,
    persons.c.last_met_on,
    persons.c.name,
    persons.c.given,
    persons.c.phone,
    persons.c.born,
)
ONE = Prepared(select(*COLUMNS).where(persons.c.id == bindparam("id")))
SEVERAL = select(*COLUMNS).where(persons.c.id.in_(bindparam("ids", expanding=True)))
BY_ACCOUNT = select(*COLUMNS).where(persons.c.account_id == bindparam("account_id"))
BY_ACCOUNTS = select(*COLUMNS).where(persons.c.account_id.in_(bindparam("account_ids", expanding=True)))
BY_PHONE = select(*COLUMNS).where(
    persons.c.phone_index == bindparam("phone_index"), persons.c.unit == bindparam("unit")
)
OF_GUARDIAN = Prepared(
    select(*COLUMNS)
    .join(assignments, assignments.c.person_id == persons.c.id)
    .where(
        or_(assignments.c.guardian_id == bindparam("guardian_id"), assignments.c.guardian_id.in_(COVERED_BY)),
        now_in_care,
        persons.c.status == "managed",
    )
    .order_by(func.coalesce(persons.c.last_met_on, persons.c.came_home_on), persons.c.id)
)
OF_UNIT = select(*COLUMNS).where(persons.c.unit == bindparam("unit"), persons.c.status == bindparam("status"))
IN_UNIT = (persons.c.unit == bindparam("unit"), persons.c.status == "managed")
CARED_FOR = select(assignments.c.id).where(assignments.c.person_id == persons.c.id, now_in_care).exists()


def get(db: Db, person_id: int | None) -> Person | None:
    """Reads a person; None if there is none of this id, or no id."""
    rows = ONE.rows(db, {"id": person_id}) if person_id else []
    return Person(*rows[0]) if rows else None


def several(db: Db, ids: Iterable[int]) -> dict[int, Person]:
    """Reads persons by id; whoever is not there is left out."""
    wanted = list(ids)
    return {row.id: Person(*row) for row in db.execute(SEVERAL, {"ids": wanted})} if wanted else {}


def by_account(db: Db, account_id: int) -> Person | None:
    """Finds the person who writes from this account; None if it is nobody's."""
    row = db.execute(BY_ACCOUNT, {"account_id": account_id}).first()
    return Person(*row) if row else None


def by_accounts(db: Db, account_ids: Iterable[int]) -> list[Person]:
    """Finds the persons who write from these accounts."""
    return [Person(*row) for row in db.execute(BY_ACCOUNTS, {"account_ids": list(account_ids)})]


def by_phone(db: Db, unit: str, phone: str) -> list[Person]:
    """Finds the commune's persons with this number (E.164): several may share a household's phone."""
    keys = {"unit": unit, "phone_index": db.blind("persons.phone", phone)}
    return [Person(*row) for row in db.execute(BY_PHONE, keys)]


def of_guardian(db: Db, guardian_id: int) -> list[Person]:
    """Lists those in the guardian's care and those of whom they stand in for today, the longest unvisited first."""
    return [Person(*row) for row in OF_GUARDIAN.rows(db, {"guardian_id": guardian_id, "today": db.today})]


def of_unit(db: Db, unit: str, status: str = "managed") -> list[Person]:
    """Lists the commune's persons of this status, sorted by name."""
    return by_name(Person(*row) for row in db.execute(OF_UNIT, {"unit": unit, "status": status}))


def by_name(people: Iterable[Somebody]) -> list[Somebody]:
    """Sorts as a Vietnamese list does: by given name, then the whole. A stored sort key would tell the name."""
    return sorted(people, key=lambda person: (sort_key(person.given), sort_key(person.name)))


def matching(people: Iterable[Person], words: str) -> list[Person]:
    """Picks those whose name or hamlet the words begin: as typed if that fits anybody, else without accents."""
    candidates = list(people)
    for spelt in (comparable, folded):
        wanted = spelt(words).split()
        fitting = [person for person in candidates if fits(wanted, spelt(f"{person.name} {person.hamlet}").split())]
        if fitting:
            return fitting
    return []


def add(
    db: Db,
    *,
    unit: str,
    name: str,
    hamlet: str,
    case_type: str,
    came_home_on: date,
    given: str | None = None,
    pronoun: str = "neutral",
    phone: str | None = None,
    born: int | None = None,
    account_id: int | None = None,
    visit_every: int | None = None,
    status: str = "managed",
    next_visit_on: date | None = None,
    last_met_on: date | None = None,
) -> int:
    """Adds a person and gives the id. `phone` is E.164; `born` a year; `given` by default the name's last word."""
    person_id = db.new_id()
    db.execute(
        persons.insert(),
        {
            "id": person_id,
            "unit": unit,
            "account_id": account_id,
            "name": seal(person_id, name),
            "given": seal(person_id, given or given_name(name)),
            "pronoun": pronoun,
            "phone": seal(person_id, phone),
            "phone_index": db.blind("persons.phone", phone) if phone else None,
            "born": seal(person_id, str(born)) if born else None,
            "hamlet": hamlet,
            "case_type": case_type,
            "came_home_on": came_home_on,
            "visit_every": visit_every,
            "status": status,
            "next_visit_on": next_visit_on,
            "last_met_on": last_met_on,
        },
    )
    return person_id


def change(db: Db, person_id: int, **values: str | int | date | None) -> None:
    """Sets account_id, pronoun, hamlet, case_type, came_home_on or visit_every."""
    db.execute(update(persons).where(persons.c.id == person_id).values(**values))


def set_status(db: Db, person_id: int, status: str, by: int | None, reason: str = "") -> None:
    """Sets managed, paused, or, for a reason that is kept, moved or ended: then the time to keep begins."""
    is_over = status in ("moved", "ended")
    ended_at, ended_as = (db.now, reason or None) if is_over else (None, None)
    values = {"status": status, "ended_at": ended_at, "ended_as": ended_as, "next_visit_on": None}
    moved = update(persons).where(persons.c.id == person_id).values(values)
    unit = db.execute(moved.returning(persons.c.unit)).scalar_one()
    db.audit(unit, by, f"person.{status}", person_id, f"reason={reason}" if reason else "")


def set_next_visit(db: Db, person_id: int, next_visit_on: date | None) -> None:
    """Sets the day by which the person is to be visited next; None if no visit is due any more."""
    db.execute(update(persons).where(persons.c.id == person_id).values(next_visit_on=next_visit_on))
