"""What the Zalo Bot Platform takes: text only, slowly, and so much a month."""

from bot.delivery.channel import Capabilities

LONGEST = 2000
CAPABILITIES = Capabilities(
    text=LONGEST, buttons=0, per_second=5, per_chat_second=1, burst=3, at_once=8, per_month=3000, people=50
)
