"""What was chosen at set-up, name by name and sealed: the commune, channels, and whether it runs for real."""

from sqlalchemy import Column, String, Table, bindparam, delete, select, update

from storage.columns import Id, Sealed, seal
from storage.database import Db, metadata

UNIT = "unit"
# trying, real or demo; installations of before set-up have none and count as real
PURPOSE = "purpose"
TRYING, REAL, DEMO = "trying", "real", "demo"
# the day on which all the first things were done
STARTED = "started"
# the moment of the last copy
BACKED_UP = "backed_up"

installation = Table(
    "installation",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", String(40), nullable=False, unique=True),
    Column("value", Sealed("installation.value"), nullable=False),
)
ALL = select(installation.c.id, installation.c.name, installation.c.value)
ONE = ALL.where(installation.c.name == bindparam("wanted"))


def read(db: Db) -> dict[str, str]:
    """Reads all that was chosen, by name."""
    return {row.name: row.value.open(row.id) for row in db.execute(ALL)}


def get(db: Db, name: str) -> str:
    """Reads one; empty where nothing was chosen."""
    row = db.execute(ONE, {"wanted": name}).first()
    return row.value.open(row.id) if row else ""


def put(db: Db, name: str, value: str) -> None:
    """Writes one in place of what stands there."""
    row = db.execute(ONE.with_for_update(), {"wanted": name}).first()
    row_id = row.id if row else db.new_id()
    sealed = seal(row_id, value)
    if row:
        db.execute(update(installation).where(installation.c.id == row_id).values(value=sealed))
    else:
        db.execute(installation.insert(), {"id": row_id, "name": name, "value": sealed})


def remove(db: Db, name: str) -> bool:
    """Takes one out; False where it is not there, or somebody else has just taken it."""
    return db.execute(delete(installation).where(installation.c.name == name)).rowcount > 0


def may_be_cleared(db: Db) -> bool:
    """Tells whether what is entered is still for trying: never once it was marked as running for real."""
    return get(db, PURPOSE) == TRYING


def is_starting(db: Db) -> bool:
    """Tells whether a commune that was set up has first things to do still."""
    chosen = read(db)
    return chosen.get(PURPOSE) in (TRYING, REAL) and STARTED not in chosen
