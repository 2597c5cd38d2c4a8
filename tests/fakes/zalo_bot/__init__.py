"""A fake Zalo Bot Platform on loopback, no kinder than the real one, with people who write to the bot."""

from tests.fakes.zalo_bot.server import TOKEN, FakeZaloBot
from tests.fakes.zalo_bot.state import BotMessage, Request
from tests.fakes.zalo_bot.user import ZaloUser

__all__ = ["TOKEN", "BotMessage", "FakeZaloBot", "Request", "ZaloUser"]
