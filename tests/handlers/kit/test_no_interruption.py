"""What the service asks by itself waits while somebody is in the middle of a dialogue; alerts and replies do not."""

from dataclasses import replace

from handlers.kit import Outgoing
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.notices import kind_of
from storage import outbox
from storage.outbox.sending import take
from tests.notice_rows import row
from tests.person import Talker, World


def words(wording: Wording) -> Outgoing:
    return Outgoing("…")


def told(world: World, somebody: Talker, lane: int) -> list[int]:
    """What delivery finds of a lane after a notice was put for somebody."""
    with row(replace(kind_of("visit_soon"), lane=lane)), world.store.transaction() as db:
        notices.tell(db, world.deployment, somebody.account_id, "visit_soon", words)
    return taken(world, lane)


def taken(world: World, lane: int) -> list[int]:
    with world.store.transaction() as db:
        return [sending.lane for sending in take(db, "web", lane, 10)]


def test_a_reminder_waits_until_the_report_is_sent_or_left_lying(world: World) -> None:
    tu = world.guardian()
    world.person(guardian=tu)
    tu.says("/tham")
    assert told(world, tu, outbox.REMINDER) == []
    world.clock.move(minutes=16)
    assert taken(world, outbox.REMINDER) == [outbox.REMINDER]


def test_a_reminder_comes_when_nothing_is_open(world: World) -> None:
    tu = world.guardian()
    tu.says("menu")
    assert told(world, tu, outbox.REMINDER) == [outbox.REMINDER]


def test_an_alert_breaks_in(world: World) -> None:
    tu = world.guardian()
    world.person(guardian=tu)
    tu.says("/tham")
    assert outbox.ALERT in told(world, tu, outbox.ALERT)


def test_a_reminder_that_a_report_has_answered_is_not_sent_any_more(world: World) -> None:
    tu = world.guardian()
    person = world.person(guardian=tu)
    with world.store.transaction() as db:
        notices.tell(db, world.deployment, tu.account_id, "visit_today", words, subject_id=person)
    assert "Đã ghi nhận" in tu.reports(person, outcome="away")
    world.clock.move(minutes=16)
    assert taken(world, outbox.REMINDER) == []
