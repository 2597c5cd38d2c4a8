"""A message to so many guardians: the dry run, then pages into the outbox until the last report."""

from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import func, select, update

from bench import crowd, ours
from bench.falling_due import VISIT, Clock, until_through
from bench.gauges import machine
from bench.waiting import CROWD, deployment
from handlers.broadcasts import steps
from handlers.broadcasts.preview import preview
from handlers.broadcasts.routing import KIND
from rules import broadcasts as rules
from storage import accounts, broadcasts, chats, migrations
from storage.broadcasts import Written, tallies
from storage.broadcasts.audiences import Audience
from storage.database import VIETNAM, Db, Store
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
OFFICER = "officer"


def write(store: Store) -> int:
    """The dry run as the officer's review makes it, and the row that sending writes."""
    with store.transaction() as db:
        officer = accounts.add(db, unit=crowd.UNIT, name="Lê Văn Hùng", roles=(OFFICER,))
        chat = chats.add(db, "telegram", OFFICER)
        chats.link(db, chat.id, officer)
    began = perf_counter()
    with store.transaction() as db:
        dry_run = preview(db, deployment(), Audience(crowd.UNIT, "guardian"), but=officer)
    print(f"dry run: {dry_run.readers:,} readers in {(perf_counter() - began) * 1000:.0f} ms")
    with store.transaction() as db:
        new = Written(
            unit=crowd.UNIT,
            by_account=officer,
            chat_id=chat.id,
            text=crowd.NEWS,
            attachment_id=None,
            audience="guardian",
            whom=(),
            total=dry_run.readers,
            foreseen=dry_run.takes,
            not_before=db.now,
        )
        one, _ = broadcasts.add(db, new, lasts=rules.LIFE, same_within=rules.SAME_WITHIN)
    return one.id


def send(store: Store, clock: Clock, broadcast_id: int, rows: int) -> None:
    """Between two pages what waits has left, so that no page is held up by a platform's limits."""
    known = deployment()
    left = update(outbox).where(outbox.c.state == "queued").values(state="sent", platform_id="1", sent_at=clock.moment)

    def page(db: Db) -> bool:
        outcome = steps.go_on(db, known)
        assert not outcome.failed, outcome.failures
        db.execute(left)
        clock.moment += timedelta(seconds=5)
        one = broadcasts.get(db, broadcast_id)
        return one is None or one.state == "done"

    until_through(store, page).show("put on their way", rows)
    with store.transaction() as db:
        found = select(func.count(), func.count(outbox.c.account_id.distinct())).where(outbox.c.kind == KIND)
        messages, readers = db.execute(found).one()
        began = perf_counter()
        tallies.tally(db, broadcast_id)
        print(f"how far it is, asked at the end: {(perf_counter() - began) * 1000:.0f} ms")
    print(f"messages: {messages:,} for {readers:,} readers")
    if (messages, readers) != (rows, rows):
        raise SystemExit(1)


def run(database: str, rows: int, folder: Path) -> None:
    clock = Clock(MONDAY)
    with ours.database(database, folder) as url:
        store = open_store(url, Keyring.fresh(), clock.now)
        migrations.upgrade(store)
        crowd.add_guardians(store, rows, VISIT, CROWD)
        print(f"{database}, {rows:,} guardians; {machine()}", flush=True)
        send(store, clock, write(store), rows)
        store.close()
