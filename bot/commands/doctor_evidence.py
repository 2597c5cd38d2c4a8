"""Checks for the doctor what lies at rest: who may read it, keys, copies, and whether the audit is whole."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from bot.anchor_file import ANCHORS, AnchorFile, by_unit
from bot.anchoring import NotTaken, hand_over
from bot.channels.findings import Finding
from bot.commands.audit import said_of
from bot.commands.opening import sqlite_file
from bot.files.opening import folder_of
from bot.settings import Settings
from storage import audit, audit_verification, key_holders
from storage.audit import Head
from storage.database import Store
from storage.keyring import Keyring
from storage.private_files import files_of, others_may_read

# more rows take minutes, and have a command of their own
MOST_ROWS = 50_000
MOST_SAID = 3
LATE = timedelta(minutes=10)
GZIP = b"\x1f\x8b"


def permissions(settings: Settings) -> Iterator[Finding]:
    """Checks who may read keys, database, attachments, anchors and copies."""
    database = sqlite_file(settings)
    files = [settings.keys_file, settings.folder / ANCHORS, *(files_of(database) if database is not None else [])]
    attachments = folder_of(settings.files, settings.folder, "files")
    folders = [settings.folder, *([attachments] if attachments is not None else [])]
    wrong = [(path, 600) for path in files if path.exists() and others_may_read(path)]
    wrong += [(path, 700) for path in folders if path.exists() and others_may_read(path)]
    for path, mode in wrong:
        what = "keys" if path == settings.keys_file else "at rest"
        yield Finding("bad", f"{what}: others may read {path}", f"chmod {mode} {path}")
    if not wrong and settings.keys_file.exists():
        yield Finding("good", "at rest: keys, database and attachments are for their owner only")
    yield from _copies(settings.folder / "backups")


def _copies(folder: Path) -> Iterator[Finding]:
    """Finds copies that anybody can open: those of before they were sealed."""
    for file in sorted(folder.glob("*")):
        with file.open("rb") as opened:
            if opened.read(2) == GZIP:
                said = f"copies: {file} is not sealed, and holds the keys beside the data"
                yield Finding("bad", said, f"python -m bot backup; then delete {file}")


def keys(store: Store, settings: Settings) -> Iterator[Finding]:
    """Checks a rotation that was cut off, machines with another keys file, keys to be retired, the backup key."""
    keyring = store.keyring
    if keyring.newest > keyring.current:
        said = f"keys: key {keyring.newest} is published and does not seal: its rotation was cut off"
        yield Finding("bad", said, "python -m bot keys rotate")
    elif len(keyring.data_keys) > 1:
        yield Finding("off", "keys: old ones are in the file still", "python -m bot keys retire")
    for holder in key_holders.running(store):
        if holder.seals != keyring.current or holder.keys.get(keyring.newest) != keyring.fingerprint(keyring.newest):
            said = f"keys: {holder} has other keys than {settings.keys_file}"
            yield Finding("bad", said, "copy the newest keys file to its machine; python -m bot keys rotate")
    with store.transaction() as db:
        sealing = key_holders.sealing(db)
    if sealing is not None and not _holds(keyring, sealing):
        said = f"keys: the database is sealed with key {sealing.number}, which {settings.keys_file} lacks"
        yield Finding("bad", said, "copy the keys file of a machine that has it")
    if not keyring.backup_key_told:
        cure = "python -m bot keys backup-key; take what it prints to the safe"
        yield Finding("off", "copies: the key that opens them was never printed", cure)


def _holds(keyring: Keyring, key: key_holders.PublishedKey) -> bool:
    return key.number in keyring.data_keys and keyring.fingerprint(key.number) == key.fingerprint


def chains(store: Store, settings: Settings) -> Iterator[Finding]:
    """Follows the audit's chains if they are short, and looks whether their ends are kept outside."""
    file = AnchorFile(settings.folder / ANCHORS)
    with store.transaction() as db:
        heads = audit.heads(db)
    if sum(head.seq for head in heads) > MOST_ROWS:
        yield Finding("off", "audit: too long to follow here", "python -m bot audit verify")
    else:
        findings = list(islice(audit_verification.findings(store, by_unit(file.read())), MOST_SAID))
        for finding in findings:
            cure = "keep everything as it is, copy the database, and ask who had access; python -m bot audit verify"
            yield Finding("bad", f"audit: {said_of(finding)}", cure)
        if heads and not findings:
            yield Finding("good", f"audit: whole, {sum(head.seq for head in heads)} rows")
    if key_holders.running(store):
        yield from _late(store, heads, file.latest())
    if settings.audit_anchor:
        yield _elsewhere(settings.audit_anchor, heads)


def _late(store: Store, heads: list[Head], latest: dict[str, Head]) -> Iterator[Finding]:
    for head in heads:
        anchored = latest.get(head.unit)
        newest = next(audit.rows(store, head.unit, after=(anchored.seq if anchored else 0), batch=1), None)
        if newest is not None and head.at - newest.at > LATE:
            said = f"audit: rows of {head.unit} are not anchored on this machine"
            yield Finding("off", said, "another node may do it; else see `audit.anchor_failed` in the log")


def _elsewhere(target: str, heads: list[Head]) -> Finding:
    try:
        asyncio.run(hand_over(target, heads))
    except NotTaken as problem:
        return Finding("bad", f"audit: DONGHANH_AUDIT_ANCHOR does not take its ends ({problem})", "see who should")
    return Finding("good", "audit: DONGHANH_AUDIT_ANCHOR takes its ends")
