"""Nobody reads our log, its pipe is full, its disk is full, or there is none: messages flow all the same."""

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from bench.ports import free_address
from bot.log_stream import LossyStream
from tests.bot.commands.test_commands import environment, status, wait_for
from tests.patience import PATIENCE

pytestmark = pytest.mark.wall_clock
SECRET = "secret_of_the_hook"
MESSAGES = 60
SETTINGS = {
    "telegram_token": "5000000001:AAFakeTokenForTests-0123456789abcdefg",
    "telegram_api": "http://127.0.0.1:9",
    "telegram_secret": SECRET,
    "log": "json",
}


@contextmanager
def nobody_reads() -> Iterator[int]:
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@contextmanager
def full_pipe() -> Iterator[int]:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    yield writing
    os.close(writing)
    os.close(reading)


@contextmanager
def full_disk() -> Iterator[int]:
    with open("/dev/full", "wb") as file:
        yield file.fileno()


@contextmanager
def serving(folder: Path, stderr: int | None) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    listen = free_address()
    command = [sys.executable, "-m", "bot", "serve"]
    if stderr is None:
        command = ["sh", "-c", 'exec "$@" 2>&- >&-', "sh", *command]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(listen=listen, **SETTINGS), stdout=stderr, stderr=stderr
    )
    try:
        wait_for(f"http://{listen}/healthz", process)
        yield process, f"http://{listen}"
    finally:
        process.kill()
        process.wait()


def brings(address: str, number: int) -> int:
    message = {"message_id": number, "date": 1, "chat": {"id": number, "type": "private"}, "text": "chào"}
    request = urllib.request.Request(
        f"{address}/hooks/telegram",
        json.dumps({"update_id": number, "message": message}).encode(),
        {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return int(answer.status)


def messages_flow(folder: Path, stderr: int | None) -> None:
    with serving(folder, stderr) as (process, address):
        assert [brings(address, number) for number in range(1, MESSAGES + 1)] == [200] * MESSAGES
        assert status(f"{address}/readyz") == 200
        with urllib.request.urlopen(f"{address}/metrics", timeout=PATIENCE) as answer:
            figures = answer.read().decode()
        assert process.poll() is None
    lost = next(line for line in figures.splitlines() if line.startswith("donghanh_log_lines_lost_total"))
    assert float(lost.split()[1]) > 0
    with sqlite3.connect(folder / "var/donghanh.db") as other:
        states = other.execute("SELECT state, count(*) FROM inbox GROUP BY state").fetchall()
    other.close()
    assert states == [("done", MESSAGES)]


@pytest.mark.parametrize("broken", [nobody_reads, full_pipe, full_disk], ids=lambda way: way.__name__)
def test_messages_flow(tmp_path: Path, broken: Callable[[], AbstractContextManager[int]]) -> None:
    with broken() as stderr:
        messages_flow(tmp_path, stderr)


def test_messages_flow_without_any_stream(tmp_path: Path) -> None:
    messages_flow(tmp_path, None)


def test_lines_are_written_where_they_can_be(tmp_path: Path) -> None:
    before = LossyStream.lost
    with open(tmp_path / "log", "w+") as file:
        stream = LossyStream(file)
        stream.write("một dòng\n")
        stream.write("x" * 10_000)
        lines = (tmp_path / "log").read_text().splitlines()
    assert [len(line) for line in lines] == [8, 4095]
    assert LossyStream.lost == before
    stream.write("the file is closed\n")
    assert LossyStream.lost == before + 1
