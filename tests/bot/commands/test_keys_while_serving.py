"""Keys that change while the service runs: nothing it writes or reads is lost on the way."""

import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import key_holders
from storage.database import Store
from storage.keyring import Keyring
from storage.resealing import key_numbers
from tests.bot.commands.console import Console
from tests.bot.commands.served import Served, served
from tests.patience import until_seen

# what was said first still stands on the page then
MOST_WRITTEN = 20
pytestmark = [pytest.mark.wall_clock(moves=False), pytest.mark.slow]


@pytest.fixture
def commune(console_on_each: Console) -> Console:
    console_on_each.works("migrate")
    return console_on_each


@pytest.fixture
def service(commune: Console) -> Iterator[Served]:
    with served(commune) as one:
        yield one


def opened(console: Console) -> Store:
    return console.open()


def seals(console: Console) -> list[int]:
    store = opened(console)
    try:
        return [holder.seals for holder in key_holders.running(store)]
    finally:
        store.close()


def sealed_with(console: Console) -> set[int]:
    """The numbers of the keys that sealed any cell."""
    store = opened(console)
    try:
        return {number for counts in key_numbers(store).values() for number in counts}
    finally:
        store.close()


def test_keys_rotate_while_people_write_and_nothing_fails(commune: Console, service: Served) -> None:
    assert service.writes("Xin chào") == 202
    stop, failures = threading.Event(), []

    def write() -> None:
        for _ in range(MOST_WRITTEN):
            try:
                assert service.writes("Cho tôi hỏi việc làm") == 202
            except Exception as problem:  # noqa: BLE001 - whatever went wrong is what the test is about
                failures.append(repr(problem))
            if stop.wait(0.5):
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert "everything is sealed with key 2" in commune.works("keys rotate")
    finally:
        stop.set()
        writer.join()
    assert failures == []
    assert seals(commune) == [2]
    assert service.writes("Còn đó không?") == 202
    assert "Xin chào" in service.reads()
    assert "Còn đó không?" in service.reads()
    assert "KeyMissing" not in service.said()
    until_seen(lambda: sealed_with(commune) == {2})
    assert "seals with 2" in commune.works("keys show")


def test_the_old_key_is_retired_while_the_service_runs(commune: Console, service: Served) -> None:
    service.writes("Xin chào")
    commune.works("keys rotate")
    until_seen(lambda: sealed_with(commune) == {2})
    assert "retired: 1" in commune.works("keys retire", "--yes")
    assert list(Keyring.load(commune.keys_file).data_keys) == [2]
    until_seen(lambda: [list(holder.keys) for holder in holders(commune)] == [[2]])
    assert "Xin chào" in service.reads()
    assert service.writes("Còn đó không?") == 202
    assert "whole" in commune.works("audit verify")


def holders(console: Console) -> list[key_holders.KeyHolder]:
    store = opened(console)
    try:
        return key_holders.running(store)
    finally:
        store.close()


def test_a_machine_with_a_copy_of_its_own_is_waited_for_and_named(commune: Console, tmp_path: Path) -> None:
    """It has the first key only until somebody copies the file; then the rotation goes on where it was."""
    elsewhere = tmp_path / "elsewhere" / "keys.json"
    elsewhere.parent.mkdir(mode=0o700)
    shutil.copy(commune.keys_file, elsewhere)
    with served(commune, keys_file=str(elsewhere)) as other:
        other.writes("Xin chào")
        said = commune.fails("keys rotate", "--wait", "2")
        assert "has key 2: copy" in said
        assert f"process {other.process.pid} on " in said
        assert sealed_with(commune) == {1}, "nobody seals with a key that somebody lacks"
        assert other.writes("Vẫn chạy") == 202
        shutil.copy(commune.keys_file, elsewhere)
        assert "everything is sealed with key 2" in commune.works("keys rotate")
        assert Keyring.load(commune.keys_file).newest == 2, "the second run goes on with the key of the first"
        assert "Xin chào" in other.reads()
        assert other.writes("Còn đó không?") == 202
        until_seen(lambda: sealed_with(commune) == {2})


def test_a_process_that_was_killed_is_not_waited_for(commune: Console, service: Served) -> None:
    service.process.send_signal(signal.SIGKILL)
    service.process.wait()
    commune.works("keys rotate", "--wait", "0")


def test_a_service_that_ends_in_good_order_takes_its_row_away(commune: Console) -> None:
    with served(commune):
        assert len(holders(commune)) == 1
    assert holders(commune) == []


def test_nobody_starts_with_a_keys_file_that_lacks_the_sealing_key(commune: Console, tmp_path: Path) -> None:
    old = tmp_path / "old" / "keys.json"
    old.parent.mkdir(mode=0o700)
    shutil.copy(commune.keys_file, old)
    commune.works("invite", "--phone", "0912345678", "--name", "Nguyễn Văn A", "--role", "guardian")
    commune.works("keys rotate")
    assert "sealed with key 2" in commune.fails("serve", keys_file=str(old))
