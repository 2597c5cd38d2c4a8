"""A commune for the desk's bench: ten thousand people, two hundred guardians and officers, a visit in about 30 days."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from handlers.desk import signing_in
from handlers.reports import visit_counting
from seeds import demo_growth
from storage import accounts, chats, visit_counts
from storage.assignments import guardians_of_unit
from storage.columns import seal_json
from storage.database import Db, Store
from storage.visits.tables import visits

UNIT = "17791"
GUARDIANS = 200
BATCH = 10_000
OUTCOMES = ("met",) * 8 + ("away", "refused")


def grow(store: Store, guardians: int, wanted: int) -> None:
    """Adds so many guardians, each with a person or two, closes most of them, and writes so many visits."""
    demo_growth.grow(store, UNIT, guardians)
    with store.transaction() as db:
        ids = sorted(one.id for one in accounts.of_unit(db, UNIT) if one.roles == ("guardian",))
        for account_id in ids[GUARDIANS:]:
            accounts.set_status(db, account_id, "closed", None)
        rows = _visits(db, guardians_of_unit(db, UNIT), wanted)
        while batch := list(islice(rows, BATCH)):
            db.execute(visits.insert(), batch)
        if not store.sqlite:
            db.connection.exec_driver_sql("ANALYZE")  # as the server does by itself soon after


def _visits(db: Db, care: dict[int, int], wanted: int) -> Iterator[dict[str, object]]:
    """Makes the same number of visits for everybody, one after the other back from today."""
    chance, people, days = random.Random(UNIT), list(care), dict.fromkeys(care, db.today)
    fixed = {"unit": UNIT, "kind": "home", "filed_at": db.now, "version": 1, "filing": None}
    for number in range(wanted):
        person = people[number % len(people)]
        days[person] -= timedelta(days=chance.randint(20, 40))
        visit_id = db.new_id()
        yield fixed | {
            "id": visit_id,
            "number": 1_000_000 + number,
            "person_id": person,
            "guardian_id": care[person],
            "visited_on": days[person],
            "outcome": chance.choice(OUTCOMES),
            "answers": seal_json(visit_id, {}),
        }


def add_officers(db: Db, count: int) -> list[str]:
    """Adds officers, each with a desk open; gives the keys of their sessions."""
    keys = []
    for number in range(count):
        account = accounts.get(db, accounts.add(db, unit=UNIT, name=f"Lê Văn {number}", roles=("officer",)))
        assert account is not None
        keys.append(signing_in.begin(db, account, "link"))
    return keys


def link_guardians(db: Db, addresses: list[int]) -> None:
    """Gives a chat of Telegram to as many guardians who look after somebody."""
    for address, guardian in zip(addresses, sorted(set(guardians_of_unit(db, UNIT).values())), strict=False):
        chats.link(db, chats.add(db, "telegram", str(address)).id, guardian)


def count_as_at_night(store: Store) -> None:
    """Counts what the clock counts at night."""
    with store.transaction() as db:
        for unit, period in visit_counting.to_count(db):
            [counts] = visit_counting.count(db, unit, [period])
            visit_counts.put(db, unit, period, counts)
