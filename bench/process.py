"""A bot as a subprocess: started, waited for, measured by what the kernel says of it, stopped or killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
# CPUCLOCK_SCHED of the kernel, beside the complement of the process's id
CPU_OF_PROCESS = 2
STARTS_WITHIN = 120.0


class DidNotStart(RuntimeError):
    """The bot ended or stayed silent instead of listening; its output follows."""


@dataclass(slots=True)
class Bot:
    """`module` run with `arguments` and `env`; it listens on `port`."""

    module: str
    arguments: list[str]
    env: dict[str, str]
    port: int
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def launch(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments],
                cwd=self.log.parent,
                env={**clean_env(), **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    async def start(self) -> float:
        """Seconds until it listened."""
        began = time.monotonic()
        self.launch()
        while not _listens(self.port):
            if not self.running or time.monotonic() - began > STARTS_WITHIN:
                self.kill()
                raise DidNotStart(f"{self.module}: {self.log.read_text(errors='replace')[-3000:]}")
            await asyncio.sleep(0.02)
        return time.monotonic() - began

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def cpu(self) -> float:
        """Seconds of CPU so far, user and system, of all threads, to the nanosecond: the clock of that process."""
        return time.clock_gettime(~self.pid << 3 | CPU_OF_PROCESS)

    def wake_ups(self) -> int:
        """Counts how often its threads have waited for something and gone on."""
        count = 0
        for status in Path(f"/proc/{self.pid}/task").glob("*/status"):
            with suppress(OSError):  # a thread that has just ended
                count += int(status.read_text().partition("\nvoluntary_ctxt_switches:")[2].split(None, 1)[0])
        return count

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def memory(self) -> int:
        """Gives its resident bytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        if self._process is not None and self.running:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """Ends it by `kill -9`."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def clean_env() -> dict[str, str]:
    """Ours, without anybody's settings; the code is found from any folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DONGHANH_", "BOT_"))}
    return {**kept, "PYTHONPATH": str(ROOT)}


def _listens(port: int) -> bool:
    with socket.socket() as sock:
        sock.settimeout(0.2)
        return sock.connect_ex(("127.0.0.1", port)) == 0
