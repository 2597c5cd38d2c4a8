"""What the platform allows in a month: counted with what leaves, shown, and told to the admins in time, once."""

from collections import Counter

import pytest
from sqlalchemy import select

from bot.channels.zalo_oa.zbs.figures import template_figures
from bot.intake import sent_marks
from bot.intake.sent_journal import SentMark
from bot.web.health.routes import Figures, Limited, figures_of, gauges
from handlers.kit.deployment import Deployment
from handlers.notify import allowances, template_use
from rules.allowances import step_of
from storage import audit, chats, quotas, usage
from storage.database import Store
from tests.conftest import StandingClock
from tests.person import World


@pytest.mark.parametrize(
    ("used", "most", "step"),
    [
        *((0, 3000, 0), (2399, 3000, 0), (2400, 3000, 80), (2999, 3000, 80), (3000, 3000, 100), (3001, 3000, 100)),
        *((39, 50, 0), (40, 50, 80), (50, 50, 100), (10**9, 0, 0)),
    ],
)
def test_when_it_is_told(used: int, most: int, step: int) -> None:
    assert step_of(used, most) == step


def left(store: Store, count: int, channel: str = "zalo_bot") -> None:
    """So many messages left, in one commit with whatever else."""
    with store.transaction() as db:
        sent_marks.write(db, [SentMark(number, str(number), db.now, channel) for number in range(count)])


def test_what_leaves_is_counted_where_the_platform_counts(store: Store) -> None:
    left(store, 3)
    left(store, 4)
    left(store, 5, "")
    with store.transaction() as db:
        assert usage.sent_this_month(db, "zalo_bot") == 7
        assert usage.sent_this_month(db, "telegram") == 0
        assert db.execute(select(usage.usage.c.channel)).scalars().all() == ["zalo_bot"]


def test_what_is_rolled_back_is_not_counted(store: Store) -> None:
    def failing() -> None:
        with store.transaction() as db:
            usage.sent(db, Counter(zalo_bot=2))
            raise LookupError

    with pytest.raises(LookupError):
        failing()
    with store.transaction() as db:
        assert usage.sent_this_month(db, "zalo_bot") == 0


def test_a_month_begins_in_viet_nam(store: Store, clock: StandingClock) -> None:
    clock.move_to(clock.now().replace(day=30, hour=23, minute=59))
    left(store, 3)
    clock.move(minutes=1)
    with store.transaction() as db:
        assert usage.month(db) == "2026-12"
        assert usage.sent_this_month(db, "zalo_bot") == 0


def watch(world: World, per_month: int = 10, people: int = 5) -> allowances.Allowance:
    with world.store.transaction() as db:
        return allowances.watch(db, world.deployment, "zalo_bot", per_month, people)


def people_write(world: World, count: int) -> None:
    with world.store.transaction() as db:
        for number in range(count):
            chats.add(db, "zalo_bot", f"somebody-{db.new_id()}-{number}")


def test_the_admin_hears_at_eighty_and_at_a_hundred_once_a_month(world: World, clock: StandingClock) -> None:
    admin = world.linked("Võ Thị Hạnh", "admin", pronoun="chi")
    left(world.store, 7)
    assert not watch(world).spent
    assert len(admin.listen()) == 0
    left(world.store, 1)
    for _ in range(3):
        watch(world)
    assert len(admin.listen()) == 1
    assert "kênh Zalo bot đã gửi 8 trên 10 tin" in admin.sees
    left(world.store, 2)
    assert watch(world).spent
    watch(world)
    assert len(admin.listen()) == 1
    assert "10 trên 10" in admin.sees
    clock.move_to(clock.now().replace(month=12, day=1))
    assert not watch(world).spent
    left(world.store, 8)
    watch(world)
    assert len(admin.listen()) == 1


def test_people_are_counted_and_told_of_too(world: World) -> None:
    admin = world.linked("Võ Thị Hạnh", "admin", pronoun="chi")
    people_write(world, 3)
    watch(world)
    assert admin.listen() == []
    people_write(world, 2)
    now = watch(world)
    watch(world)
    assert (now.met, now.full) == (5, True)
    assert len(admin.listen()) == 1
    assert "5 trên 5 người" in admin.sees
    with world.look() as db:
        assert list(db.execute(select(audit.audit.c.action)).scalars()).count("allowance.told") == 1


def test_two_nodes_tell_it_once(world: World) -> None:
    admin = world.linked("Võ Thị Hạnh", "admin", pronoun="chi")
    left(world.store, 9)
    with world.store.transaction() as db:
        assert usage.tell_once(db, "zalo_bot", usage.SENT, 80)
        assert not usage.tell_once(db, "zalo_bot", usage.SENT, 80)
        assert usage.tell_once(db, "zalo_bot", usage.SENT, 100)
    watch(world)
    assert admin.listen() == []


def test_machines_read_it_too(store: Store, deployment: Deployment) -> None:
    left(store, 6)
    with store.transaction() as db:
        figures = figures_of(db, ("web", "zalo_bot"), (Limited("zalo_bot", 3000, 50),))
    registry = gauges(figures, 0)
    sample = registry.get_sample_value
    assert sample("donghanh_allowance_used", {"channel": "zalo_bot", "what": "sent"}) == 6
    assert sample("donghanh_allowance_limit", {"channel": "zalo_bot", "what": "sent"}) == 3000
    assert sample("donghanh_allowance_limit", {"channel": "zalo_bot", "what": "people"}) == 50
    assert gauges(Figures({}, {}, {}), 0).get_sample_value("donghanh_open_pages") == 0


def test_machines_read_what_templates_cost(store: Store) -> None:
    with store.transaction() as db:
        usage.paid(db, "zbs", 12, 6720)
        quotas.note(db, "zbs", template_use.DAILY, most=500, remaining=488)
        of_templates = figures_of(db, ("web", "zbs"), (), lambda db: template_figures(template_use.read(db)))
        sample = gauges(of_templates, 0).get_sample_value
        without = gauges(figures_of(db, ("web",), ()), 0).get_sample_value
    assert sample("donghanh_templates_month") == 12
    assert sample("donghanh_templates_month_dong") == 6720
    assert sample("donghanh_templates_quota", {"what": "day"}) == 500
    assert sample("donghanh_templates_quota", {"what": "day_remaining"}) == 488
    assert sample("donghanh_templates_quota", {"what": "bought_remaining"}) is None
    assert without("donghanh_templates_month") is None


def test_a_daily_quota_is_told_once_a_day(world: World, clock: StandingClock) -> None:
    admin = world.linked("Võ Thị Hạnh", "admin", pronoun="chi")

    def stands(remaining: int) -> int:
        with world.store.transaction() as db:
            quotas.note(db, "zbs", template_use.DAILY, most=500, remaining=remaining)
            template_use.watch(db, world.deployment)
            template_use.watch(db, world.deployment)
        return len(admin.listen())

    assert [stands(remaining) for remaining in (101, 100, 60, 0, 0)] == [0, 1, 0, 1, 0]
    assert "500 trên 500" in admin.sees
    clock.move(days=1)
    assert stands(500) == 0
    assert stands(99) == 1
