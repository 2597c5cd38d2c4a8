"""What Zalo's templates cost and how many are left, as figures for machines that watch."""

from prometheus_client import CollectorRegistry, Gauge

from handlers.notify.template_use import TemplateUse


def add_template_gauges(use: TemplateUse, registry: CollectorRegistry) -> None:
    """What the platform has not told is not shown, rather than as nought."""
    sent = Gauge("donghanh_templates_month", "Templates sent this month", registry=registry)
    sent.set(use.sent)
    dong = Gauge("donghanh_templates_month_dong", "What this month's templates cost, in dong", registry=registry)
    dong.set(use.dong)
    quota = Gauge("donghanh_templates_quota", "Templates that may leave", ["what"], registry=registry)
    for what, count in (("day", use.most), ("day_remaining", use.remaining), ("bought_remaining", use.bought)):
        if count is not None:
            quota.labels(what).set(count)
