"""The ends of the audit's chains, kept outside the database: beside the keys, in the log, and wherever one wants."""

import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot import anchoring
from bot.anchor_file import AnchorFile, from_lines, thinned
from bot.anchoring import FAILURES, SENT, Anchoring
from bot.settings import SettingsError, load_settings
from storage.audit import Head
from storage.database import Store
from tests.conftest import START

UNIT = "17791"


@pytest.fixture
def file(tmp_path: Path) -> AnchorFile:
    return AnchorFile(tmp_path / "anchors.jsonl")


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of a clock that stands still; the test moves it."""
    now = [0.0]
    monkeypatch.setattr(anchoring, "seconds", lambda: now[0])
    return now


@dataclass(slots=True)
class Elsewhere:
    """Somebody else's machine that is sent the ends."""

    url: str = ""
    status: int = 204
    got: list[dict[str, list[dict[str, object]]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(await request.json())
        return web.Response(status=self.status, headers={"Location": "/elsewhere"} if self.status == 307 else {})


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    other = Elsewhere()
    app = web.Application()
    app.router.add_post("/{any:.*}", other.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    other.url = f"http://127.0.0.1:{runner.addresses[0][1]}/anchors"
    yield other
    await runner.cleanup()


def note(store: Store) -> None:
    with store.transaction() as db:
        db.audit(UNIT, 1, "looked", 2, "why")


async def test_what_has_moved_is_noted_every_minute(store: Store, file: AnchorFile) -> None:
    anchors = Anchoring(store, file)
    note(store)
    for _ in range(2):
        await anchors.anchor()
    note(store)
    await anchors.anchor()
    assert [head.seq for head in file.read()] == [1, 2]
    assert file.path.stat().st_mode & 0o077 == 0
    await Anchoring(store, file).anchor()
    assert [head.seq for head in file.read()] == [1, 2], "a service that starts again goes on where it was"


async def test_it_is_handed_over_once_an_hour_and_holds_nothing_personal(
    store: Store, file: AnchorFile, elsewhere: Elsewhere, hour: list[float]
) -> None:
    anchors = Anchoring(store, file, elsewhere.url)
    note(store)
    with capture_logs() as logs:
        for minute in range(121):
            hour[0] = minute * 60.0
            await anchors.anchor()
    assert len(elsewhere.got) == 3
    (head,) = elsewhere.got[0]["heads"]
    assert set(head) == {"unit", "seq", "hash", "at"}
    said = [log for log in logs if log["event"] == "audit.anchored"]
    assert [(log["unit"], log["seq"], log["hash"]) for log in said] == [(UNIT, 1, file.read()[0].hash.hex())] * 3


@pytest.mark.parametrize("status", [307, 403, 500])
async def test_what_was_not_taken_is_counted_and_tried_again_a_minute_later(
    store: Store, file: AnchorFile, elsewhere: Elsewhere, hour: list[float], status: int
) -> None:
    """A redirect counts as not taken: only the address of the settings gets the ends."""
    failed, sent = FAILURES._value.get(), SENT._value.get()
    anchors = Anchoring(store, file, elsewhere.url)
    note(store)
    elsewhere.status = status
    with capture_logs() as logs:
        await anchors.anchor()
        hour[0] = 60.0
        await anchors.anchor()
    assert FAILURES._value.get() - failed == 2
    assert [log["failure"] for log in logs if log["event"] == "audit.anchor_failed"] == [f"status {status}"] * 2
    assert not any("127.0.0.1" in str(log) for log in logs)
    assert len(elsewhere.got) == 2
    elsewhere.status = 200
    hour[0] = 120.0
    await anchors.anchor()
    hour[0] = 180.0
    await anchors.anchor()
    assert len(elsewhere.got) == 3
    assert SENT._value.get() - sent == 1


async def test_a_command_gets_a_line_for_each_commune(store: Store, file: AnchorFile, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    program = f"import sys, pathlib; pathlib.Path(r'{kept}').write_text(sys.stdin.read())"
    note(store)
    await Anchoring(store, file, f'{sys.executable} -c "{program}"').anchor()
    assert list(from_lines(kept.read_text().splitlines())) == file.read()


async def test_a_command_that_hangs_is_ended(store: Store, file: AnchorFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchoring, "PATIENCE", 0.2)
    failed = FAILURES._value.get()
    note(store)
    with capture_logs() as logs:
        await Anchoring(store, file, "sleep 60").anchor()
    assert FAILURES._value.get() - failed == 1
    assert logs[-1]["failure"] == "TimeoutError"


async def test_a_full_disk_stops_nothing(store: Store, file: AnchorFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: AnchorFile, _heads: list[Head]) -> None:
        raise OSError("no space left")

    note(store)
    with monkeypatch.context() as patch:
        patch.setattr(AnchorFile, "add", full)
        await Anchoring(store, file).anchor()
    anchors = Anchoring(store, file)
    await anchors.anchor()
    assert [head.seq for head in file.read()] == [1]


def test_a_line_that_a_crash_cut_off_takes_no_other_with_it(file: AnchorFile) -> None:
    heads = [Head(UNIT, seq, bytes(32), START) for seq in (1, 2)]
    file.add(heads[:1])
    with file.path.open("a") as opened:
        opened.write('{"unit": "177')
    file.add(heads[1:])
    assert [head.seq for head in file.read()] == [1, 2]


def test_a_full_file_keeps_an_end_an_hour_then_an_end_a_day() -> None:
    heads = [Head(UNIT, minute, bytes(32), START + timedelta(minutes=minute)) for minute in range(60 * 24 * 5)]
    other = Head("17794", 1, bytes(32), START)
    kept = thinned([other, *heads])
    assert kept[0] == other
    assert kept[-1] == heads[-1]
    assert 48 < len(kept) < 60
    assert kept[1:] == sorted(kept[1:], key=lambda head: head.seq)


@pytest.mark.parametrize("target", ["https://example.vn/a", "http://127.0.0.1:9/x", "http://[::1]/x", "logger -t x"])
def test_it_goes_to_https_to_this_machine_or_to_a_command(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    monkeypatch.setenv("DONGHANH_AUDIT_ANCHOR", target)
    assert load_settings(None).audit_anchor == target


@pytest.mark.parametrize("target", ["http://example.vn/anchors", "ftp://127.0.0.1/x", "https://", "'unclosed", "  "])
def test_anything_else_stops_the_start(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    monkeypatch.setenv("DONGHANH_AUDIT_ANCHOR", target)
    with pytest.raises(SettingsError, match="DONGHANH_AUDIT_ANCHOR"):
        load_settings(None)


def test_what_is_sent_can_be_read_as_json_by_anybody(file: AnchorFile) -> None:
    file.add([Head(UNIT, 7, bytes(32), START)])
    assert json.loads(file.path.read_text())["seq"] == 7
