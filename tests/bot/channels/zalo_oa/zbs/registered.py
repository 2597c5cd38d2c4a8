"""Our templates as the operator registers them at the platform."""

from datetime import date

from seeds.tables import load_tables
from tests.bot.channels.zalo_oa.fake import FakeZaloOa
from tests.bot.channels.zalo_oa.fake.templates import FakeTemplate


def register_ours(api: FakeZaloOa) -> dict[str, FakeTemplate]:
    """By our code."""
    return {
        code: api.shop.register(one.registered_as, one.body, {each.name: each.longest for each in one.parameters})
        for code, one in load_tables(date(2026, 11, 23)).templates.items()
    }
