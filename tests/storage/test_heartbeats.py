"""A process finds its own row in the database, unless it is another database by now."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from storage import heartbeats
from storage.database import Store
from storage.leases import leases


def rows(store: Store) -> list[str]:
    with store.transaction() as db:
        return list(db.execute(select(leases.c.name).where(leases.c.name.startswith("serving:"))).scalars())


def test_it_is_there_until_the_process_ends(store: Store) -> None:
    with store.transaction() as db:
        name = heartbeats.begin(db)
    with store.transaction() as db:
        assert heartbeats.beat(db, name)
        heartbeats.end(db, name)
    assert rows(store) == []


def test_it_is_missed_in_another_database_and_can_be_added_again(store: Store) -> None:
    with store.transaction() as db:
        name = heartbeats.begin(db)
        db.execute(delete(leases))
    with store.transaction() as db:
        assert not heartbeats.beat(db, name)
        heartbeats.again(db, name)
        assert heartbeats.beat(db, name)


def test_what_a_killed_process_left_goes_with_the_next_start(store: Store) -> None:
    with store.transaction() as db:
        killed, alive = heartbeats.begin(db), heartbeats.begin(db)
        long_ago = int((db.now - timedelta(days=2)).timestamp() * 1000)
        db.execute(update(leases).where(leases.c.name == killed).values(confirmed_at=long_ago))
        fresh = heartbeats.begin(db)
    assert sorted(rows(store)) == sorted([alive, fresh])
