"""`python -m bot …` from outside: a process, its exit code, and what a technician reads."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from tests.tree import ROOT

COMMANDS = ("demo", "serve", "migrate", "doctor", "invite", "keys show", "keys rotate", "audit verify", "units import")
PATIENCE = 60


def environment(**settings: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DONGHANH_")}
    given = {f"DONGHANH_{name.upper()}": value for name, value in settings.items()}
    return {**ours, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200", **given}


def run(folder: Path, command: str, *more: str, **settings: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "bot", *command.split(), *more]
    return subprocess.run(
        words, cwd=folder, env=environment(**settings), capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


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
    end = time.monotonic() + PATIENCE
    while status(address) != 200:
        assert process.poll() is None, f"it ended by itself with {process.returncode}"
        assert time.monotonic() < end, "it did not become ready"
        time.sleep(0.1)


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return refusal.code
    except (urllib.error.URLError, ConnectionError):
        return 0


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, object]]]:
    """A folder with a seeded commune on the embedded database, and the accounts that were printed."""
    folder = tmp_path_factory.mktemp("commune")
    done = run(folder, "demo", "--seed-only")
    assert done.returncode == 0, done.stderr
    return folder, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example(command: str) -> None:
    done = CliRunner().invoke(app, [*command.split(), "--help"])
    assert done.exit_code == 0
    assert "Example: " in done.stdout


def test_seeding_prints_one_account_a_line(commune: tuple[Path, list[dict[str, object]]]) -> None:
    _, accounts = commune
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


def test_the_doctor_says_what_is_off_and_is_content(commune: tuple[Path, list[dict[str, object]]]) -> None:
    done = run(commune[0], "doctor")
    assert done.returncode == 0
    assert "DONGHANH_TELEGRAM_TOKEN is not set" in done.stdout


def test_the_doctor_finds_a_database_that_is_away_without_telling_its_password(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", database_url="postgresql://dh:very-secret@127.0.0.1:1/dh")
    assert done.returncode == 1
    assert "not reachable" in done.stdout
    assert "very-secret" not in done.stdout + done.stderr


def test_an_invite_has_a_code_and_a_link(commune: tuple[Path, list[dict[str, object]]]) -> None:
    done = run(commune[0], "invite", "--phone", "0912345678", "--name", "Nguyễn Văn A", "--role", "officer")
    code = done.stdout.split()[1]
    assert done.returncode == 0
    assert len(code) == 9
    assert f"/chat#{code}" in done.stdout


def test_an_invite_for_nobody_says_what_is_missing(commune: tuple[Path, list[dict[str, object]]]) -> None:
    done = run(commune[0], "invite", "--phone", "0987654321")
    assert done.returncode == 2
    assert "--name" in done.stderr


def test_new_keys_seal_everything_and_the_chain_stays_whole(commune: tuple[Path, list[dict[str, object]]]) -> None:
    folder, accounts = commune
    assert run(folder, "keys rotate").returncode == 0
    assert "key 2  seals" in run(folder, "keys show").stdout
    assert run(folder, "audit verify").returncode == 0
    again = run(folder, "invite", "--phone", str(accounts[0]["phone"]))
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_it_starts_answers_and_ends_in_good_order(tmp_path: Path, command: str) -> None:
    with running(tmp_path, command) as (process, address):
        assert status(f"{address}/healthz") == 200
        assert status(f"{address}/chat") == 200
        assert status(f"{address}/demo") == (200 if command == "demo" else 404)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
