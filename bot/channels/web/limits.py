"""What our own web chat takes: nearly everything, as fast as it comes."""

from bot.delivery.channel import EVERYTHING, Capabilities

CAPABILITIES = Capabilities(
    text=10_000,
    buttons=100,
    edits=True,
    per_second=2_000,
    per_chat_second=100,
    burst=100,
    at_once=256,
    shows=EVERYTHING,
    caption=10_000,
)
