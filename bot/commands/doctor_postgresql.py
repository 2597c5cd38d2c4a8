"""Checks a PostgreSQL for the doctor: whether commits outlive a machine, the clocks, the number of connections."""

from collections.abc import Iterator

from sqlalchemy import text

from bot.channels.findings import Finding
from storage.database import Db
from storage.postgresql import OVERFLOW, POOL

CLOCKS_APART = 1.0
KEPT = "docs/scaling.md says which settings the promise needs"
SETTINGS = text(
    "SELECT current_setting('fsync'), current_setting('synchronous_commit'), "
    "current_setting('synchronous_standby_names'), current_setting('max_connections')::int, "
    "extract(epoch FROM clock_timestamp())"
)


def postgresql(db: Db) -> Iterator[Finding]:
    fsync, waits, standbys, most, its_clock = db.execute(SETTINGS).one()
    yield _commits(str(fsync), str(waits), str(standbys))
    apart = abs(float(its_clock) - db.now.timestamp())
    if apart > CLOCKS_APART:
        said = f"clock: {apart:.1f} s apart from the database's"
        yield Finding("bad", said, "let chrony or another NTP client set the clocks of all machines")
    if most < POOL + OVERFLOW:
        said = f"database: {most} connections at most, and a node may use {POOL + OVERFLOW}"
        yield Finding("bad", said, "raise max_connections: nodes × 16, and 20 for yourself")


def _commits(fsync: str, waits: str, standbys: str) -> Finding:
    if "off" in (fsync, waits) or (waits == "local" and standbys):
        return Finding("bad", f"database: what is committed may be lost (fsync {fsync}, commit {waits})", KEPT)
    if not standbys:
        return Finding("off", "database: a commit waits for no standby; with this machine what was answered is lost")
    return Finding("good", "database: a commit waits for a standby")
