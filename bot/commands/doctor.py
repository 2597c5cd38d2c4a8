"""`python -m bot doctor`: what works, what does not, and what to do about it."""

import secrets
import shutil
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import descriptors
from bot.channels import registry
from bot.channels.findings import Finding
from bot.clock import Clock
from bot.commands import doctor_evidence
from bot.commands.doctor_missing import still_missing
from bot.commands.doctor_service import running_service
from bot.commands.opening import WRONG_KEYS, installed, is_commune, settings_or_exit, sqlite_file
from bot.files.opening import open_blobs
from bot.settings import Settings
from bot.web.connections import MOST
from handlers.understand.commune_search import commune_named
from seeds.tables import load_guidance
from storage import accounts, migrations
from storage.database import Db, Store
from storage.keyring import CellTampered, KeyMissing, Keyring, KeysFileUnreadable
from storage.opening import open_store
from storage.outbox import message_history

ENOUGH_DISK = 500_000_000
FEW_FILES = 1024


def doctor() -> None:
    """Looks at settings, database, keys, channels and disk; one line each, and what to do. Exits with 1 if ill.

    Example: python -m bot doctor
    """
    settings = installed(settings_or_exit())
    findings = [
        _commune(settings),
        *_machine_findings(settings),
        *_store(settings),
        *running_service(settings),
        *_channels(settings),
    ]
    for finding in findings:
        typer.echo(str(finding))
    for line in still_missing(settings):
        typer.echo(line)
    raise typer.Exit(1 if any(finding.state == "bad" for finding in findings) else 0)


def _commune(settings: Settings) -> Finding:
    if not settings.unit:
        return Finding("off", "commune: none is chosen yet", "python -m bot setup, or DONGHANH_UNIT=…")
    commune = commune_named(settings.unit)
    if commune is None and not is_commune(settings.unit):
        return Finding("bad", f"commune: there is none with the code {settings.unit}", "python -m bot units NAME")
    return Finding("good", f"commune: {commune or settings.unit} ({settings.unit})")


def _machine_findings(settings: Settings) -> Iterator[Finding]:
    try:
        ZoneInfo("Asia/Ho_Chi_Minh")
        yield Finding("good", "time zone: Asia/Ho_Chi_Minh is known")
    except ZoneInfoNotFoundError:
        yield Finding("bad", "time zone: Asia/Ho_Chi_Minh is not known here", "pip install tzdata")
    free = shutil.disk_usage(settings.folder if settings.folder.exists() else ".").free
    state = "good" if free > ENOUGH_DISK else "bad"
    yield Finding(state, f"disk: {free // 1_000_000} MB free", "" if state == "good" else "make room on this disk")
    yield _sockets()
    yield from _front(settings)
    yield _place(settings)
    yield from doctor_evidence.permissions(settings)
    yield _guidance(Clock().now().date())


def _guidance(today: date) -> Finding:
    """Counts the reviewed answers whose sources somebody should have read again."""
    entries = load_guidance()
    past = [entry.id for entry in entries if entry.is_past_check(today)]
    if not past:
        return Finding("good", f"answers on law: {len(entries)}, all checked")
    said = f"answers on law: {len(past)} of {len(entries)} are past their check"
    return Finding(
        "off", said, "python -m bot guidance lists them; read the sources and set new days in seeds/guidance"
    )


def _sockets() -> Finding:
    _, most = descriptors.limits()
    said = f"open files: {most} at most"
    if most >= MOST + descriptors.KEPT_BACK:
        return Finding("good", said)
    cure = "LimitNOFILE=65536 in the systemd unit, or `ulimit -Hn 65536`"
    return Finding("bad" if most < FEW_FILES else "off", f"{said}, and {MOST} connections want more", cure)


def _front(settings: Settings) -> Iterator[Finding]:
    """Checks what is known of the web server in front."""
    if settings.public_url and not settings.proxies:
        said = "web server in front: none is trusted, so that limits take all readers for one"
        yield Finding("off", said, "DONGHANH_TRUSTED_PROXIES=127.0.0.1, or wherever it runs")
    if settings.proxies:
        said = "tips without a name: nobody who opens /bao-tin may be noted by what stands in front"
        yield Finding("off", said, "no access log, no bodies in files: see docs/operating.md")
    if settings.proxies and not settings.metrics_token:
        yield Finding("off", "figures: /metrics answers nobody", "set DONGHANH_METRICS_TOKEN")


