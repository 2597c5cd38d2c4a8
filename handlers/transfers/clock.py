"""The five working days in which the new commune takes over (TT 10/2024/TT-BCA art. 15.2): their last day, and past."""

from datetime import timedelta

from handlers.kit.batch import Batch
from handlers.kit.deployment import Deployment
from handlers.notify import transfer_news as telling
from rules.deadlines import MORNING
from rules.local_time import at
from storage import due, transfers
from storage.database import Db
from storage.due import Due, Planned
from storage.transfers import CLOCKS, OPEN, Transfer

DUE, LATE = CLOCKS


def plan(db: Db, transfer: Transfer) -> None:
    """Plans what is said on the last day to the receiving commune, and the day after to both."""
    assert transfer.due_on is not None
    last = at(transfer.due_on, MORNING)
    wanted = [
        Planned(DUE, transfer.id, "", last, transfer.to_unit or transfer.unit),
        Planned(LATE, transfer.id, "", last + timedelta(days=1), transfer.unit),
    ]
    due.plan_many(db, wanted)


def stop(db: Db, transfer: Transfer, cause: str) -> None:
    """Calls off what is planned: the move was decided."""
    due.clear(db, transfer.id, CLOCKS, cause)


def tell(db: Db, deployment: Deployment, due_rows: list[Due], batch: Batch) -> None:
    proposed = transfers.several(db, {row.subject_id for row in due_rows})
    for row in due_rows:
        transfer = proposed.get(row.subject_id)
        if transfer is None or transfer.state not in OPEN:
            batch.drop([row], "decided")
            continue
        with batch.attempt([row]):
            _tell(db, deployment, transfer, row.kind)


def _tell(db: Db, deployment: Deployment, transfer: Transfer, kind: str) -> None:
    sides = [transfer.to_unit] if kind == DUE else [transfer.to_unit, transfer.unit]
    for unit in sides:
        other = transfer.unit if unit == transfer.to_unit else transfer.to_unit
        place = telling.commune(db, deployment, other or "")
        telling.tell_officers(db, deployment, transfer, unit or "", kind, f"notice.transfer.{kind}", place=place)
