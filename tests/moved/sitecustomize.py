"""Python loads this before all else in a process that a test under a moved clock starts."""

import os
from datetime import UTC, datetime, timedelta

if ahead := os.environ.get("WALL_CLOCK_AHEAD"):
    import time_machine

    time_machine.travel(datetime.now(UTC) + timedelta(seconds=float(ahead))).start()
