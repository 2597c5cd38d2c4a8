"""A commune packed into one archive and put up again from it; and archives that are not what they were."""

import io
import json
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.files.blobs import Folder
from bot.files.store import FileStore
from storage import accounts, attachments
from storage.keyring import Keyring
from tests.bot.commands.console import Console

pytestmark = pytest.mark.wall_clock
UNIT = "17791"
NAME = "Trần Thị Hợi"
Change = Callable[[str, bytes], tuple[str, bytes] | None]


@pytest.fixture
def commune(console: Console) -> Console:
    """An account, and a photo, in a database of the folder."""
    console.settings["database_url"] = "sqlite:///var/donghanh.db"
    console.works("migrate")
    with console.look() as db:
        accounts.add(db, unit=UNIT, name=NAME, roles=("guardian",), phone="+84912000001")
        photo = attachments.expect(db, chat_id=1, channel="web", kind="photo", ref="upload:1", size=3)
        db.audit(UNIT, None, "test.filled")
    files(console).keep(photo, b"a photo")
    return console


def files(console: Console) -> FileStore:
    return FileStore(Folder(console.folder / "var" / "files"), Keyring.load(console.keys_file))


def who_is_there(console: Console) -> list[str]:
    with console.look() as db:
        return [account.name for account in accounts.of_unit(db, UNIT)]


def moved_away(console: Console) -> None:
    (console.folder / "var").rename(console.folder / "the-old-machine")


def repacked(archive: Path, change: Change) -> None:
    """The archive with its files changed or left out."""
    with tarfile.open(archive) as tar:
        content = [(entry.name, tar.extractfile(entry)) for entry in tar]
        kept = [change(name, file.read()) for name, file in content if file]
    with tarfile.open(archive, "w:gz") as tar:
        for name, data in filter(None, kept):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))


def test_a_commune_is_put_up_again_on_another_machine(commune: Console) -> None:
    commune.works("backup", "dh.tar.gz")
    assert Path("dh.tar.gz").stat().st_mode & 0o077 == 0
    moved_away(commune)
    assert "files are back" in commune.works("restore", "dh.tar.gz")
    assert who_is_there(commune) == [NAME]
    assert "whole" in commune.works("audit verify")
    assert [files(commune).read(int(path.stem)) for path in Path("var/files").iterdir()] == [b"a photo"]
    assert commune.keys_file.stat().st_mode & 0o077 == 0
    commune.works("doctor")


def test_an_archive_names_its_day_and_lies_with_the_rest_unless_said_otherwise(commune: Console) -> None:
    commune.works("backup")
    assert len(list(Path("var/backups").glob("donghanh-*.tar.gz"))) == 1


def test_nothing_is_written_over(commune: Console) -> None:
    Path("dh.tar.gz").write_bytes(b"precious")
    assert "is there already" in commune.fails("backup", "dh.tar.gz")
    assert Path("dh.tar.gz").read_bytes() == b"precious"


def test_nothing_personal_can_be_read_but_with_the_keys(commune: Console) -> None:
    commune.works("backup", "dh.tar.gz")
    with tarfile.open("dh.tar.gz") as tar:
        for entry in tar:
            file = tar.extractfile(entry)
            content = file.read() if file else b""
            assert NAME.encode() not in content, entry.name
            assert b"912000001" not in content, entry.name
            assert (entry.uid, entry.uname) == (0, "")


def test_it_is_made_while_others_write(commune: Console) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with commune.look() as db:
                accounts.add(db, unit=UNIT, name="Ai đó", roles=("guardian",))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        commune.works("backup", "dh.tar.gz")
    finally:
        stop.set()
        writer.join()
    moved_away(commune)
    commune.works("restore", "dh.tar.gz")
    assert NAME in who_is_there(commune)


def test_what_is_there_is_kept(commune: Console) -> None:
    commune.works("backup", "dh.tar.gz")
    with commune.look() as db:
        accounts.add(db, unit=UNIT, name="Người đến sau", roles=("guardian",))
    assert "there already" in commune.fails("restore", "dh.tar.gz")
    assert len(who_is_there(commune)) == 2
    commune.works("restore", "dh.tar.gz", "--force")
    assert who_is_there(commune) == [NAME]
    with closing(sqlite3.connect("var/donghanh.db.before")) as before:
        assert before.execute("SELECT count(*) FROM accounts").fetchone() == (2,)
    assert "earlier time" in commune.fails("restore", "dh.tar.gz", "--force")
    assert who_is_there(commune) == [NAME]


def damaged(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data[:-1] + bytes([data[-1] ^ 1]) if name == "database.db" else data


def without_keys(name: str, data: bytes) -> tuple[str, bytes] | None:
    return None if name == "keys.json" else (name, data)


def with_a_stranger(name: str, data: bytes) -> tuple[str, bytes]:
    return ("../../etc/cron.d/evil" if name.startswith("files/") else name), data


def elsewhere(name: str, data: bytes) -> tuple[str, bytes]:
    """A path outside, named by the manifest as well."""
    if name == "manifest.json":
        known = json.loads(data)
        for one in known["contents"]:
            if one["name"].startswith("files/"):
                one["name"] = "files/../../evil"
        return name, json.dumps(known).encode()
    return ("files/../../evil" if name.startswith("files/") else name), data


def from_the_future(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data.replace(b'"format": 1', b'"format": 2') if name == "manifest.json" else data


def of_a_newer_program(name: str, data: bytes) -> tuple[str, bytes]:
    if name != "manifest.json":
        return name, data
    return name, json.dumps({**json.loads(data), "version": "9999"}).encode()


@pytest.mark.parametrize(
    "change", [damaged, without_keys, with_a_stranger, elsewhere, from_the_future, of_a_newer_program]
)
def test_an_archive_that_was_changed_changes_nothing(commune: Console, change: Change) -> None:
    commune.works("backup", "dh.tar.gz")
    moved_away(commune)
    repacked(Path("dh.tar.gz"), change)
    assert "nothing was changed" in commune.fails("restore", "dh.tar.gz")
    assert list(Path("var").iterdir()) == []
    assert not Path("evil").exists()


@pytest.mark.parametrize("cut", [0, 10, 2000])
def test_an_archive_that_is_cut_off_or_none_at_all_changes_nothing(commune: Console, cut: int) -> None:
    commune.works("backup", "dh.tar.gz")
    moved_away(commune)
    Path("dh.tar.gz").write_bytes(Path("dh.tar.gz").read_bytes()[:cut])
    assert "nothing was changed" in commune.fails("restore", "dh.tar.gz")
    assert list(Path("var").iterdir()) == []


def test_on_postgresql_keys_and_files_are_packed_and_pg_dump_is_named(console: Console, postgresql_url: str) -> None:
    console.settings["database_url"] = postgresql_url
    console.works("invite", "--phone", "0912345678", "--name", NAME, "--role", "guardian")
    said = console.works("backup", "dh.tar.gz")
    assert "pg_dump" in said
    assert "postgresql://" not in said
    with tarfile.open("dh.tar.gz") as tar:
        assert tar.getnames() == ["manifest.json", "keys.json"]
    moved_away(console)
    assert "pg_restore" in console.works("restore", "dh.tar.gz")
    assert who_is_there(console) == [NAME]
    assert "another kind" in console.fails("restore", "dh.tar.gz", "--force", database_url="sqlite:///var/other.db")
