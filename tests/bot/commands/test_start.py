"""The start: the demo comes up, keeps what it has, stays small, and ends when told; a taken port is said in a line."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.ports import free_address
from tests.patience import PATIENCE
from tests.tree import ROOT

# the start that makes the tables takes some 6 MB more; whether the index of the reviewed answers, 5 MB, is built by the
# time that memory is read depends on the machine (bench/README.md)
MOST_MEGABYTES = {"first": 134, "second": 128}
# imported before anything is asked for; each of them costs a tenth of the start
SLOW = ("alembic", "telegram", "holidays", "xlsxwriter", "ftfy", "PIL", "segno")


def environment(listen: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DONGHANH_")}
    return {**ours, "PYTHONPATH": str(ROOT), "DONGHANH_LISTEN": listen}


@contextmanager
def demo(folder: Path, listen: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
        cwd=folder,
        env=environment(listen),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: "subprocess.Popen[str]") -> str:
    """The first line it prints, which is when the door is open."""
    assert process.stdout is not None
    return process.stdout.readline()


def accounts(listen: str) -> set[str]:
    with urllib.request.urlopen(f"http://{listen}/demo/state", timeout=PATIENCE) as answer:
        return {one["id"] for one in json.loads(answer.read())["accounts"]}


def resident_megabytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


@pytest.mark.slow
def test_the_demo_starts_twice_on_one_database_stays_small_and_ends_in_good_order(tmp_path: Path) -> None:
    seen = []
    for start, most in MOST_MEGABYTES.items():
        listen = free_address()
        with demo(tmp_path, listen) as process:
            assert said(process).strip().endswith(f"http://{listen}/demo")
            seen.append(accounts(listen))
            if sys.platform == "linux":
                assert resident_megabytes(process.pid) < most, start
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
    assert seen[0] == seen[1]
    assert len(seen[0]) == 50
    assert not list((tmp_path / "var").glob("*.json")), "what the demo has is its own"


@pytest.mark.slow
def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            [sys.executable, "-m", "bot", "demo"],
            cwd=tmp_path,
            env=environment(listen),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("cannot listen there (EADDRINUSE)")
    assert "Traceback" not in done.stderr


def test_what_is_slow_is_loaded_when_it_is_wanted() -> None:
    looked = f"import sys, bot.__main__; print([name for name in {SLOW!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", looked], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    assert done.stdout.strip() == "[]"
