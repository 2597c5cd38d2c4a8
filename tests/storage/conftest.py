"""A store on each database, with a clock that stands still until it is moved, and a small commune in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from storage import accounts, assignments, chats, persons, units
from storage.database import Db, Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests.storage.commune import UNIT, Commune
from tests.warm import warmed


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **on: float) -> None:
        self.moment += timedelta(**on)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database_url: str, clock: Clock) -> Iterator[Store]:
    store = warmed(open_store(database_url, Keyring.fresh(), clock))
    yield store
    store.close()


@pytest.fixture
def db(store: Store) -> Iterator[Db]:
    with store.transaction() as db:
        yield db


@pytest.fixture
def commune(store: Store) -> Commune:
    with store.transaction() as db:
        units.put(db, code=UNIT, name="Kim Bảng", kind="commune")
        works = units.add_organisation(db, unit=UNIT, kind="enterprise", name="Xưởng mây tre", phone="+84238000001")
        guardian = accounts.add(db, unit=UNIT, name="Nguyễn Văn Tư", roles=("guardian",), phone="+84901000001")
        stand_in = accounts.add(db, unit=UNIT, name="Lê Thị Sáu", roles=("guardian",))
        officer = accounts.add(db, unit=UNIT, name="Trần Hùng", roles=("officer",), on_duty=True)
        second = accounts.add(db, unit=UNIT, name="Hồ Thị Mai", roles=("officer",), on_duty=True)
        partner = accounts.add(db, unit=UNIT, name="Phan Bích", roles=("partner",), organisation_id=works)
        own = accounts.add(db, unit=UNIT, name="Đặng Văn Nam", roles=("person",))
        nam = persons.add(
            db,
            unit=UNIT,
            name="Đặng Văn Nam",
            hamlet="Xóm 6",
            case_type="finished",
            came_home_on=date(2026, 6, 1),
            account_id=own,
            phone="+84901000002",
            born=1990,
        )
        chat = chats.add(db, "web", "nam")
        chats.link(db, chat.id, own)
        assignments.assign(db, nam, guardian, officer)
    return Commune(works, guardian, stand_in, officer, second, partner, own, nam, chat.id)
