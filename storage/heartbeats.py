"""A row for each process that serves this database, confirmed by every look at its health.

It shows that the database can be written, and a process whose row is gone works on another database than it began on.
"""

import secrets

from sqlalchemy import delete, insert, select, update

from storage.database import Db
from storage.leases import leases
from storage.processes import has_ended, own_name

PREFIX = "serving:"
OLDEST_MS = 24 * 3600 * 1000


def begin(db: Db) -> str:
    """Adds the row of this process, and takes away those that ended processes left. Gives its name."""
    rows = db.execute(select(leases).where(leases.c.name.startswith(PREFIX))).all()
    gone = [row.name for row in rows if has_ended(row.holder) or row.confirmed_at < _ms(db) - OLDEST_MS]
    db.execute(delete(leases).where(leases.c.name.in_(gone)))
    name = f"{PREFIX}{secrets.token_hex(8)}"
    again(db, name)
    return name


def again(db: Db, name: str) -> None:
    """Adds the row of a process."""
    db.execute(insert(leases).values(name=name, holder=own_name(), confirmed_at=_ms(db)))


def beat(db: Db, name: str) -> bool:
    """Confirms the row. False if it is not there: this is not the database that the process began on."""
    return db.execute(update(leases).where(leases.c.name == name).values(confirmed_at=_ms(db))).rowcount > 0


def end(db: Db, name: str) -> None:
    """Takes away the row of a process that ends in good order."""
    db.execute(delete(leases).where(leases.c.name == name))


def _ms(db: Db) -> int:
    return int(db.now.timestamp() * 1000)
