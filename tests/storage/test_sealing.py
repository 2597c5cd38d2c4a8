"""Sealed cells, blind look-ups and the keys they hang on."""

import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import StatementError

from storage import accounts
from storage.columns import Cell, Instant, NaiveMoment, from_ms, seal, to_ms
from storage.database import Store
from storage.keyring import CellTampered, KeyMissing, Keyring, KeysFileUnreadable
from tests.storage.commune import UNIT, who

KEYS = Keyring.fresh()


@given(st.text(), st.integers(1, 2**63 - 1))
def test_whatever_is_sealed_opens_again_in_its_row_only(text: str, row: int) -> None:
    blob = KEYS.seal(f"persons.name:{row}", text.encode(errors="surrogatepass"))
    assert KEYS.open(f"persons.name:{row}", blob).decode(errors="surrogatepass") == text
    for elsewhere in (f"persons.name:{row + 1}", f"persons.given:{row}"):
        with pytest.raises(CellTampered):
            KEYS.open(elsewhere, blob)


@given(st.binary(max_size=60), st.integers(0, 200))
def test_a_changed_cell_does_not_open(content: bytes, position: int) -> None:
    blob = bytearray(KEYS.seal("a.b:1", content))
    blob[2 + position % (len(blob) - 2)] ^= 1
    with pytest.raises(CellTampered):
        KEYS.open("a.b:1", bytes(blob))


def test_a_new_key_seals_and_the_old_ones_open() -> None:
    old = KEYS.seal("a.b:1", b"x")
    rotated = KEYS.with_published().with_current(2)
    new = rotated.seal("a.b:1", b"x")
    assert (rotated.open("a.b:1", old), rotated.open("a.b:1", new)) == (b"x", b"x")
    assert Keyring.key_of(new) == Keyring.key_of(old) + 1
    with pytest.raises(KeyMissing):
        KEYS.open("a.b:1", new)
    assert rotated.blind("a.b", "x") == KEYS.blind("a.b", "x")


def test_a_blind_look_up_differs_by_column_value_and_key() -> None:
    looked_up = {
        KEYS.blind("accounts.phone", "+84905000001"),
        KEYS.blind("accounts.phone", "+84905000002"),
        KEYS.blind("persons.phone", "+84905000001"),
        Keyring.fresh().blind("accounts.phone", "+84905000001"),
    }
    assert len(looked_up) == 4


def test_the_keys_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "keys.json"
    KEYS.with_published().save(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Keyring.load(file).open("a.b:1", KEYS.seal("a.b:1", b"x")) == b"x"


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"data_keys": {"x": "y"}, "blind_key": "z"}', "\x00"])
def test_a_broken_keys_file_is_said_to_be_one(tmp_path: Path, content: str) -> None:
    file = tmp_path / "keys.json"
    file.write_text(content)
    with pytest.raises(KeysFileUnreadable, match=r"keys\.json"):
        Keyring.load(file)


def test_no_key_and_no_text_shows_when_printed() -> None:
    assert repr(seal(1, "Đặng Văn Nam")) == "Cell(row=1)"
    shown = repr(KEYS)
    assert not any(str(key) in shown for key in (*KEYS.data_keys.values(), KEYS.blind_key))


def test_plain_text_cannot_be_stored_where_sealed_text_belongs(store: Store) -> None:
    with store.transaction() as db:
        account = accounts.add(db, unit=UNIT, name="Đặng Văn Nam", roles=("person",))
        with pytest.raises(StatementError, match=r"accounts\.name"):
            db.execute(update(accounts.accounts).where(accounts.accounts.c.id == account).values(name="Nam"))
    with store.transaction() as db:
        assert who(db, account).name == "Đặng Văn Nam"


def test_a_cell_moved_to_another_row_does_not_open(store: Store) -> None:
    with store.transaction() as db:
        first = accounts.add(db, unit=UNIT, name="Đặng Văn Nam", roles=("person",))
        second = accounts.add(db, unit=UNIT, name="Lê Thị Hoa", roles=("person",))
        db.connection.exec_driver_sql(
            f"UPDATE accounts SET name = (SELECT name FROM accounts WHERE id = {first}) WHERE id = {second}"
        )
        with pytest.raises(CellTampered):
            _ = who(db, second).name


START = datetime(1970, 1, 1, tzinfo=UTC)
VIETNAM = timezone(timedelta(hours=7))


@given(st.timedeltas(timedelta(), timedelta(days=80_000)), st.sampled_from([UTC, VIETNAM]))
def test_a_moment_is_kept_to_the_millisecond(since: timedelta, zone: timezone) -> None:
    moment = (START + since).astimezone(zone)
    kept = from_ms(to_ms(moment))
    assert timedelta() <= moment - kept < timedelta(milliseconds=1)
    assert kept.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(NaiveMoment):
        Instant().process_bind_param(START.replace(tzinfo=None), store.engine.dialect)


@pytest.mark.parametrize("text", ["", "a\x00b", "𝔘𝔫𝔦 \u202eRTL", "ế" * 10_000])
def test_any_text_people_send_can_be_kept(store: Store, text: str) -> None:
    with store.transaction() as db:
        account = accounts.add(db, unit=UNIT, name=text, roles=("person",))
    with store.transaction() as db:
        assert who(db, account).name == text


def test_a_row_just_written_reads_like_one_fetched() -> None:
    cell: Any = Cell(1, '{"note": "x"}')
    assert (cell.open(1), cell.open_json(1)) == ('{"note": "x"}', {"note": "x"})


class TestAFileThatChanges:
    """Another process has written the keys file while this one runs."""

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        file = tmp_path / "keys.json"
        Keyring.fresh().save(file)
        return file

    def test_a_key_number_that_is_not_known_is_looked_for_in_the_file(self, file: Path) -> None:
        ours = Keyring.load(file)
        other = Keyring.load(file).with_published().with_current(2)
        other.save(file)
        assert ours.open("a.b:1", other.seal("a.b:1", b"x")) == b"x"
        assert ours.current == 2

    def test_the_keys_of_another_database_are_not_taken_over(self, file: Path) -> None:
        ours = Keyring.load(file)
        sealed = ours.seal("a.b:1", b"x")
        Keyring.fresh().save(file)
        assert not ours.reload()
        assert ours.open("a.b:1", sealed) == b"x"

    def test_a_file_that_cannot_be_read_changes_nothing_until_it_can(self, file: Path) -> None:
        ours = Keyring.load(file)
        with_published = Keyring.load(file).with_published()
        file.write_text("{")
        assert not ours.reload()
        assert ours.newest == 1
        with_published.save(file)
        assert ours.reload()
        assert (ours.newest, ours.current) == (2, 1)

    def test_a_file_that_is_gone_changes_nothing(self, file: Path) -> None:
        ours = Keyring.load(file)
        file.unlink()
        assert not ours.reload()

    def test_what_every_process_agreed_on_is_not_taken_back_by_an_older_copy(self, file: Path) -> None:
        """The database said that key 2 seals; this machine's copy of the file says 1 still."""
        ours = Keyring.load(file)
        copy = ours.with_published()
        copy.save(file)
        ours.reload()
        ours.take_over(ours.with_current(2))
        copy.with_backup_key_told("2026-11-29").save(file)
        ours.reload()
        assert ours.current == 2
