"""Our service as the bench runs it: its settings, its seeded commune, its guardians linked to chats."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Chat, Load
from bench.phone import Act
from bench.process import clean_env
from tests import postgres

MODULE = "bench.unlimited"
# all at once would be one batch, for which a busy machine takes longer than a webhook waits
LINKED_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Account:
    role: str
    born: str
    code: str


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """Gives the address of an empty database of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'donghanh.db'}"
        return
    with postgres.shared(folder / "postgres", durable=True) as server:
        with server.connect() as connection:
            connection.execute("CREATE DATABASE donghanh")
        yield server.url("donghanh")


def environment(folder: Path, *, port: int, api: str, token: str, secret: str, database: str) -> dict[str, str]:
    return {
        "DONGHANH_DATABASE_URL": database,
        "DONGHANH_KEYS_FILE": str(folder / "keys.json"),
        "DONGHANH_LISTEN": f"127.0.0.1:{port}",
        "DONGHANH_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DONGHANH_TELEGRAM_TOKEN": token,
        "DONGHANH_TELEGRAM_API": api,
        "DONGHANH_TELEGRAM_SECRET": secret,
        "DONGHANH_TELEGRAM_MODE": "webhook",
        "DONGHANH_TELEGRAM_RATE": "1000000",
        "DONGHANH_LOG": "json",
    }


def seeded(env: dict[str, str], folder: Path, guardians: int) -> list[Account]:
    """Gives the guardians of a demo commune grown to so many."""
    run = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--seed-only", "--guardians", str(max(guardians, 12))],
        cwd=folder,
        env={**clean_env(), **env},
        capture_output=True,
    )
    if run.returncode:
        raise RuntimeError(run.stderr.decode()[-3000:])
    accounts = [json.loads(line) for line in run.stdout.decode().splitlines() if line.startswith("{")]
    found = [Account(each["role"], str(each["born"] or ""), each["code"]) for each in accounts]
    return [account for account in found if account.role == "guardian"][:guardians]


async def link(load: Load, accounts: dict[int, Account]) -> None:
    few = asyncio.Semaphore(LINKED_AT_ONCE)

    async def one(chat: Chat) -> None:
        account = accounts[chat.id]
        usual = chat.follower.note
        chat.follower.note = lambda: account.born
        async with few:
            await load.dialogue(chat, Act(text=f"/start {account.code}"))
        chat.follower.note, chat.follower.noted = usual, False

    await load.everybody(one)
