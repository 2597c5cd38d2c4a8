"""Keys, audit, units and the database from the command line; and that no secret is ever said."""

import base64
import json
import re
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.anchor_file import ANCHORS
from bot.channels.web.uploads import Uploads
from bot.commands.sealed_stream import read_key
from bot.database_lock import held_alone
from bot.files.blobs import Folder
from bot.files.store import FileStore
from storage import accounts, attachments, key_holders, migrations, persons, resealing, units
from storage.keyring import Keyring
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
UNIT = "17791"
GUARDIAN = ("invite", "--phone", "0912345678", "--name", "Nguyễn Văn A", "--role", "guardian", "--born", "1965")


def keys(console: Console) -> Keyring:
    return Keyring.load(console.keys_file)


def fill(console: Console) -> int:
    """Some rows with cells, and an attachment with its file."""
    with console.look() as db:
        account_id = accounts.add(db, unit=UNIT, name="Trần Thị Hợi", roles=("guardian",), phone="+84912000001")
        for number in range(30):
            persons.add(
                db,
                unit=UNIT,
                name=f"Đặng Văn {number}",
                hamlet="xóm 6",
                case_type="finished",
                came_home_on=date(2026, 1, 1),
                phone="+84912000002" if number % 2 else None,
            )
        attachment = attachments.expect(db, chat_id=1, channel="web", kind="photo", ref="upload:1", size=3)
        db.audit(UNIT, account_id, "test.filled")
    FileStore(Folder(console.folder / "var" / "files"), keys(console)).keep(attachment, b"a photo")
    return attachment


def test_rotation_seals_every_cell_and_file_with_the_new_key(console_on_each: Console) -> None:
    console = console_on_each
    attachment = fill(console)
    assert console.works("keys show") == "key 1  seals\n"
    said = console.works("keys rotate")
    assert "persons: 75 cells" in said
    assert "files: 1" in said
    assert console.works("keys show") == "key 1\nkey 2  seals\n"
    fresh = keys(console)
    assert fresh.current == 2
    with console.look() as db:
        cells = [cell for row in db.execute(persons.persons.select()) for cell in (row.name, row.given, row.phone)]
        assert {Keyring.key_of(cell.blob) for cell in cells if cell is not None} == {2}
        found = accounts.by_phone(db, "+84912000001")
        assert found is not None
        assert found.name == "Trần Thị Hợi"
        assert len(persons.by_phone(db, UNIT, "+84912000002")) == 15
    without_the_old = Keyring({2: fresh.data_keys[2]}, fresh.blind_key)
    assert FileStore(Folder(console.folder / "var" / "files"), without_the_old).read(attachment) == b"a photo"


def test_rotating_twice_makes_a_third_key(console: Console) -> None:
    fill(console)
    console.works("keys rotate")
    console.works("keys rotate")
    assert "key 3  seals" in console.works("keys show")
    with console.look() as db:
        assert len(persons.of_unit(db, UNIT)) == 30
    assert "whole" in console.works("audit verify")


