"""What somebody looks for, what did not suit them, and whether they want to hear of new offers; theirs alone to see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Table, bindparam, delete, select, update

from storage.columns import Instant, Sealed, SealedCell, seal_json
from storage.database import Db, metadata
from storage.upsert import insert

job_searches = Table(
    "job_searches",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True, autoincrement=False),
    Column("wanted", Sealed("job_searches.wanted"), nullable=False),
    Column("unsuited", Sealed("job_searches.unsuited"), nullable=False),
    Column("alerts", Boolean, nullable=False),
    Column("told_up_to", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class JobSearch:
    """`wanted`: the answers of the form; `unsuited`: what was said of offers that did not suit, the first first."""

    person_id: int
    wanted: dict[str, Any] = field(default_factory=dict)
    unsuited: list[dict[str, Any]] = field(default_factory=list)
    alerts: bool = False
    told_up_to: datetime | None = None


ONE = select(job_searches).where(job_searches.c.person_id == bindparam("person"))
SEVERAL = select(job_searches).where(job_searches.c.person_id.in_(bindparam("people", expanding=True)))
WITH_ALERTS = (
    select(job_searches.c.person_id)
    .where(
        job_searches.c.person_id.between(bindparam("start"), bindparam("end")),
        job_searches.c.alerts.is_(True),
    )
    .order_by(job_searches.c.person_id)
)
TOLD = (
    update(job_searches)
    .where(job_searches.c.person_id.in_(bindparam("people", expanding=True)))
    .values(told_up_to=bindparam("now", type_=Instant))
)


def _read(row: Sequence[Any]) -> JobSearch:
    person_id, wanted, unsuited, alerts, told_up_to, _ = row
    return JobSearch(person_id, _opened(wanted, person_id), _opened(unsuited, person_id), alerts, told_up_to)


def _opened(cell: SealedCell, person_id: int) -> Any:
    return cell.open_json(person_id)


def of_person(db: Db, person_id: int) -> JobSearch:
    """Reads what the person looks for; an empty one where nothing was said."""
    row = db.execute(ONE, {"person": person_id}).first()
    return _read(row) if row else JobSearch(person_id)


def several(db: Db, person_ids: Collection[int]) -> dict[int, JobSearch]:
    """Maps person → what they look for, of those who have said so."""
    return {row[0]: _read(row) for row in db.execute(SEVERAL, {"people": list(person_ids)})}


def with_alerts(db: Db, start: int, end: int) -> list[int]:
    """Lists who, of the persons between these ids, wants to hear of new offers."""
    return list(db.execute(WITH_ALERTS, {"start": start, "end": end}).scalars())


def keep(db: Db, search: JobSearch) -> None:
    """Stores it in place of what was there; who turns alerts on hears of what is posted from now on."""
    row = {
        "wanted": seal_json(search.person_id, search.wanted),
        "unsuited": seal_json(search.person_id, search.unsuited),
        "alerts": search.alerts,
        "changed_at": db.now,
        "told_up_to": search.told_up_to or db.now,
    }
    new = insert(job_searches).values(person_id=search.person_id, **row)
    db.execute(new.on_conflict_do_update(index_elements=["person_id"], set_=row))


def note_told(db: Db, person_ids: Collection[int]) -> None:
    """Notes that these have heard of all that is there now."""
    db.execute(TOLD, {"people": list(person_ids), "now": db.now})


def forget(db: Db, person_id: int) -> bool:
    """Deletes what the person looks for and all that was learned; False if there was nothing."""
    return db.execute(delete(job_searches).where(job_searches.c.person_id == person_id)).rowcount == 1
