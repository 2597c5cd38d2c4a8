"""Lists of people that an officer has given a name: the filters of it, theirs alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Index, Table, bindparam, delete, select

from storage.columns import Id, Instant, Sealed, seal, seal_json
from storage.database import Db, metadata

MOST = 20

people_views = Table(
    "people_views",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("account_id", BigInteger, nullable=False),
    Column("name", Sealed("people_views.name"), nullable=False),
    Column("filters", Sealed("people_views.filters"), nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("ix_people_views_account", "account_id"),
)
OF_ACCOUNT = (
    select(people_views.c.id, people_views.c.name, people_views.c.filters)
    .where(people_views.c.account_id == bindparam("account"))
    .order_by(people_views.c.id)
)


@dataclass(frozen=True, slots=True)
class PeopleView:
    """A list by its name; `filters` as the page is asked for them."""

    id: int
    name: str
    filters: Mapping[str, str]


class TooMany(ValueError):
    """This officer has MOST lists. Delete one before another is kept."""


def of_account(db: Db, account_id: int) -> list[PeopleView]:
    """Lists an officer's own, the first first."""
    rows = db.execute(OF_ACCOUNT, {"account": account_id})
    return [PeopleView(row.id, row.name.open(row.id), row.filters.open_json(row.id)) for row in rows]


def keep(db: Db, account_id: int, name: str, filters: Mapping[str, str]) -> int:
    """Keeps a list and gives its id; one of the same name is replaced. Raises TooMany."""
    own = of_account(db, account_id)
    for view in own:
        if view.name.casefold() == name.casefold():
            remove(db, account_id, view.id)
    if sum(view.name.casefold() != name.casefold() for view in own) >= MOST:
        raise TooMany(str(account_id))
    view_id = db.new_id()
    sealed = {"name": seal(view_id, name), "filters": seal_json(view_id, dict(filters))}
    db.execute(people_views.insert(), {"id": view_id, "account_id": account_id, "made_at": db.now, **sealed})
    return view_id


def remove(db: Db, account_id: int, view_id: int) -> bool:
    """Deletes one of an officer's own; False if it is not there."""
    own = people_views.c.account_id == account_id
    return bool(db.execute(delete(people_views).where(people_views.c.id == view_id, own)).rowcount)


def forget(db: Db, account_id: int) -> None:
    """Deletes all of an account that is closed."""
    db.execute(delete(people_views).where(people_views.c.account_id == account_id))
