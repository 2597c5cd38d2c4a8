"""A quarter in the demo commune: one message a morning at most, and it may be read on a locked phone by anybody."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from handlers.kit.deployment import Deployment
from handlers.notify import reminders
from rules.local_time import local_day
from seeds import demo
from storage import accounts, chats, outbox, persons
from storage.database import VIETNAM, Store
from storage.keyring import Keyring
from storage.opening import open_store
from tests.conftest import StandingClock
from tests.lock_screen import SHOWN, unsafe_words
from tests.warm import warmed

WEEKS = 13


@pytest.fixture
def commune(sqlite_url: str, keyring: Keyring, deployment: Deployment, clock: StandingClock) -> Store:
    """Everybody has a phone, half of them in English."""
    store = warmed(open_store(sqlite_url, keyring, clock.now))
    with store.transaction() as db:
        demo.sow(db, deployment.unit)
        for number, account in enumerate(accounts.of_unit(db, deployment.unit)):
            chat = chats.add(db, "web", f"phone-of-{account.id}")
            chats.link(db, chat.id, account.id)
            chats.welcome(db, chat.id)
            accounts.change(db, account.id, language="vi" if number % 2 else "en")
    return store


def busiest_morning(store: Store) -> int:
    """How many messages came to one phone on one day, at the most; a kind word, which asks nothing, beside them."""
    with store.transaction() as db:
        sent = outbox.outbox.c.kind.not_in(("reply", "milestone")), outbox.outbox.c.state != "dropped"
        rows = db.execute(outbox.outbox.select().where(*sent)).all()
    return max(Counter((row.chat_id, local_day(row.created_at)) for row in rows).values())


def said_unasked(store: Store) -> list[tuple[str, str]]:
    with store.transaction() as db:
        rows = db.execute(outbox.outbox.select().where(outbox.outbox.c.kind != "reply")).all()
        return [(row.kind, row.body.open_json(row.id)["text"]) for row in rows]


def test_a_quarter_of_notices_tells_nothing_to_who_glances_at_the_phone(
    commune: Store, deployment: Deployment, clock: StandingClock
) -> None:
    start = datetime(2026, 11, 24, 7, 30, tzinfo=VIETNAM)
    # early, when what waits for the morning is put, and in the morning
    for hours in (day * 24 + hour for day in range(WEEKS * 7) for hour in (-3, 0) if day or not hour):
        clock.move_to(start + timedelta(hours=hours))
        for work in (reminders.climb_alerts, reminders.run_due):
            with commune.transaction() as db:
                work(db, deployment)
    said = said_unasked(commune)
    assert busiest_morning(commune) == 1
    with commune.transaction() as db:
        full_names = [person.name for person in persons.of_unit(db, deployment.unit)]
    kinds = {kind for kind, _ in said}
    commune.close()
    assert len(said) > 200
    assert len(kinds) >= 4
    assert {(kind, text) for kind, text in said if unsafe_words(text)} == set()
    assert {(kind, name) for kind, text in said for name in full_names if name in text[:SHOWN]} == set()