def _place(settings: Settings) -> Finding:
    """Writes, reads and deletes a blob where attachments lie."""
    where = settings.files or str(settings.folder / "files")
    if not settings.files and not settings.folder.exists():
        return Finding("off", f"attachments: {where} is not there yet", "the first start makes it")
    name = f"doctor-{secrets.token_hex(8)}"
    try:
        blobs = open_blobs(settings.files, settings.folder, "files")
        blobs.put(name, b"well")
        read = blobs.get(name)
        blobs.delete([name])
    except (OSError, ValueError) as problem:
        cure = "see DONGHANH_FILES, the AWS_ variables, and who may write there"
        return Finding("bad", f"attachments: {where} takes nothing ({type(problem).__name__}: {problem})", cure)
    if read != b"well":
        return Finding("bad", f"attachments: {where} gives back something else than was put there")
    return Finding("good", f"attachments: {where} can be written and read")


def _store(settings: Settings) -> Iterator[Finding]:
    """Checks database and keys; makes neither."""
    path = sqlite_file(settings)
    if path is not None and not path.exists():
        yield Finding("off", f"database: {path} is not there yet", "`python -m bot serve` makes it")
        return
    try:
        keyring = Keyring.load(settings.keys_file) if settings.keys_file.exists() else None
    except KeysFileUnreadable:
        yield Finding("bad", f"keys: {settings.keys_file} is not a keys file", "bring it back from its copy")
        return
    store = open_store(settings.database_url, keyring or Keyring.fresh(), Clock().now)
    try:
        yield from _database(store, settings)
        yield _keys(settings, store, had_keys=keyring is not None)
        if keyring is not None and migrations.current_is_latest(store):
            yield from doctor_evidence.keys(store, settings)
            yield from doctor_evidence.chains(store, settings)
    except SQLAlchemyError as problem:
        kind = type(problem).__name__
        yield Finding("bad", f"database: not reachable ({kind})", "see DONGHANH_DATABASE_URL, and whether it runs")
    finally:
        store.close()


def _database(store: Store, settings: Settings) -> Iterator[Finding]:
    version, latest = migrations.current(store), migrations.latest()
    if version != latest:
        yield Finding("bad", f"database: at version {version}, not {latest}", "python -m bot migrate")
        return
    yield Finding("good", f"database: reachable, at version {version}")
    with store.transaction() as db:
        counts = message_history.counts(db)
        server = list(_server(db))
    waiting, dead = counts["queued"] + counts["sending"], counts["dead"]
    summary = f"outbox: {waiting} messages wait to be sent, {counts['held']} are held back, {dead} were given up"
    yield Finding("good", summary, "`python -m bot outbox list --state dead` says why" if dead else "")
    yield from server
    for platform, own in registry.settings_on(settings):
        yield from platform.stored_checks(own, settings.server, store)


def _server(db: Db) -> Iterator[Finding]:
    if not db.store.sqlite:
        from bot.commands.doctor_postgresql import postgresql

        yield from postgresql(db)


def _keys(settings: Settings, store: Store, *, had_keys: bool) -> Finding:
    path = settings.keys_file
    used = migrations.current(store) is not None and accounts.there_are_any(store)
    if not had_keys:
        lost = Finding("bad", f"keys: {path} is gone, and the database needs it", "bring it back from its copy")
        return lost if used else Finding("off", f"keys: {path} is not there yet", "the first start makes it")
    try:
        if used:
            with store.transaction() as db:
                accounts.open_one(db)
    except (KeyMissing, CellTampered):
        return Finding("bad", f"keys: {path} does not open the database", WRONG_KEYS)
    return Finding("good", f"keys: {path}, keep a copy of it apart from the database")


def _channels(settings: Settings) -> Iterator[Finding]:
    for platform in registry.PLATFORMS:
        own = settings.of(platform.settings)
        if platform.is_on(own):
            yield from platform.checks(own, settings.server)
        else:
            yield platform.off
