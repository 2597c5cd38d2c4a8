"""Does a turn cost more when a million messages are stored? The same reports on a small and a large store.

Run as `python -m bench.growth [--rows 1000000]`; ends with the ratio of processor time for a turn, large to small.
"""

import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Table, text

from bot.channels.registry import channel_limits
from bot.intake import turns
from handlers.kit import Incoming
from handlers.kit.deployment import Deployment
from handlers.matters import REGISTRY
from handlers.texts import Texts
from seeds import demo
from seeds.tables import load_tables
from storage import accounts, chats, migrations
from storage.accounts import accounts as account_table
from storage.database import Db, Store
from storage.inbox import inbox
from storage.keyring import Keyring
from storage.opening import open_store
from storage.outbox import outbox
from storage.persons import persons
from storage.visits.tables import visits

UNIT = "17791"
SHIFT = 10**12
ROUNDS = 12
CHATS = 10


class Stage:
    """A store with guardians who can be made to report, each turn in a transaction of its own."""

    def __init__(self, file: Path, keyring: Keyring):
        self.now = datetime.now(UTC)
        self.store: Store = open_store(f"sqlite:///{file}", keyring, lambda: self.now)
        self.deployment = Deployment(
            Texts.load(), UNIT, "Kim Bảng", load_tables(self.now.date()), channel_limits(), REGISTRY
        )
        self.count = 0
        self.buttons: dict[str, list[tuple[str, str]]] = {}

    def settle(self) -> None:
        with self.store.transaction() as db:
            demo.sow(db, UNIT)
            for number, guardian in enumerate(accounts.with_role(db, UNIT, "guardian")[:CHATS]):
                chat = chats.add(db, "telegram", str(number))
                chats.link(db, chat.id, guardian.id)

    def presses(self, address: str, press: str) -> None:
        self.count += 1
        message = Incoming("telegram", f"{self.now.timestamp()}:{self.count}", address, "press", press=press)
        with self.store.transaction() as db:
            turns.take(db, self.deployment, [message])
        reply = next(one["body"] for one in db.outgoing if one["kind"] == "reply")
        self.buttons[address] = [(button[1], button[2]) for button in reply.get("buttons", [])]

    def report(self, address: str) -> int:
        """A whole visit report; says how many turns it took."""
        self.now += timedelta(minutes=2)
        self.presses(address, "go:visit_report")
        taken = 1
        while any(press.startswith("visit_report:") for press, _ in self.buttons[address]):
            self.presses(address, self._next(address))
            taken += 1
        return taken

    def _next(self, address: str) -> str:
        offered = self.buttons[address]
        for ending in ("!send", "!done", "!skip"):
            if found := next((press for press, _ in offered if press.endswith(ending)), None):
                return found
        return next(press for press, role in offered if role == "option")


def cost(stage: Stage) -> float:
    """Processor milliseconds for a turn."""
    start = time.process_time()
    taken = sum(stage.report(str(number)) for number in range(CHATS))
    return (time.process_time() - start) * 1000 / taken


def grow(db: Db, rows: int) -> None:
    """Copies everything into the past, into communes of its own, until so many messages are there."""
    have = db.execute(text("SELECT count(*) FROM inbox")).scalar_one()
    copies = max(rows // have, 1)
    db.execute(text("CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY)"))
    db.execute(
        text(
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :most) "
            "INSERT INTO copies SELECT n FROM c"
        ),
        {"most": copies},
    )
    shifted = f"- n * {SHIFT}"
    elsewhere = "printf('%05d', n % 100000)"
    _copy(db, account_table, id=f"id {shifted}", unit=elsewhere, phone_index="NULL")
    _copy(db, persons, id=f"id {shifted}", unit=elsewhere, account_id="NULL", phone_index="NULL")
    _copy(
        db,
        visits,
        id=f"id {shifted}",
        unit=elsewhere,
        person_id=f"person_id {shifted}",
        guardian_id=f"guardian_id {shifted}",
        filing="NULL",
    )
    _copy(db, inbox, id=f"id {shifted}", external_id="external_id || ':' || n")
    _copy(db, outbox, id=f"id {shifted}", chat_id=f"chat_id {shifted}", state="'sent'")
    db.execute(text("ANALYZE"))


def _copy(db: Db, table: Table, **changed: str) -> None:
    names = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, name) for name in names)
    db.execute(
        text(f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {values} FROM {table.name} CROSS JOIN copies")
    )


def main(rows: Annotated[int, typer.Option(help="messages in the large store")] = 1_000_000) -> None:
    folder = Path(tempfile.mkdtemp(prefix="donghanh-growth-"))
    try:
        keyring = Keyring.fresh()
        small, large = (Stage(folder / f"{name}.db", keyring) for name in ("small", "large"))
        for stage in (small, large):
            migrations.upgrade(stage.store)
            stage.settle()
            for _ in range(3):
                cost(stage)
        with large.store.transaction() as db:
            grow(db, rows)
        for stage in (small, large):
            cost(stage)
        pairs = [(cost(small), cost(large)) for _ in range(ROUNDS)]
        for name, stage in (("small", small), ("large", large)):
            with stage.store.transaction() as db:
                counts = [
                    f"{t}: {db.execute(text(f'SELECT count(*) FROM {t}')).scalar_one():,}"
                    for t in ("inbox", "outbox", "visits", "persons")
                ]
            print(f"{name}: {', '.join(counts)}")
        of_small, of_large = (statistics.median(pair[n] for pair in pairs) for n in (0, 1))
        print(f"CPU ms a turn: small {of_small:.3f}, large {of_large:.3f}")
        print(f"large / small, median of {ROUNDS} pairs: {statistics.median(b / a for a, b in pairs):.2f}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    typer.run(main)
