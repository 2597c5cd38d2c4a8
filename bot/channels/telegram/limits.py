"""What the Bot API takes: sizes, buttons and rates."""

from dataclasses import replace

from bot.delivery.channel import EVERYTHING, Capabilities

CAPABILITIES = Capabilities(
    text=4096, buttons=90, edits=True, per_second=30, per_chat_second=1, burst=4, shows=EVERYTHING, caption=1024
)


def at_rate(rate: int) -> Capabilities:
    """Gives the capabilities of a stand-in that takes so many messages a second, for one chat too."""
    return replace(CAPABILITIES, per_second=rate, per_chat_second=rate, burst=rate)
