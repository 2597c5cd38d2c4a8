"""What the webhook has heard of templates and of the day's quota, on its way to whoever looks after them."""

import asyncio
from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.channels.zalo_oa.news import LimitChanged, TemplateChanged

log = structlog.get_logger()
MOST = 1000
TemplateNews = TemplateChanged | LimitChanged


@dataclass(slots=True)
class TemplateEvents:
    waiting: "asyncio.Queue[TemplateNews]" = field(default_factory=partial(asyncio.Queue, MOST))

    def take(self, news: TemplateNews) -> None:
        """What has no room is only late: everything is looked up again within the hour."""
        try:
            self.waiting.put_nowait(news)
        except asyncio.QueueFull:
            log.warning("zbs.news_dropped")
