"""Our service without the limit on chatter, for the load of the bench writes faster than people do.

Telegram's own limits are lifted by a setting: `DONGHANH_TELEGRAM_RATE`. Run as `python -m bench.unlimited serve`.
With `BENCH_STACKS` in the environment, SIGUSR1 has it note where its processor time goes, until SIGUSR2.
"""

import os
import runpy
from pathlib import Path

from bench import stacks
from rules import chatter

NO_LIMIT = 10**6

if __name__ == "__main__":
    chatter.MOST_A_MINUTE = NO_LIMIT
    if file := os.environ.get("BENCH_STACKS"):
        stacks.listen(Path(file))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
