"""Messages to many in the store: pages of readers, how far they have come, and ten thousand of them in small steps."""

import tracemalloc
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from handlers.broadcasts import preview, steps
from handlers.kit.deployment import Deployment
from rules import consent
from storage import accounts, broadcasts, chats, consents, outbox
from storage.broadcasts import Broadcast, Written, audiences, tallies
from storage.broadcasts.audiences import Audience
from storage.broadcasts.tallies import Tally
from storage.columns import seal
from storage.database import VIETNAM, Db, Store
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, all_at_once

CROWD = 10_000
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
# of one page: who is due, the readers, their chats, what they agreed to, the rows, the marks; however many they are
MOST_STATEMENTS = 26


def written(
    commune: Commune, *, text: str = "Mai họp xóm.", audience: str = "guardian", whom: tuple[Any, ...] = ()
) -> Written:
    return Written(
        unit=UNIT,
        by_account=commune.officer,
        chat_id=commune.chat,
        text=text,
        attachment_id=None,
        audience=audience,
        whom=whom,
        total=CROWD,
        foreseen=timedelta(minutes=3),
        not_before=MONDAY,
    )


def add(db: Db, new: Written) -> tuple[Broadcast, bool]:
    return broadcasts.add(db, new, lasts=timedelta(days=3), same_within=timedelta(hours=1))


def test_two_who_press_at_once_make_one(store: Store, commune: Commune) -> None:
    made = all_at_once(store, 6, lambda db, _: add(db, written(commune)))
    assert len({one.id for one, _ in made}) == 1
    assert sum(is_new for _, is_new in made) == 1
    with store.transaction() as db:
        other, is_new = add(db, written(commune, text="Mốt họp xóm."))
    assert (is_new, other.number) == (True, 2)


def test_of_two_who_move_it_at_once_one_does(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        one, _ = add(db, written(commune))
    moved = all_at_once(store, 6, lambda db, _: broadcasts.move(db, one.id, ("running",), "stopped"))
    assert sum(moved) == 1


def test_a_reader_is_added_once(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        assert broadcasts.add_readers(db, 1, {5: "put", 6: "call"}) == {5, 6}
        assert broadcasts.add_readers(db, 1, {5: "put", 7: "put"}) == {7}
        assert broadcasts.add_readers(db, 2, {5: "put"}) == {5}
        assert broadcasts.add_readers(db, 2, {}) == set()


def test_pages_follow_one_another_and_keep_to_their_commune(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        ids = [accounts.add(db, unit=UNIT, name=f"Bác {n}", roles=("guardian",)) for n in range(5)]
        accounts.add(db, unit=OTHER_UNIT, name="Bác Xa", roles=("guardian",))
        accounts.set_status(db, ids[3], "closed", by=None)
        audience, after, seen = Audience(UNIT, "guardian"), 0, []
        while page := audiences.page(db, audience, after, 2):
            seen += [one.id for one in page]
            after = page[-1].id
        assert seen == sorted([commune.guardian, commune.stand_in, *(one for one in ids if one != ids[3])])
        older = audiences.page(db, audience, 0, 99, before=ids[1])
        assert ids[1] not in {one.id for one in older}


def crowd(store: Store) -> None:
    """So many guardians with a chat each; every tenth has none, every seventh wants nothing."""
    with store.transaction() as db:
        ids = [db.new_id() for _ in range(CROWD)]
        common = {"unit": UNIT, "pronoun": "bac", "language": "vi", "roles": ("guardian",), "on_duty": False}
        db.execute(
            accounts.accounts.insert(),
            [
                {**common, "id": one, "name": seal(one, f"Bác {n}"), "status": "active", "created_at": db.now}
                for n, one in enumerate(ids)
            ],
        )
        db.execute(
            chats.chats.insert(),
            [
                {
                    "id": db.new_id(),
                    "channel": "web",
                    "address": f"crowd-{one}",
                    "account_id": one,
                    "party_id": one,
                    "state": "active",
                    "created_at": db.now,
                    "held": False,
                }
                for n, one in enumerate(ids)
                if n % 10
            ],
        )
        said = [{"account_id": one, "given": bool(n % 7), "purpose": "service"} for n, one in enumerate(ids)]
        db.execute(
            consents.consents.insert(),
            [{**row, "id": db.new_id(), "version": consent.VERSION, "at": db.now} for row in said],
        )


class Statements:
    """Counts what goes to the database; one statement with many rows is one."""

    def __init__(self, store: Store):
        self.count = 0
        event.listen(store.engine, "before_cursor_execute", self._one)

    def _one(self, *_: Any) -> None:
        self.count += 1


def test_ten_thousand_readers_in_small_steps(
    store: Store, commune: Commune, deployment: Deployment, clock: Any
) -> None:
    crowd(store)
    counted = Statements(store)
    with store.transaction() as db:
        foreseen = preview.preview(db, deployment, Audience(UNIT, "guardian"), but=commune.officer)
        assert counted.count < 60
        one, _ = add(db, written(commune))
    wanted, refused = foreseen.readers, foreseen.by_way["refused"]
    assert (wanted + refused + foreseen.by_way["call"], refused > 1000) == (CROWD + 2, True)
    most, sizes, left = 0, list[int](), one
    if store.sqlite:  # on one of them is enough: it makes Python three times slower
        tracemalloc.start()
    for _step in range(40):
        before = counted.count
        with store.transaction() as db:
            steps.go_on(db, deployment)
        most = max(most, counted.count - before)
        with store.transaction() as db:
            db.execute(outbox.outbox.update().where(outbox.outbox.c.state == "queued").values(state="sent"))
            left = broadcasts.get(db, one.id) or left
        sizes.append(tracemalloc.get_traced_memory()[0])
        clock.move(seconds=5)
        if left.state == "done":
            break
    tracemalloc.stop()
    assert left.state == "done", left
    assert most <= MOST_STATEMENTS
    assert sizes[-1] < sizes[3] + 5_000_000, "memory grows with the readers"
    with store.transaction() as db:
        rows = select(func.count(), func.count(outbox.outbox.c.account_id.distinct()))
        assert tuple(db.execute(rows.where(outbox.outbox.c.kind == "broadcast")).one()) == (wanted, wanted)
        assert tallies.tally(db, one.id) == Tally(sent=wanted)
    assert (left.put, left.refused, left.to_call) == (wanted, refused, foreseen.by_way["call"])


@pytest.mark.parametrize(
    ("states", "counted"),
    [
        (("dead", "sent"), Tally(sent=1)),
        (("dead", "queued"), Tally(waiting=1)),
        (("held", "sent"), Tally(sent=1)),
        (("dead", "dead"), Tally(dead=1)),
        (("dropped",), Tally(dropped=1)),
        (("sending",), Tally(leaving=1)),
    ],
)
def test_each_reader_counts_once_by_the_best_that_came_of_it(
    store: Store, commune: Commune, states: tuple[str, ...], counted: Tally
) -> None:
    with store.transaction() as db:
        chat = chats.get(db, commune.chat)
        assert chat is not None
        for _ in states:
            outbox.put(db, chat, {"text": "?"}, lane=3, kind="broadcast", expires_at=db.now, subject_id=7)
    table = outbox.outbox
    with store.transaction() as db:
        ids = db.execute(select(table.c.id).where(table.c.subject_id == 7).order_by(table.c.id)).scalars().all()
        for row, state in zip(ids, states, strict=True):
            db.execute(table.update().where(table.c.id == row).values(state=state, failure="Down:500"))
        assert tallies.tally(db, 7) == counted
        assert tallies.why_lost(db, 7) == ({"Down:500": 1} if counted.failed else {})
