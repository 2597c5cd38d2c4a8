"""The service on a working morning, whatever the hour: `NODE_AHEAD=seconds python -m tests.nodes.node serve`."""

import os
import runpy
from datetime import timedelta

from bot.clock import Clock

if __name__ == "__main__":
    Clock.__init__.__defaults__ = (timedelta(seconds=float(os.environ["NODE_AHEAD"])),)
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
