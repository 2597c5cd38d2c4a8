"""Our service without the waits that the platform asks for (30 messages a second) and without the limit on chatter.

The bench measures the work, not the waiting; the peers wait for nothing either.
Run as `python -m bench.unlimited serve`.
"""

import runpy
from dataclasses import replace

from bot.channels.telegram.channel import Telegram
from rules import chatter

NO_LIMIT = 10**6

if __name__ == "__main__":
    Telegram.capabilities = replace(
        Telegram.capabilities, per_second=NO_LIMIT, per_chat_second=NO_LIMIT, burst=NO_LIMIT
    )
    chatter.MOST_A_MINUTE = NO_LIMIT
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
