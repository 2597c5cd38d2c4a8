"""A fake Bot API on loopback, no kinder than Telegram, with people who write to the bot."""

from tests.fakes.telegram.rates import Limits
from tests.fakes.telegram.server import TOKEN, FakeTelegram
from tests.fakes.telegram.state import BotMessage, Button, Request
from tests.fakes.telegram.user import User

__all__ = ["TOKEN", "BotMessage", "Button", "FakeTelegram", "Limits", "Request", "User"]
