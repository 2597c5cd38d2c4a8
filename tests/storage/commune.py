"""The ids of the small commune that storage tests play in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import TypeVar

from sqlalchemy import select

from storage import accounts, due
from storage.accounts import Account
from storage.database import Db, Store
from storage.due import Due
from tests.patience import PATIENCE

Result = TypeVar("Result")
UNIT = "17791"
OTHER_UNIT = "17792"


@dataclass(frozen=True, slots=True)
class Commune:
    works: int
    guardian: int
    stand_in: int
    officer: int
    second_officer: int
    partner: int
    own_account: int
    nam: int
    chat: int


def who(db: Db, account_id: int) -> Account:
    found = accounts.get(db, account_id)
    assert found is not None
    return found


class TurnFailed(Exception):
    """Something went wrong in the middle of a transaction."""


def and_fail(store: Store, work: Callable[[Db], object]) -> None:
    """`work`, in a transaction that fails after it."""
    try:
        with store.transaction() as db:
            work(db)
            raise TurnFailed
    except TurnFailed:
        return


def all_at_once(store: Store, times: int, work: Callable[[Db, int], Result]) -> list[Result]:
    """`work` in so many transactions, begun together."""
    start = Barrier(times)

    def one(index: int) -> Result:
        start.wait(PATIENCE)
        with store.transaction() as db:
            return work(db, index)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def waiting_for(db: Db, subject_id: int) -> list[Due]:
    """What is still due about somebody, the next first."""
    still = due.due.c.subject_id == subject_id, due.due.c.state == "waiting"
    rows = db.execute(select(*due.COLUMNS).where(*still).order_by(due.due.c.at, due.due.c.id))
    return [Due(*row) for row in rows]
