"""What a Zalo Official Account takes: sizes, rates, and how long after its reader's last word."""

from datetime import timedelta

from bot.delivery.channel import Capabilities

# since the reader's last message: answers are free, then paid for, then refused
FREE_FOR = timedelta(hours=48)
OPEN_FOR = timedelta(days=7)
CAPABILITIES = Capabilities(
    text=2000,
    buttons=5,
    per_second=30,
    per_chat_second=1,
    burst=3,
    at_once=16,
    free_for=FREE_FOR,
    open_for=OPEN_FOR,
)
