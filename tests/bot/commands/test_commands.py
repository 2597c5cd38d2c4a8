"""`demo`, `serve` and `migrate` as processes: how they start, what they print, how they end."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.ports import free_address
from tests.patience import PATIENCE, until_seen
from tests.wall_clock import paths


def environment(**settings: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DONGHANH_")}
    given = {f"DONGHANH_{name.upper()}": value for name, value in ({"unit": "17791"} | settings).items()}
    return {**ours, "PYTHONPATH": paths(), "NO_COLOR": "1", "COLUMNS": "200", **given}


def run(folder: Path, command: str, *more: str, **settings: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "bot", *command.split(), *more]
    return subprocess.run(
        words, cwd=folder, env=environment(**settings), capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@contextmanager
def running(folder: Path, command: str, **settings: str) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    listen = free_address()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", command],
        cwd=folder,
        env=environment(listen=listen, **settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://{listen}/readyz", process)
        yield process, f"http://{listen}"
    finally:
        process.kill()
        process.wait()


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until_seen(lambda: process.poll() is not None or status(address) == 200, "it did not become ready")
    assert process.poll() is None, f"it ended by itself with {process.returncode}"


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code
    except (urllib.error.URLError, ConnectionError):
        return 0


@pytest.mark.wall_clock
def test_seeding_prints_one_account_a_line(tmp_path: Path) -> None:
    accounts = [json.loads(line) for line in run(tmp_path, "demo", "--seed-only").stdout.splitlines()]
    assert all(set(account) == {"role", "name", "born", "phone", "code"} for account in accounts)
    roles = [account["role"] for account in accounts]
    assert (roles.count("officer"), roles.count("guardian"), roles.count("partner")) == (4, 12, 6)
    assert len({account["code"] for account in accounts}) == len(accounts)


def test_a_larger_commune_can_be_asked_for(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", "--seed-only", "--guardians", "40")
    roles = [json.loads(line)["role"] for line in done.stdout.splitlines()]
    assert roles.count("guardian") == 40


def test_a_wrong_setting_stops_the_start_in_one_line(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", listen="nowhere", telegram_token="123:abc")
    assert done.returncode == 2
    assert done.stderr.strip() == "DONGHANH_LISTEN: is not an address and port like 127.0.0.1:8080"
    assert list(tmp_path.iterdir()) == []


def test_migrating_twice_does_no_harm(tmp_path: Path) -> None:
    first, second = run(tmp_path, "migrate"), run(tmp_path, "migrate")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.splitlines()[-1] == second.stdout.splitlines()[-1]


@pytest.mark.wall_clock
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_it_starts_answers_and_ends_in_good_order(tmp_path: Path, command: str) -> None:
    with running(tmp_path, command) as (process, address):
        assert status(f"{address}/healthz") == 200
        assert status(f"{address}/chat") == 200
        assert status(f"{address}/demo") == (200 if command == "demo" else 404)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
