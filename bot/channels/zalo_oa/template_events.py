"""Queues what the webhook tells of templates and of the day's quota."""

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
    """A queue of at most a thousand events."""

    waiting: "asyncio.Queue[TemplateNews]" = field(default_factory=partial(asyncio.Queue, MOST))

    def take(self, news: TemplateNews) -> None:
        """Adds an event; one without room is dropped, since everything is looked up again within the hour."""
        try:
            self.waiting.put_nowait(news)
        except asyncio.QueueFull:
            log.warning("zbs.news_dropped")
