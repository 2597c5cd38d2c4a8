"""Short forms of `python -m bench.faults`, and the layer beneath it: what it fails fails, and only that."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.faults import Tally
from bench.kills import PatientLoad, StubbornHook, verdict
from bench.ledger import Ledger
from tests.patience import PATIENCE
from tests.tree import ROOT

# in a process of its own: whoever stands between SQLite and its files stands there for good
DISK = """
import sqlite3, sys
from pathlib import Path
from bench.faulty import sqlite_layer
from bench.faulty.switches import Switches

switches = Switches(Path(sys.argv[1]) / "faults.bin")
sqlite_layer.install(switches)
connection = sqlite3.connect(Path(sys.argv[1]) / "a.db")
for pragma in ("journal_mode=WAL", "synchronous=FULL"):
    connection.execute(f"PRAGMA {pragma}")
connection.execute("CREATE TABLE t (x)")

def writes():
    try:
        with connection:
            connection.execute("INSERT INTO t VALUES (1)")
    except sqlite3.OperationalError as problem:
        return str(problem)
    return "ok"

for name, value in (("clock", 0), ("disk_full", 1), ("disk_full", 0), ("sync_errors", 1), ("sync_errors", 0)):
    switches.set(name, value)
    print(writes())
print(connection.execute("SELECT count(*) FROM t").fetchone()[0])
connection.close()
"""


def test_the_layer_fails_writes_and_syncs_on_demand_and_keeps_what_was_committed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DISK, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.stdout.splitlines() == ["ok", "database or disk is full", "ok", "disk I/O error", "ok", "3"], (
        done.stderr
    )


def left(**changed: Any) -> Ledger:
    """A database in which one message was taken, answered, and filed a visit, but for what is changed."""
    states, once = {"1": "done"}, Counter({"7": 1})
    return replace(Ledger(states, once, once, ["khỏe"], ["TH-1"], 0, 0, 1, Counter(), 0), **changed)


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (left(), []),
        (left(states={}), ["answered 200 but not in the inbox"]),
        (left(states={"1": "dead"}), ["in the inbox and not done"]),
        (left(notes=["khỏe", "khỏe"], receipts=["TH-1", "TH-1"]), ["visits filed twice"]),
        (left(receipts=[]), ["visits lost (receipt given, no visit)"]),
        (left(replies=Counter()), ["messages without exactly one reply"]),
        (left(replies=Counter({"7": 2})), ["messages without exactly one reply"]),
        (left(never_sent=1), ["messages never sent"]),
    ],
)
def test_what_is_lost_or_doubled_is_noticed(found: Ledger, wrong: list[str]) -> None:
    hook = StubbornHook(1, "secret", Random(1), 0.0)
    hook.accepted, hook.presses_of_send = {"1": 1}, 1
    load = PatientLoad(hook)
    load.receipts["TH-1"] = 1
    assert [name for name, count in verdict(found, load, hook).items() if count] == wrong


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_whatever_fails_nothing_acknowledged_is_lost_and_nothing_is_done_twice(database: str, tmp_path: Path) -> None:
    few = ["--faults", "80", "--round-of", "80", "--chats", "6", "--database", database, "--minutes", "10"]
    run = subprocess.run(
        [sys.executable, "-m", "bench.faults", *few, "--state", str(tmp_path / "state.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "nothing lost, nothing doubled" in run.stdout
    kept = Tally.read(tmp_path / "state.json", database, 1)
    assert kept.rounds == 1
    assert kept.faults.total() >= 80
    assert kept.wrong["doubled sends without a reason"] == 0
    assert Tally.read(tmp_path / "state.json", database, 2).rounds == 0, "another seed is another run"
