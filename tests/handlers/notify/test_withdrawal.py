"""A notice whose reason has gone is not sent any more; where it was read it is marked as done, in the same message."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from handlers.notify.withdrawal import withdraw
from storage import chats, outbox
from storage.outbox import sending
from tests.conftest import StandingClock
from tests.handlers.broadcasts.broadcasting import leave
from tests.handlers.commune import in_care, moment, run_all, told
from tests.handlers.work.offering import offers_a_job, partner_of, wants, withdraws
from tests.person import Talker, World

VISIT = date(2026, 12, 9)
NIGHT = moment(VISIT + timedelta(days=1), 22)


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World, tu: Talker) -> int:
    return in_care(world, tu, VISIT)


def states(world: World, *kinds: str) -> list[str]:
    with world.look() as db:
        rows = db.execute(outbox.outbox.select().where(outbox.outbox.c.kind.in_(kinds)).order_by(outbox.outbox.c.id))
        return [row.state for row in rows]


def marks(talker: Talker) -> Iterator[tuple[str, str, list[str]]]:
    """What it was changed to: the message, the words, the buttons."""
    talker.listen()
    return ((heard.out.edits, heard.out.text, heard.labels) for heard in talker.heard if heard.kind == "done_mark")


def reminded(world: World, clock: StandingClock) -> None:
    clock.move_to(moment(VISIT))
    run_all(world)
    leave(world)


def test_a_reminder_that_was_read_is_marked_once_the_visit_is_reported(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    reminded(world, clock)
    tu.listen()
    reminder = next(heard for heard in tu.heard if heard.kind == "visit_today")
    tu.reports(nam)
    assert list(marks(tu)) == [(str(reminder.id), "✅ Lần ghé thăm này đã xong, cảm ơn bác.", [])]


def test_where_nothing_was_sent_nothing_is_marked(world: World, clock: StandingClock, tu: Talker, nam: int) -> None:
    clock.move_to(moment(VISIT))
    tu.reports(nam)
    assert list(marks(tu)) == []


def test_a_channel_that_changes_nothing_gets_no_second_message(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    reminded(world, clock)
    with world.store.transaction() as db:
        db.execute(chats.chats.update().values(channel="zalo_bot"))
    before = Talker(world, tu.address, channel="zalo_bot", account_id=tu.account_id)
    before.reports(nam)
    assert list(marks(before)) == []


def test_a_reminder_held_back_by_its_platform_is_called_off_too(
    world: World, clock: StandingClock, tu: Talker, nam: int
) -> None:
    clock.move_to(moment(VISIT))
    run_all(world)
    with world.store.transaction() as db:
        db.execute(outbox.outbox.update().where(outbox.outbox.c.kind == "visit_today").values(state="held"))
    tu.reports(nam)
    assert states(world, "visit_today") == ["dropped"]


def test_the_former_guardians_reminder_is_called_off_when_another_takes_over(
    world: World, clock: StandingClock, tu: Talker, hung: Talker, nam: int
) -> None:
    sau = world.guardian("Phan Thị Sáu", pronoun="co")
    clock.move_to(moment(VISIT))
    run_all(world)
    hung.fills("assign", person=nam, guardian=sau.account_id)
    assert states(world, "visit_today") == ["dropped"]


def test_an_alert_that_was_taken_is_marked_for_all_and_can_still_be_seen(
    world: World, tu: Talker, hung: Talker, nam: int
) -> None:
    binh = world.officer("Trần Quốc Bình")
    tu.fills("alarm", about=nam, what="violence")
    leave(world)
    hung.says("nhận C1")
    for officer in (hung, binh):
        [(_, words, labels)] = marks(officer)
        assert words == "✅ C1 · xóm 6: đã có người nhận."
        assert labels == ["Xem"]
    hung.answers(hung.presses("go:alert_close"))
    assert [words for _, words, _ in marks(binh)][-1] == "✅ C1 · xóm 6: đã lo xong."
    assert list(marks(binh))[-1][2] == []


def test_a_request_that_waits_for_the_morning_is_called_off_when_the_alert_is_closed(
    world: World, clock: StandingClock, tu: Talker, hung: Talker, nam: int
) -> None:
    clock.move_to(moment(date(2026, 12, 11), 22))
    # the next day is a Saturday, without a digest
    tu.reports(nam, concerns=["drugs"])
    assert states(world, "alert") == ["queued"]
    hung.says("nhận C1")
    assert states(world, "alert") == ["dropped"]


def test_the_monthly_question_is_called_off_when_it_was_answered_before_it_left(
    world: World, clock: StandingClock
) -> None:
    lan = world.person_with_phone("Lê Thị Lan", came_home_on=date(2026, 1, 25))
    clock.move_to(moment(date(2026, 11, 25)))
    run_all(world)
    assert len(told(lan, "check_in")) == 1
    lan.fills("checkin", face="good")
    assert states(world, "check_in") == ["dropped"]


def test_news_of_interest_is_called_off_when_the_offer_is_closed(world: World) -> None:
    with world.store.transaction() as db:
        chat = chats.add(db, "web", "partner")
        outbox.put(
            db,
            chat,
            {"text": "…"},
            lane=outbox.REMINDER,
            kind="interest",
            expires_at=NIGHT,
            subject_id=7,
            not_before=NIGHT,
        )
    with world.store.transaction() as db:
        withdraw(db, "offer", 7, "closed")
        assert sending.take(db, "web", outbox.REMINDER, 10) == []


def test_news_of_interest_that_was_read_is_marked_when_the_offer_is_closed(world: World) -> None:
    hong, organisation = partner_of(world)
    job = offers_a_job(world, organisation)
    wants(world.person_with_phone(), job)
    leave(world)
    read = hong.listen()[-1]
    hong.presses(f"do:offer_closed:{job}")
    assert list(marks(hong)) == [(str(read.id), "✅ V1: tin này đã đóng, cảm ơn chị.", [])]


def test_a_wish_that_was_read_is_marked_when_the_last_need_is_closed(world: World, hung: Talker) -> None:
    nam = world.person_with_phone()
    withdraws(world, nam, "relay")
    nam.fills("wish", kind="job", agree="no")
    leave(world)
    hung.listen()
    hung.says("/needs")
    hung.chooses("anh Nam" if "anh Nam" in hung.last else "Nam")
    assert list(marks(hung)) == []
    hung.presses(next(button.press for button in hung.last.out.buttons if "need_met" in button.press))
    assert [words for _, words, _ in marks(hung)] == ["✅ Việc này đã lo xong, cảm ơn anh."]
