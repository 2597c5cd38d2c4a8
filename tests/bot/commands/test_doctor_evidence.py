"""The doctor on what lies at rest: who may read it, keys, copies, and the audit; each with what to do."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import key_holders
from storage.keyring import Keyring
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
GUARDIAN = ("invite", "--phone", "0912345678", "--name", "Nguyễn Văn A", "--role", "guardian")


@pytest.fixture
def commune(console: Console) -> Console:
    console.settings["database_url"] = "sqlite:///var/donghanh.db"
    console.works("migrate")
    console.works(*GUARDIAN)
    return console


def lines(console: Console, **settings: str) -> dict[str, str]:
    """What was found, and the cure on the line below it."""
    said = console.run("doctor", **settings).output.splitlines()
    return {line[2:]: below.strip() for line, below in zip(said, [*said[1:], ""], strict=True) if line[:1] in "✓–✗"}


def cure_of(console: Console, words: str, **settings: str) -> str:
    found = [cure for line, cure in lines(console, **settings).items() if words in line]
    assert len(found) == 1, lines(console, **settings)
    return found[0]


def test_a_fresh_commune_is_for_its_owner_only_and_its_audit_is_whole(commune: Console) -> None:
    said = commune.works("doctor")
    assert "✓ at rest: keys, database and attachments are for their owner only" in said
    assert "✓ audit: whole" in said


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize(("path", "mode"), [("var", 700), ("var/donghanh.db", 600), ("var/keys.json", 600)])
def test_what_others_may_read_is_named(commune: Console, path: str, mode: int) -> None:
    Path(path).chmod(0o755)
    assert cure_of(commune, f"others may read {path}") == f"→ chmod {mode} {path}"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_every_command_that_opens_the_database_takes_it_from_others(commune: Console) -> None:
    for path in ("var/donghanh.db", "var/keys.json"):
        Path(path).chmod(0o644)
    commune.works("audit verify")
    assert [Path(path).stat().st_mode & 0o077 for path in ("var/donghanh.db", "var/keys.json")] == [0, 0]


def test_a_rotation_that_was_cut_off_is_to_be_gone_on_with(commune: Console) -> None:
    Keyring.load(commune.keys_file).with_published().save(commune.keys_file)
    assert cure_of(commune, "key 2 is published and does not seal") == "→ python -m bot keys rotate"


def test_old_keys_are_to_be_retired(commune: Console) -> None:
    commune.works("keys rotate")
    assert cure_of(commune, "old ones are in the file still") == "→ python -m bot keys retire"


def test_a_process_with_other_keys_is_named(commune: Console) -> None:
    with commune.look() as db:
        key_holders.tell(db, "elsewhere/77/1/x", "may-2", Keyring.fresh())
    assert "copy the newest keys file" in cure_of(commune, "process 77 on may-2 has other keys")


def test_a_key_of_copies_that_lies_in_no_safe_is_to_be_printed(commune: Console) -> None:
    assert "keys backup-key" in cure_of(commune, "was never printed")
    commune.works("keys backup-key")
    assert "was never printed" not in commune.works("doctor")


def test_an_audit_that_was_bent_is_said_with_what_to_do(commune: Console) -> None:
    with commune.look() as db:
        db.execute(text("UPDATE accounts SET roles = ',admin,'"))
    assert "ask who had access" in cure_of(commune, "roles or status changed without an entry")


def test_whoever_is_to_get_the_ends_of_the_audit_is_tried(commune: Console) -> None:
    assert "✓ audit: DONGHANH_AUDIT_ANCHOR takes its ends" in commune.works("doctor", audit_anchor="cat")
    assert "exit 3" in commune.fails("doctor", audit_anchor="sh -c 'exit 3'")
