"""Keys, audit, units and the database from the command line; and that no secret is ever said."""

import base64
import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.files.blobs import Folder
from bot.files.store import FileStore
from storage import accounts, attachments, audit, persons, units
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
        assert list(audit.broken_links(db, UNIT)) == []


def test_a_rotation_that_was_cut_off_goes_on_with_its_own_key(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(console)
    monkeypatch.setattr("bot.commands.keys.BATCH", 10)
    real, times = FileStore.reseal, []

    def cut_off(files: FileStore) -> int:
        times.append(1)
        if len(times) == 1:
            raise KeyboardInterrupt
        return real(files)

    monkeypatch.setattr(FileStore, "reseal", cut_off)
    with pytest.raises(AssertionError):
        console.works("keys rotate")
    assert "files: 1" in console.works("keys rotate")
    assert keys(console).current == 2, "the second run finished what the first began"


def test_no_key_is_ever_said(console: Console) -> None:
    fill(console)
    content = json.loads(console.keys_file.read_text())
    secrets = [content["blind_key"], *content["data_keys"].values()]
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
    assert console.works("audit verify") == f"{UNIT}: whole\n"
    with console.look() as db:
        db.execute(text("UPDATE audit SET action = 'account.looked' WHERE seq = 1"))
    result = console.run("audit verify")
    assert result.exit_code == 1
    assert result.stdout == f"{UNIT}: broken at row 1\n"


def test_rows_taken_from_the_end_are_missed(console: Console) -> None:
    console.works(*GUARDIAN)
    with console.look() as db:
        db.execute(text("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)"))
    assert console.run("audit verify").exit_code == 1


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
