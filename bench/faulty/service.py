"""Our service without limits, on a disk and by a clock that the bench can trouble: `FAULTS=file python -m … serve`."""

import errno
import os
import runpy
import time
from datetime import datetime, timedelta
from pathlib import Path

from bench.faulty import sqlite_layer
from bench.faulty.switches import Switches


def trouble_the_disk(switches: Switches) -> None:
    """Fails what we sync ourselves, such as the spool; SQLite's files by its own layer."""
    fsync = os.fsync

    def syncs(file: int) -> None:
        if switches.takes_one("sync_errors"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(file)

    os.fsync = syncs  # type: ignore[assignment]
    sqlite_layer.install(switches)


def trouble_the_clock(switches: Switches) -> None:
    """Puts this process's wall clock on or back; what only goes on is left alone, as a real jump leaves it."""
    wall, wall_ns = time.time, time.time_ns
    time.time = lambda: wall() + switches.get("clock")
    time.time_ns = lambda: wall_ns() + int(switches.get("clock") * 1e9)
    from bot.clock import Clock

    now = Clock.now

    def troubled(clock: Clock) -> datetime:
        return now(clock) + timedelta(seconds=switches.get("clock"))

    Clock.now = troubled  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    switches = Switches(Path(os.environ["FAULTS"]))
    trouble_the_disk(switches)
    trouble_the_clock(switches)
    runpy.run_module("bench.unlimited", run_name="__main__", alter_sys=True)
