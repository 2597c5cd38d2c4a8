"""Several nodes of the service on one cluster, as processes of their own that can be killed."""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench import ours
from bench.ports import free_port
from bench.process import Bot, clean_env
from tests.bot.channels.telegram.fake import TOKEN
from tests.daytime import daytime
from tests.patience import PATIENCE

SECRET = "a-secret-of-the-webhook"
MODULE = "tests.nodes.node"


@dataclass(slots=True)
class Nodes:
    """`ahead`: how many seconds all their clocks are ahead, so that it is a working morning."""

    folder: Path
    url: str
    api: str
    ports: list[int]
    public_url: str = ""
    ahead: float = field(default_factory=lambda: daytime().ahead.total_seconds())
    running: list[Bot] = field(default_factory=list)

    def environment(self, port: int) -> dict[str, str]:
        env = ours.environment(self.folder, port=port, api=self.api, token=TOKEN, secret=SECRET, database=self.url)
        del env["DONGHANH_TELEGRAM_RATE"]  # the platform here takes no more than Telegram does
        return {**env, "DONGHANH_PUBLIC_URL": self.public_url, "NODE_AHEAD": str(self.ahead)}

    def seeded(self, guardians: int) -> list[dict[str, Any]]:
        """The accounts of a demo commune grown to so many guardians."""
        run = subprocess.run(
            [sys.executable, "-m", MODULE, "demo", "--seed-only", "--guardians", str(guardians)],
            cwd=self.folder,
            env={**clean_env(), **self.environment(free_port())},
            capture_output=True,
        )
        if run.returncode:
            raise RuntimeError(run.stderr.decode()[-3000:])
        return [json.loads(line) for line in run.stdout.decode().splitlines() if line.startswith("{")]

    async def start(self) -> None:
        self.running = [
            Bot(MODULE, ["serve"], self.environment(port), port, self.folder / f"node-{port}.log")
            for port in self.ports
        ]
        await asyncio.gather(*(node.start() for node in self.running))

    def holder(self, lease: str) -> Bot | None:
        """The node whose process the database names as the holder."""
        with self._database() as connection:
            row = connection.execute("SELECT holder FROM leases WHERE name = %s", [lease]).fetchone()
        pid = str(row[0]).split("/")[1] if row and row[0] else ""
        return next((node for node in self.running if node.running and str(node.pid) == pid), None)

    def on_their_way(self) -> set[int]:
        """The ids of the messages that the database has as being sent."""
        with self._database() as connection:
            return {int(row[0]) for row in connection.execute("SELECT id FROM outbox WHERE state = 'sending'")}

    def _database(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(f"{self.url}?target_session_attrs=read-write&connect_timeout={PATIENCE:.0f}")

    def stop(self) -> None:
        for node in self.running:
            node.kill()