def test_a_rotation_that_was_cut_off_goes_on_with_its_own_key(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(console)
    real, times = FileStore.reseal, []

    def cut_off(files: FileStore, is_kept: Callable[[int], bool]) -> int:
        times.append(1)
        if len(times) == 1:
            raise KeyboardInterrupt
        return real(files, is_kept)

    monkeypatch.setattr(FileStore, "reseal", cut_off)
    with pytest.raises(AssertionError):
        console.works("keys rotate")
    assert "files: 1" in console.works("keys rotate")
    assert keys(console).current == 2, "the second run finished what the first began"


@pytest.mark.parametrize("step", ["publish", "seal_with", "cells"])
def test_a_rotation_cut_off_anywhere_is_finished_by_the_next(
    console: Console, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    fill(console)
    where = {"cells": resealing}.get(step, key_holders)
    with monkeypatch.context() as patch:
        patch.setattr(where, step, lambda *_given: (_ for _ in ()).throw(OSError("the power goes")))
        with pytest.raises(OSError, match="the power goes"):
            console.run("keys rotate")
    with console.look() as db:
        assert len([one.name for one in persons.of_unit(db, UNIT)]) == 30
    assert "everything is sealed with key 2" in console.works("keys rotate")
    assert keys(console).current == keys(console).newest == 2


def test_a_key_that_another_machine_has_published_is_not_replaced(console: Console) -> None:
    """Both have a copy of the keys file of their own, and make a key 2 at once: only the first of them counts."""
    fill(console)
    with console.look() as db:
        key_holders.publish(db, 2, "another-key2")
    assert "copy its keys file to this one" in console.fails("keys rotate")
    with console.look() as db:
        assert {Keyring.key_of(row.name.blob) for row in db.execute(persons.persons.select())} == {1}


def test_two_commands_do_not_change_the_keys_at_once(console: Console) -> None:
    fill(console)
    with held_alone(console.keys_file.with_suffix(".lock")):
        assert "another command is changing the keys" in console.fails("keys rotate")


def test_a_key_that_is_needed_is_not_retired(console: Console) -> None:
    attachment = fill(console)
    first = keys(console)
    console.works("keys rotate")
    FileStore(Folder(console.folder / "var" / "files"), first).keep(attachment, b"a photo")
    ref = Uploads(Folder(console.folder / "var" / "uploads"), first).keep(b"a voice note")
    said = console.fails("keys retire", "--yes")
    assert "key 1 is still needed by files (1), uploads (1)" in said
    assert 1 in keys(console).data_keys
    console.works("keys rotate")
    assert "uploads (1)" in console.fails("keys retire", "--yes")
    Uploads(Folder(console.folder / "var" / "uploads"), first).drop(ref)
    assert "retired: 1" in console.works("keys retire", "--yes")
    assert "there is no old key" in console.works("keys retire", "--yes")
    with console.look() as db:
        assert len([one.name for one in persons.of_unit(db, UNIT)]) == 30


def test_a_file_deleted_while_it_is_sealed_anew_stays_deleted(console: Console) -> None:
    attachment = fill(console)
    files = FileStore(Folder(console.folder / "var" / "files"), keys(console).with_published().with_current(2))
    asked: list[int] = []

    def is_kept(attachment_id: int) -> bool:
        """Deleted by the daily cleaning between reading and writing it."""
        asked.append(attachment_id)
        return len(asked) == 1

    files.reseal(is_kept)
    with pytest.raises(FileNotFoundError):
        files.read(attachment)


def test_a_keys_file_of_before_gets_the_same_audit_key_in_every_copy(console: Console) -> None:
    data_key, blind_key = (base64.b64encode(letter * 32).decode() for letter in (b"d", b"b"))
    content = {"data_keys": {"1": data_key}, "blind_key": blind_key}
    copies = [console.folder / name for name in ("one.json", "two.json")]
    for copy in copies:
        copy.write_text(json.dumps(content))
    one, two = map(Keyring.load, copies)
    assert one.sign(1, b"row") == two.sign(1, b"row")
    assert one.backup_key == two.backup_key
    assert len({one.backup_key, one.blind_key, one.data_keys[1], one.audit_keys[1]}) == 4


def test_the_backup_key_is_printed_once(console: Console) -> None:
    fill(console)
    written = console.works("keys backup-key").strip()
    assert read_key(written) == keys(console).backup_key
    assert "it was printed on" in console.fails("keys backup-key")
    assert console.works("keys backup-key", "--again").strip() == written


def test_the_keys_are_for_their_owner_only(console: Console) -> None:
    console.settings["database_url"] = "sqlite:///var/donghanh.db"
    console.works("migrate")
    with console.look() as db:
        accounts.add(db, unit=UNIT, name="Trần Thị Hợi", roles=("guardian",))
        assert Path("var/donghanh.db-wal").stat().st_mode & 0o077 == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in Path("var").iterdir()}
    assert modes == {"keys.json": 0o600, "donghanh.db": 0o600}
    assert stat.S_IMODE(Path("var").stat().st_mode) == 0o700


def test_no_key_is_ever_said(console: Console) -> None:
    fill(console)
    content = json.loads(console.keys_file.read_text())
    secrets = [content["blind_key"], content["backup_key"], *content["data_keys"].values()]
    secrets += content["audit_keys"].values()
    said = "".join(
        console.run(each).output for each in ("keys show", "keys rotate", "doctor", "audit verify", "migrate")
    )
    content = json.loads(console.keys_file.read_text())
    secrets += [*content["data_keys"].values(), *(base64.b64decode(each).hex() for each in secrets)]
    assert len(content["data_keys"]) == 2
    assert [secret for secret in secrets if secret in said] == []


def test_lost_keys_are_not_replaced_by_new_ones(console: Console) -> None:
    console.works(*GUARDIAN)
    console.keys_file.unlink()
    for command in ("invite --phone 0912345678", "serve", "keys rotate", "audit verify", "migrate"):
        assert "is gone" in console.fails(command), command
    assert not console.keys_file.exists()
    console.keys_file.write_text("not keys")
    assert "KeysFileUnreadable" not in console.fails("audit verify")


def test_keys_of_another_database_open_nothing_and_it_is_said(console: Console) -> None:
    console.works(*GUARDIAN)
    Keyring.fresh().save(console.keys_file)
    assert "not the one of this database" in console.fails("keys rotate")


def test_the_audit_is_whole_until_somebody_changes_it(console_on_each: Console) -> None:
    console = console_on_each
    console.works(*GUARDIAN)
    assert re.fullmatch(rf"{UNIT}: whole, \d+ rows\n", console.works("audit verify"))
    with console.look() as db:
        db.execute(text("UPDATE audit SET action = 'account.looked' WHERE seq = 1"))
    result = console.run("audit verify")
    assert result.exit_code == 1
    assert f"{UNIT}: row 1 changed" in result.stdout


def test_rows_taken_from_the_end_together_with_the_head_are_missed(console: Console) -> None:
    """Nothing inside the database tells: the anchor beside the keys does, and says since when."""
    console.works(*GUARDIAN)
    with console.look() as db:
        before = db.execute(text("SELECT seq, hash FROM audit_heads")).one()
    console.works("invite", "--phone", "0912345679", "--name", "Nguyễn Văn B", "--role", "guardian", "--born", "1966")
    console.works("audit verify")
    with console.look() as db:
        db.execute(text("DELETE FROM audit WHERE seq > :seq"), {"seq": before.seq})
        db.execute(text("UPDATE audit_heads SET seq = :seq, hash = :hash"), before._mapping)
    said = console.fails("audit verify")
    assert re.search(rf"{UNIT}: rows? {before.seq + 1}.* cut off at the end; whole until \d{{4}}-", said)


def test_ends_kept_elsewhere_are_compared_too(console: Console) -> None:
    console.works(*GUARDIAN)
    console.works("audit anchor", audit_anchor=f"{sys.executable} -c \"open('kept','w').write(input())\"")
    (console.folder / "var" / ANCHORS).unlink()
    console.works("audit verify", "--anchors", "kept")
    with console.look() as db:
        for table in ("audit", "audit_heads"):
            db.execute(text(f"DELETE FROM {table}"))
    (console.folder / "var" / ANCHORS).unlink()
    assert "cut off at the end" in console.fails("audit verify", "--anchors", "kept")


def test_an_anchor_that_is_not_taken_is_said(console: Console) -> None:
    console.works(*GUARDIAN)
    assert "did not take it: exit 3" in console.fails("audit anchor", audit_anchor="sh -c 'exit 3'")
    assert "neither https" in console.fails("audit anchor", audit_anchor="http://example.vn/anchors")


def test_an_officer_made_in_the_database_is_named(console_on_each: Console) -> None:
    console_on_each.works(*GUARDIAN)
    with console_on_each.look() as db:
        db.execute(text("UPDATE accounts SET roles = ',officer,admin,'"))
    assert "roles or status changed without an entry; whole until" in console_on_each.fails("audit verify")


@pytest.mark.wall_clock(moves=False)  # three thousand units, the same on any day
def test_all_units_come_with_the_program(console: Console) -> None:
    for _ in range(2):
        assert console.works("units import").splitlines()[-1] == "3355 units"
    with console.look() as db:
        of_the_province = select(func.count()).where(units.units.c.parent == "40")
        assert db.execute(of_the_province).scalar_one() == 130


def test_a_newer_list_of_units_is_taken_whole_or_not_at_all(console: Console) -> None:
    head = "code,name,kind,parent,lat,lon,valid_from,valid_to\n"
    later = "17791,Kim Bảng Mới,phuong,40,18.6,105.2,2027-01-01,\n"
    before = "17791,Kim Bảng,xa,40,18.6,105.2,2025-07-01,2027-01-01\n"
    Path("new.csv").write_text(head + later + before, encoding="utf-8")
    assert console.works("units import", "--file", "new.csv").splitlines()[-1] == "1 units"
    Path("bad.csv").write_text(
        f"{head}1,One,xa,40,18,105,2027-01-01,\n2,Two,castle,40,18,105,soon,\n", encoding="utf-8"
    )
    assert "line 3" in console.fails("units import", "--file", "bad.csv")
    Path("other.csv").write_text("a,b\n1,2\n")
    assert "'kind' is missing" in console.fails("units import", "--file", "other.csv")
    with console.look() as db:
        known = units.get(db, UNIT)
        assert known is not None
        assert (known.name, known.kind) == ("Kim Bảng Mới", "phuong")
        assert units.get(db, "1") is None


@pytest.mark.parametrize("command", ["audit verify", "units import", "keys rotate", "backup", "export persons x.csv"])
def test_a_database_that_is_not_ready_is_said_in_one_line(console: Console, command: str) -> None:
    not_migrated = console.fails(command, database_url="sqlite:///fresh.db")
    assert "python -m bot migrate" in not_migrated or "no database" in not_migrated
    away = console.fails(command, database_url="postgresql://dh:very-secret@127.0.0.1:1/dh")
    assert len(away.splitlines()) == 1
    assert "very-secret" not in away


def test_serving_a_postgresql_that_is_not_migrated_is_refused(console: Console, empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite"):
        return
    assert "python -m bot migrate" in console.fails("serve", database_url=empty_database_url)


def test_a_database_of_another_program_is_refused_with_a_way_out(console: Console) -> None:
    console.works("migrate")
    with console.look() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0913'"))
    assert "start the program that made it" in console.fails("migrate")


def test_a_database_of_before_is_signed_when_it_is_brought_up_to_date(console: Console) -> None:
    """Its accounts are taken in as they stand, once: whoever is put in afterwards is found."""
    url = "sqlite:///before.db"
    console.settings["database_url"] = url
    migrations.upgrade(url, "0005")
    Keyring.fresh().save(console.keys_file)
    one = (
        "INSERT INTO accounts (id, unit, name, pronoun, language, roles, on_duty, status, created_at) "
        "VALUES ({id}, '17791', x'00', 'neutral', 'vi', ',officer,', 1, 'active', 1)"
    )
    with closing(sqlite3.connect("before.db")) as database, database:
        database.execute(one.format(id=7))
    console.works("migrate")
    assert "whole, 1 rows" in console.works("audit verify")
    (console.folder / "var" / ANCHORS).unlink()
    with closing(sqlite3.connect("before.db")) as database, database:
        database.execute(one.format(id=8))
    console.works("migrate")
    assert "account 8: there, and no entry tells who added it" in console.fails("audit verify")
