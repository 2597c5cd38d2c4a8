"""Attachments lie in a folder or in a bucket: sealed in either, the same from every node, gone when deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.channels.web.uploads import KEPT_FOR, NoSuchUpload, Uploads
from bot.files.blobs import Blobs, BlobsAway, Folder
from bot.files.opening import open_blobs
from bot.files.store import FileStore
from bot.settings import SettingsError, load_settings
from storage.keyring import Keyring
from tests.bot.commands.console import Console
from tests.bot.files.fake_s3 import BUCKET, FakeS3


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeS3]:
    with FakeS3() as fake:
        for name, value in fake.environment().items():
            monkeypatch.setenv(name, value)
        yield fake


def opened(folder: Path, files: str | None, kind: str = "files") -> Blobs:
    return open_blobs(files, folder, kind)


@pytest.fixture(params=["own folder", "shared folder", "bucket"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, s3: FakeS3) -> Blobs:
    where = {"own folder": None, "shared folder": str(tmp_path / "shared"), "bucket": f"s3://{BUCKET}/kim-bang/"}
    return opened(tmp_path, where[request.param])


def test_what_is_put_is_read_again_and_written_over_and_taken_away(blobs: Blobs) -> None:
    blobs.put("1.sealed", b"one")
    blobs.put("1.sealed", b"another")
    assert (blobs.get("1.sealed"), blobs.first("1.sealed", 2)) == (b"another", b"an")
    assert blobs.names() == ["1.sealed"]
    blobs.delete(["1.sealed", "2.sealed"])
    assert blobs.names() == []
    with pytest.raises(FileNotFoundError):
        blobs.get("1.sealed")


def test_all_names_are_found_however_many(blobs: Blobs) -> None:
    for number in range(8):
        blobs.put(f"{number}.sealed", b"x")
    assert blobs.names() == [f"{number}.sealed" for number in range(8)]
    assert blobs.names(older_than=3600) == []


def test_a_clock_that_was_set_back_hides_no_name(tmp_path: Path) -> None:
    """A file that a rotation of keys does not see is lost with the old key."""
    folder = Folder(tmp_path)
    folder.put("1.sealed", b"x")
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        assert folder.names() == ["1.sealed"]


def test_another_node_opens_what_this_one_kept_and_only_in_its_own_place(blobs: Blobs, keyring: Keyring) -> None:
    FileStore(blobs, keyring).keep(7, b"a photo of a paper")
    assert FileStore(blobs, keyring).read(7) == b"a photo of a paper"
    assert b"photo" not in blobs.get("7.sealed")
    assert FileStore(blobs, keyring).old() == []
    FileStore(blobs, keyring).delete([7, 8])
    with pytest.raises(FileNotFoundError):
        FileStore(blobs, keyring).read(7)


def test_files_are_sealed_anew_with_a_new_key_wherever_they_lie(blobs: Blobs, keyring: Keyring) -> None:
    FileStore(blobs, keyring).keep(7, b"a photo")
    rotated = keyring.with_published().with_current(2)
    assert FileStore(blobs, rotated).reseal() == 1
    assert FileStore(blobs, rotated).reseal() == 0
    assert FileStore(blobs, rotated).read(7) == b"a photo"


def test_what_a_page_sent_to_one_node_is_fetched_by_another(blobs: Blobs, keyring: Keyring) -> None:
    ref = Uploads(blobs, keyring).keep(b"a voice note")
    other = Uploads(blobs, keyring)
    assert other.read(ref) == b"a voice note"
    other.drop(ref)
    with pytest.raises(NoSuchUpload):
        other.read(ref)


def test_uploads_nobody_fetched_are_swept_from_a_bucket_too(tmp_path: Path, keyring: Keyring, s3: FakeS3) -> None:
    uploads = Uploads(opened(tmp_path, f"s3://{BUCKET}", "uploads"), keyring)
    old, fresh = uploads.keep(b"old"), uploads.keep(b"fresh")
    name = f"uploads/{old.removeprefix('upload:')}"
    s3.objects[name] = replace(s3.objects[name], at=s3.objects[name].at - timedelta(seconds=KEPT_FOR + 1))
    uploads.sweep()
    assert uploads.read(fresh) == b"fresh"
    with pytest.raises(NoSuchUpload):
        uploads.read(old)


def test_names_in_the_bucket_lie_under_the_prefix_and_every_request_was_signed(tmp_path: Path, s3: FakeS3) -> None:
    opened(tmp_path, f"s3://{BUCKET}/kim-bang").put("1.sealed", b"x")
    assert list(s3.objects) == ["kim-bang/files/1.sealed"]
    assert s3.refused == []


def test_a_wrong_secret_is_told_without_showing_it(tmp_path: Path, s3: FakeS3, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "very-secret-value")
    with pytest.raises(BlobsAway) as caught:
        opened(tmp_path, f"s3://{BUCKET}").put("1.sealed", b"x")
    assert s3.refused == ["SignatureDoesNotMatch"]
    assert "very-secret-value" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_bucket_that_is_away_is_an_error_of_the_place_and_nothing_is_half_there(
    tmp_path: Path, s3: FakeS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.s3.RETRIES", {"max_retries": 0})
    blobs = opened(tmp_path, f"s3://{BUCKET}")
    s3.away = True
    for work in (lambda: blobs.put("1", b"x"), lambda: blobs.get("1"), lambda: blobs.names()):
        with pytest.raises(BlobsAway):
            work()
    s3.away = False
    assert blobs.names() == []


def test_what_is_being_written_is_not_listed(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "1.sealed.99.new").write_bytes(b"half")
    assert folder.names() == []


@pytest.mark.parametrize("value", ["ftp://place", "s3://", "s3://key:secret@bucket/x", "https://bucket"])
def test_a_place_that_is_none_is_refused_at_the_start(
    value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONGHANH_FILES", value)
    with pytest.raises(SettingsError, match="neither a folder nor s3"):
        load_settings()


@pytest.mark.wall_clock(moves=False)  # the client of S3 is not Python and asks the machine
def test_the_doctor_writes_and_reads_there(console: Console, s3: FakeS3) -> None:
    console.works("migrate")
    bucket = f"s3://{BUCKET}/kim-bang"
    assert f"✓ attachments: {bucket} can be written and read" in console.works("doctor", files=bucket)
    assert s3.objects == {}, "and leaves nothing behind"
    console.works("doctor", files=str(console.folder / "shared"))
    (console.folder / "file").write_text("not a folder")
    assert "✗ attachments" in console.fails("doctor", files=str(console.folder / "file"))


@pytest.mark.wall_clock
def test_a_backup_takes_the_shared_folder_along_and_says_what_it_leaves_out(console: Console, s3: FakeS3) -> None:
    console.works("migrate")
    shared = str(console.folder / "shared")
    FileStore(Folder(console.folder / "shared" / "files"), Keyring.load(console.keys_file)).keep(7, b"a photo")
    assert "2 files" in console.works("backup", "shared.tar.gz", files=shared)
    console.works("restore", "shared.tar.gz", "--force", files=str(console.folder / "elsewhere"))
    assert (console.folder / "elsewhere" / "files" / "7.sealed").exists()
    assert "they lie in the bucket" in console.works("backup", "bucket.tar.gz", files=f"s3://{BUCKET}")
