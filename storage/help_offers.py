"""Who helps with what: accounts and the kinds of need that they take on, and where they live."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, bindparam, delete, select

from storage.accounts import accounts
from storage.columns import Id, Instant
from storage.database import Db, metadata
from storage.upsert import insert

LONGEST_HAMLET = 60
help_offers = Table(
    "help_offers",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("unit", String(5), nullable=False),
    Column("account_id", BigInteger, ForeignKey("accounts.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("hamlet", String(LONGEST_HAMLET), nullable=False),
    Column("added_at", Instant, nullable=False),
    Index("uq_help_offers", "account_id", "kind", unique=True),
    Index("ix_help_offers_unit", "unit", "kind"),
)


@dataclass(frozen=True, slots=True)
class HelpOffer:
    """An account that helps with a kind of need; `hamlet` is where it lives, empty where that is not said."""

    account_id: int
    hamlet: str


OF_KIND = (
    select(help_offers.c.account_id, help_offers.c.hamlet)
    .join(accounts, accounts.c.id == help_offers.c.account_id)
    .where(
        help_offers.c.unit == bindparam("unit"),
        help_offers.c.kind == bindparam("kind"),
        accounts.c.status == "active",
    )
    .order_by(help_offers.c.id)
    .limit(bindparam("most"))
)
ADD = insert(help_offers).on_conflict_do_nothing(index_elements=["account_id", "kind"])


def of_kind(db: Db, unit: str, kind: str, most: int = 50) -> list[HelpOffer]:
    """Lists the active accounts of the commune that help with a kind of need, the first to say so first."""
    return [HelpOffer(*row) for row in db.execute(OF_KIND, {"unit": unit, "kind": kind, "most": most})]


def hamlet_of(db: Db, account_id: int) -> str:
    """Gives where an account that helps lives; empty where that is not said."""
    hamlets = select(help_offers.c.hamlet).where(help_offers.c.account_id == account_id).limit(1)
    return db.execute(hamlets).scalar() or ""


def set_kinds(db: Db, *, unit: str, account_id: int, kinds: Collection[str], hamlet: str, by: int | None) -> None:
    """Notes with what an account helps from now on; no kinds: with nothing."""
    db.execute(delete(help_offers).where(help_offers.c.account_id == account_id, help_offers.c.kind.not_in(kinds)))
    rows = [
        {"id": db.new_id(), "unit": unit, "account_id": account_id, "kind": kind, "hamlet": hamlet, "added_at": db.now}
        for kind in sorted(kinds)
    ]
    if rows:
        db.execute(ADD, rows)
    db.audit(unit, by, "help_offers.set", account_id, " ".join(sorted(kinds)))


def end_of(db: Db, account_id: int) -> int:
    """Takes an account off the lists of who helps; says of how many kinds."""
    return db.execute(delete(help_offers).where(help_offers.c.account_id == account_id)).rowcount
