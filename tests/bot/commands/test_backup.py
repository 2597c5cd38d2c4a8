"""A commune packed into one archive and put up again from it; and archives that are not what they were."""

import io
import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import sealed_stream
from bot.commands.sealed_stream import BackupKey, BrokenStream, OpeningReader, SealingWriter
from bot.database_lock import nobody_serves
from bot.files.blobs import Folder
from bot.files.store import FileStore
from storage import accounts, attachments
from storage.keyring import Keyring
from tests.bot.commands.console import Console
from tests.bot.commands.served import served

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


def moved_away(console: Console, *, keys_too: bool = False) -> None:
    """A new machine; the keys file comes from the safe."""
    (console.folder / "var").rename(console.folder / "the-old-machine")
    if not keys_too:
        Path("var").mkdir(mode=0o700)
        shutil.copy("the-old-machine/keys.json", console.keys_file)


def plain(archive: Path, console: Console) -> bytes:
    """What is sealed in it: the tar of before copies were sealed."""
    with archive.open("rb") as file:
        return io.BufferedReader(OpeningReader(file, (BackupKey(Keyring.load(console.keys_file).backup_key),))).read()


def repacked(archive: Path, console: Console, change: Change) -> None:
    """The archive with its files changed or left out, by somebody who can open it; left as it was made before."""
    archive.write_bytes(plain(archive, console))
    with tarfile.open(archive) as tar:
        content = [(entry.name, tar.extractfile(entry)) for entry in tar]
        kept = [change(name, file.read()) for name, file in content if file]
    with tarfile.open(archive, "w:gz") as tar:
        for name, data in filter(None, kept):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))


def test_a_commune_is_put_up_again_on_another_machine(commune: Console) -> None:
    commune.works("audit verify")
    commune.works("backup", "dh.copy")
    assert Path("dh.copy").stat().st_mode & 0o077 == 0
    moved_away(commune)
    assert "files are back" in commune.works("restore", "dh.copy")
    assert who_is_there(commune) == [NAME]
    assert "whole" in commune.works("audit verify")
    assert [files(commune).read(int(path.stem)) for path in Path("var/files").iterdir()] == [b"a photo"]
    assert commune.keys_file.stat().st_mode & 0o077 == 0
    commune.works("doctor")


def test_an_archive_names_its_day_and_lies_with_the_rest_unless_said_otherwise(commune: Console) -> None:
    commune.works("backup")
    assert len(list(Path("var/backups").glob("donghanh-*.dhcopy"))) == 1


def test_nothing_is_written_over(commune: Console) -> None:
    Path("dh.copy").write_bytes(b"precious")
    assert "is there already" in commune.fails("backup", "dh.copy")
    assert Path("dh.copy").read_bytes() == b"precious"


def test_nothing_can_be_read_but_with_the_key(commune: Console) -> None:
    commune.works("backup", "dh.copy")
    content = Path("dh.copy").read_bytes()
    for told in (NAME.encode(), b"SQLite format", b"database.db", b"keys.json", UNIT.encode()):
        assert told not in content
    inside = plain(Path("dh.copy"), commune)
    with tarfile.open(fileobj=io.BytesIO(inside)) as tar:
        assert "keys.json" not in tar.getnames(), "never beside the data unless asked"
        for entry in tar:
            file = tar.extractfile(entry)
            content = file.read() if file else b""
            assert NAME.encode() not in content, entry.name
            assert b"912000001" not in content, entry.name
            assert (entry.uid, entry.uname) == (0, "")


def test_a_machine_without_the_keys_puts_nothing_back(commune: Console) -> None:
    commune.works("backup", "dh.copy")
    moved_away(commune, keys_too=True)
    assert "--key-file" in commune.fails("restore", "dh.copy")
    written = Path("paper.txt")
    shutil.copy("the-old-machine/keys.json", "keys.json")
    written.write_text(commune.works("keys backup-key", keys_file="keys.json"))
    assert "the keys are not in it" in commune.fails("restore", "dh.copy", "--key-file", "paper.txt")
    assert not Path("var/donghanh.db").exists()


def test_with_the_keys_in_it_and_the_paper_of_the_safe_a_lost_machine_comes_back(commune: Console) -> None:
    Path("paper.txt").write_text(commune.works("keys backup-key").lower().replace("-", " "))
    assert "It holds the keys too" in commune.works("backup", "dh.copy", "--with-keys")
    moved_away(commune, keys_too=True)
    commune.works("restore", "dh.copy", "--key-file", "paper.txt")
    assert who_is_there(commune) == [NAME]
    assert commune.keys_file.stat().st_mode & 0o077 == 0


def test_a_copy_for_a_passphrase_opens_with_it_only(commune: Console) -> None:
    Path("right").write_text("mười hai con giáp\n")
    Path("wrong").write_text("mười hai con giap\n")
    Path("short").write_text("1234\n")
    assert "12 signs or more" in commune.fails("backup", "dh.copy", "--passphrase-file", "short")
    commune.works("backup", "dh.copy", "--passphrase-file", "right")
    assert "--passphrase-file" in commune.fails("backup verify", "dh.copy")
    assert "does not open it" in commune.fails("backup verify", "dh.copy", "--passphrase-file", "wrong")
    assert "whole" in commune.works("backup verify", "dh.copy", "--passphrase-file", "right")


