"""A fake Zalo Bot Platform on loopback, no kinder than the real one, with people who write to the bot."""

from tests.bot.channels.zalo_bot.fake.server import TOKEN, FakeZaloBot
from tests.bot.channels.zalo_bot.fake.state import BotMessage, Request
from tests.bot.channels.zalo_bot.fake.user import ZaloUser

__all__ = ["TOKEN", "BotMessage", "FakeZaloBot", "Request", "ZaloUser"]
