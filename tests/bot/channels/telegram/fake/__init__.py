"""A fake Bot API on loopback, no kinder than Telegram, with people who write to the bot."""

from tests.bot.channels.telegram.fake.rates import Limits
from tests.bot.channels.telegram.fake.server import TOKEN, FakeTelegram
from tests.bot.channels.telegram.fake.state import BotMessage, Button, Request
from tests.bot.channels.telegram.fake.user import User

__all__ = ["TOKEN", "BotMessage", "Button", "FakeTelegram", "Limits", "Request", "User"]