def test_a_copy_for_a_recipient_opens_with_the_secret_half_only(commune: Console) -> None:
    """The machine that makes it, and whoever breaks into it, cannot open it."""
    public = commune.works("keys pair", "secret.txt").strip()
    commune.works("keys pair", "another.txt")
    assert Path("secret.txt").stat().st_mode & 0o077 == 0
    commune.works("backup", "dh.copy", "--recipient", public)
    assert "--secret-file" in commune.fails("backup verify", "dh.copy")
    assert "another recipient" in commune.fails("backup verify", "dh.copy", "--secret-file", "another.txt")
    assert "whole" in commune.works("backup verify", "dh.copy", "--secret-file", "secret.txt")
    mistyped = public[:-1] + ("A" if public[-1] != "A" else "B")
    assert "a letter of the written key is wrong" in commune.fails("backup", "no.copy", "--recipient", mistyped)


def test_a_copy_is_looked_at_without_putting_it_back(commune: Console) -> None:
    commune.works("backup", "dh.copy")
    assert "whole" in commune.works("backup verify", "dh.copy")
    assert "the keys file opens its database" in commune.works("backup verify", "dh.copy")
    Keyring.fresh().save(Path("other.json"))
    Path("paper.txt").write_text(commune.works("keys backup-key"))
    said = commune.fails("backup verify", "dh.copy", "--key-file", "paper.txt", keys_file="other.json")
    assert "not the one of its database" in said


def test_a_copy_whose_key_was_retired_says_which_it_needs(commune: Console) -> None:
    commune.works("backup", "dh.copy")
    old = Path("of-then.json")
    shutil.copy(commune.keys_file, old)
    commune.works("keys rotate")
    commune.works("keys retire", "--yes")
    assert "needs key 1" in commune.fails("backup verify", "dh.copy").replace("need key 1", "needs key 1")
    assert "whole" in commune.works("backup verify", "dh.copy", keys_file=str(old))


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9, -1])
def test_a_changed_byte_is_noticed_wherever_it_is(commune: Console, place: float) -> None:
    commune.works("backup", "dh.copy")
    content = bytearray(Path("dh.copy").read_bytes())
    content[-1 if place < 0 else int(len(content) * place)] ^= 1
    Path("dh.copy").write_bytes(content)
    assert commune.run("backup verify", "dh.copy").exit_code == 1
    moved_away(commune)
    assert "nothing was changed" in commune.fails("restore", "dh.copy")


class TestTheStream:
    """Chunks in their order, from the first to the last; made small here."""

    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sealed_stream, "CHUNK", 10)

    def sealed(self, content: bytes) -> tuple[bytes, list[bytes]]:
        """The header, and the chunks."""
        target = io.BytesIO()
        writer = SealingWriter(target, BackupKey(b"k" * 32))
        writer.write(content)
        writer.finish()
        head = b"".join(target.getvalue().splitlines(keepends=True)[:2])
        rest = target.getvalue()[len(head) :]
        return head, [rest[at : at + 26] for at in range(0, len(rest), 26)]

    def opened(self, content: bytes) -> bytes:
        return io.BufferedReader(OpeningReader(io.BytesIO(content), (BackupKey(b"k" * 32),))).read()

    @given(content=st.binary(max_size=64))
    # with several clocks the test is called on several objects, of which it uses nothing
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors])
    def test_what_went_in_comes_out(self, content: bytes) -> None:
        head, chunks = self.sealed(content)
        assert self.opened(head + b"".join(chunks)) == content

    @pytest.mark.parametrize(
        "change",
        [
            lambda chunks: chunks[:-1],
            lambda chunks: chunks[1:],
            lambda chunks: [chunks[1], chunks[0], *chunks[2:]],
            lambda chunks: [*chunks, chunks[-1]],
            lambda chunks: [*chunks[:-1], chunks[-1][:-1]],
            lambda chunks: [],
        ],
        ids=["the end cut off", "the beginning cut off", "two changed places", "one twice", "a byte short", "nothing"],
    )
    def test_chunks_left_out_or_moved_are_noticed(self, change: Callable[[list[bytes]], list[bytes]]) -> None:
        head, chunks = self.sealed(bytes(range(40)))
        with pytest.raises(BrokenStream):
            self.opened(head + b"".join(change(chunks)))

    def test_a_chunk_of_another_copy_does_not_fit(self) -> None:
        head, chunks = self.sealed(bytes(40))
        _, others = self.sealed(bytes(40))
        with pytest.raises(BrokenStream):
            self.opened(head + b"".join([chunks[0], others[1], *chunks[2:]]))


def test_a_copy_that_was_interrupted_leaves_no_half_file(commune: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_writer: SealingWriter, _content: bytes) -> int:
        raise OSError("no space left")

    monkeypatch.setattr(SealingWriter, "write", full)
    assert "could not be written" in commune.fails("backup", "copies/dh.copy")
    assert list(Path("copies").iterdir()) == []
    assert list(Path("var").rglob("database.db")) == []


