"""What Zalo's templates cost and how many are left, as figures for machines that watch."""

from collections.abc import Iterator

from bot.channels.platform import Figure
from handlers.notify.template_use import TemplateUse


def template_figures(use: TemplateUse) -> Iterator[Figure]:
    """Gives the month's count and cost in đồng, and the quotas; what the platform has not told is left out."""
    yield Figure("donghanh_templates_month", "Templates sent this month", use.sent)
    yield Figure("donghanh_templates_month_dong", "What this month's templates cost, in dong", use.dong)
    for what, count in (("day", use.most), ("day_remaining", use.remaining), ("bought_remaining", use.bought)):
        if count is not None:
            yield Figure("donghanh_templates_quota", "Templates that may leave", count, {"what": what})
