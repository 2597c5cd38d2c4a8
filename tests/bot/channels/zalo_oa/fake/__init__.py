"""A fake Zalo Official Account on loopback, no kinder than the real one, with people who write to it."""

from tests.bot.channels.zalo_oa.fake.server import REPLY_QUOTA, SEND, TOKENS, FakeZaloOa
from tests.bot.channels.zalo_oa.fake.state import APP_ID, APP_SECRET, OA_ID

__all__ = ["APP_ID", "APP_SECRET", "OA_ID", "REPLY_QUOTA", "SEND", "TOKENS", "FakeZaloOa"]