def test_nothing_is_put_back_under_a_running_service(commune: Console) -> None:
    commune.works("backup", "dh.copy")
    with served(commune):
        assert "is serving this database" in commune.fails("restore", "dh.copy", "--force")
        assert who_is_there(commune) == [NAME]
    commune.works("restore", "dh.copy", "--force")
    assert Path("var/donghanh.db.before").exists()


def test_nobody_starts_to_serve_while_something_is_put_back(commune: Console) -> None:
    with nobody_serves(Path("var/donghanh.db")):
        assert "is being restored" in commune.fails("serve")


def test_what_was_kept_of_the_audit_outside_comes_back_with_it(commune: Console) -> None:
    """Rows written after the copy are not missed, for the anchors are of its time; those of now are put aside."""
    commune.works("audit verify")
    commune.works("backup", "dh.copy")
    with commune.look() as db:
        accounts.add(db, unit=UNIT, name="Người đến sau", roles=("guardian",))
    commune.works("audit verify")
    commune.works("restore", "dh.copy", "--force")
    assert "whole" in commune.works("audit verify")
    assert "cut off at the end" in commune.fails("audit verify", "--anchors", "var/audit-anchors.jsonl.before")


def test_it_is_made_while_others_write(commune: Console) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with commune.look() as db:
                accounts.add(db, unit=UNIT, name="Ai đó", roles=("guardian",))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        commune.works("backup", "dh.copy")
    finally:
        stop.set()
        writer.join()
    moved_away(commune)
    commune.works("restore", "dh.copy")
    assert NAME in who_is_there(commune)


def test_what_is_there_is_kept(commune: Console) -> None:
    commune.works("backup", "dh.copy")
    with commune.look() as db:
        accounts.add(db, unit=UNIT, name="Người đến sau", roles=("guardian",))
    assert "there already" in commune.fails("restore", "dh.copy")
    assert len(who_is_there(commune)) == 2
    commune.works("restore", "dh.copy", "--force")
    assert who_is_there(commune) == [NAME]
    with closing(sqlite3.connect("var/donghanh.db.before")) as before:
        assert before.execute("SELECT count(*) FROM accounts").fetchone() == (2,)
    assert "earlier time" in commune.fails("restore", "dh.copy", "--force")
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
    commune.works("backup", "dh.copy", "--with-keys")
    moved_away(commune)
    repacked(Path("dh.copy"), commune, change)
    commune.keys_file.unlink()
    assert "nothing was changed" in commune.fails("restore", "dh.copy")
    assert list(Path("var").iterdir()) == []
    assert not Path("evil").exists()


@pytest.mark.parametrize("cut", [0, 10, 2000])
def test_an_archive_that_is_cut_off_or_none_at_all_changes_nothing(commune: Console, cut: int) -> None:
    commune.works("backup", "dh.copy")
    moved_away(commune)
    Path("dh.copy").write_bytes(Path("dh.copy").read_bytes()[:cut])
    assert "nothing was changed" in commune.fails("restore", "dh.copy")
    assert [path.name for path in Path("var").iterdir()] == ["keys.json"]


def test_a_copy_made_before_they_were_sealed_is_put_back_all_the_same(commune: Console) -> None:
    commune.works("backup", "dh.copy", "--with-keys")
    Path("dh.copy").write_bytes(plain(Path("dh.copy"), commune))
    moved_away(commune, keys_too=True)
    commune.works("restore", "dh.copy")
    assert who_is_there(commune) == [NAME]
    Path("var/backups").mkdir()
    shutil.copy("dh.copy", "var/backups/donghanh-2026.tar.gz")
    assert "is not sealed, and holds the keys" in commune.fails("doctor")


class TestOnPostgresql:
    @pytest.fixture
    def commune(self, console: Console, postgresql_url: str) -> Console:
        console.settings["database_url"] = postgresql_url
        console.works("invite", "--phone", "0912345678", "--name", NAME, "--role", "guardian")
        files(console).keep(7, b"a photo")
        return console

    def test_files_are_packed_and_pg_dump_is_named(self, commune: Console) -> None:
        said = commune.works("backup", "dh.copy")
        assert "pg_dump" in said
        assert "postgresql://" not in said
        with tarfile.open(fileobj=io.BytesIO(plain(Path("dh.copy"), commune))) as tar:
            assert tar.getnames() == ["manifest.json", "files/7.sealed"]
        moved_away(commune)
        assert "pg_restore" in commune.works("restore", "dh.copy")
        assert files(commune).read(7) == b"a photo"
        assert who_is_there(commune) == [NAME]
        assert "another kind" in commune.fails("restore", "dh.copy", "--force", database_url="sqlite:///var/other.db")

    def test_nothing_is_put_back_while_a_node_serves_the_database(self, commune: Console) -> None:
        commune.works("backup", "dh.copy")
        with served(commune) as node:
            said = commune.fails("restore", "dh.copy", "--force")
            assert f"process {node.process.pid} on " in said
            assert "is serving this database" in said
        assert "pg_restore" in commune.works("restore", "dh.copy", "--force")
