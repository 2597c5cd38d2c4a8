"""What the Bot API takes: sizes, buttons and rates."""

from bot.delivery.channel import EVERYTHING, Capabilities

CAPABILITIES = Capabilities(
    text=4096, buttons=90, edits=True, per_second=30, per_chat_second=1, burst=4, shows=EVERYTHING, caption=1024
)
