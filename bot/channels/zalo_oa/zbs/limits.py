"""What Zalo's templates take: rates, and how long after somebody's last word they go by user id."""

from datetime import timedelta

from bot.delivery.channel import Capabilities

# together with the account's own channel this stays well below what an app may send in a minute
CAPABILITIES = Capabilities(
    text=2000, buttons=0, per_second=20, per_chat_second=1, burst=3, at_once=8, open_for=timedelta(days=365)
)
