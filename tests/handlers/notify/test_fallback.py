"""When no chat reaches somebody: Zalo's approved words, the call list, and an alert for whoever is in care."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.kit import Incoming, Outgoing
from handlers.notify import delivery_failures, notices
from storage import accounts, alerts, chats, outbox
from storage.chats import Chat
from storage.database import VIETNAM, Db
from storage.outbox import REMINDER, call_list, receipts
from storage.outbox.sending import Sending, sent
from tests.conftest import StandingClock
from tests.handlers.commune import run_all
from tests.notice_rows import at_once
from tests.person import Talker, World

ZALO = "https://zalo.me/388613280878808645"


@pytest.fixture
def world(world: World) -> World:
    """A commune with an Official Account."""
    world.deployment = replace(world.deployment, addresses={**world.deployment.addresses, "zalo_oa": ZALO})
    return world


def tell(world: World, account_id: int, kind: str = "check_in") -> bool:
    with world.store.transaction() as db:
        return notices.tell(db, world.deployment, account_id, kind, lambda _: Outgoing("Chuyện riêng"))


def blocks(world: World, talker: Talker) -> None:
    world.deliver(Incoming(talker.channel, world.next_id(), talker.address, "stopped"))


def waiting(world: World, channel: str) -> list[tuple[str, Outgoing]]:
    """(address, message) of what waits to leave on a channel, oldest first."""
    table = outbox.outbox
    with world.look() as db:
        rows = db.execute(table.select().where(table.c.channel == channel).order_by(table.c.id)).all()
        found = [(chats.get(db, row.chat_id), Outgoing.from_json(row.body.open_json(row.id))) for row in rows]
    return [(chat.address, out) for chat, out in found if chat]


def called(world: World) -> list[tuple[int, str]]:
    with world.look() as db:
        return [(entry.account_id, entry.reason) for entry in call_list.open_of(db, world.deployment.unit)]


def reasons(world: World) -> list[tuple[str, str]]:
    with world.look() as db:
        return [(alert.reason, alert.level) for alert in alerts.open_of(db, world.deployment.unit)]


def zalo(world: World, account_id: int, silent: timedelta = timedelta(days=8)) -> Chat:
    """A chat with the Official Account, last written in so long ago."""
    with world.store.transaction() as db:
        chat = chats.add(db, "zalo_oa", f"2468{account_id}")
        chats.link(db, chat.id, account_id)
        chats.used(db, [chat])
        db.execute(chats.chats.update().where(chats.chats.c.id == chat.id).values(last_in_at=db.now - silent))
        found = chats.get(db, chat.id)
    assert found is not None
    return found


def sending(world: World, chat: Chat, *, kind: str = "check_in", lane: int = REMINDER) -> Sending:
    """A message as it stands when its platform has refused it."""
    life = timedelta(days=2)
    with world.store.transaction() as db:
        body = Outgoing("Chuyện riêng").to_json()
        message_id = outbox.put(db, chat, body, lane=lane, kind=kind, expires_at=db.now + life)
        ends = db.now + life
    return Sending(message_id, chat.id, chat.account_id, chat.channel, chat.address, lane, kind, None, body, 1, ends)


def fails(world: World, message: Sending, cause: delivery_failures.Cause) -> None:
    with world.store.transaction() as db:
        delivery_failures.settle(db, world.deployment, message, "WindowClosed:-230", cause)


def next_of(world: World, message: Sending) -> Sending:
    """What was put in its place."""
    table = outbox.outbox
    with world.look() as db:
        row = db.execute(table.select().where(table.c.channel == "zbs").order_by(table.c.id.desc())).first()
        assert row is not None
        chat = chats.get(db, row.chat_id)
        assert chat is not None
        body = row.body.open_json(row.id)
    tried = tuple(row.tried or ())
    return replace(message, id=row.id, chat_id=chat.id, channel="zbs", address=chat.address, body=body, tried=tried)


def state(world: World, message: Sending) -> str:
    with world.look() as db:
        found = db.execute(outbox.outbox.select().where(outbox.outbox.c.id == message.id)).one()
        return str(found.state)


def test_whoever_has_only_a_number_gets_approved_words_by_phone(world: World) -> None:
    with world.store.transaction() as db:
        account = accounts.add(
            db, unit=world.deployment.unit, name="Nguyễn Văn Tư", roles=("guardian",), phone="+84901234567"
        )
    assert tell(world, account, "visit_today")
    [(address, out)] = waiting(world, "zbs")
    assert address == f"phone:{account}"
    assert out.template == "reminder"
    assert "Chuyện riêng" not in str(out.to_json())
    assert called(world) == []


def test_a_persons_number_may_be_the_communes(world: World) -> None:
    nam = world.person_with_phone(phone="+84901234568")
    blocks(world, nam)
    nam.listen()
    assert tell(world, nam.account_id)
    assert [address for address, _ in waiting(world, "zbs")] == [f"phone:{nam.account_id}"]


def test_without_a_number_there_is_the_call_list_and_an_alert(world: World) -> None:
    officer, nam = world.officer(), world.person_with_phone()
    blocks(world, nam)
    officer.listen()
    assert not tell(world, nam.account_id)
    run_all(world)
    assert (nam.account_id, "check_in") in called(world)
    assert reasons(world) == [("unreachable", "normal")]
    assert "1 cảnh báo chưa xong" in officer.sees


def test_an_alert_is_raised_once_a_day_however_much_could_not_be_said(world: World) -> None:
    world.officer()
    nam = world.person_with_phone()
    blocks(world, nam)
    for kind in ("check_in", "relay", "interest_news"):
        tell(world, nam.account_id, kind)
        run_all(world)
    with world.look() as db:
        assert [alert.repeats for alert in alerts.open_of(db, world.deployment.unit)] == [0]


def test_a_message_to_many_that_misses_somebody_is_a_call_and_no_alarm(world: World) -> None:
    world.officer()
    nam = world.person_with_phone()
    with world.look() as db:
        chat = chats.of_account(db, nam.account_id)[0]
    fails(world, sending(world, chat, kind="broadcast"), "refused")
    run_all(world)
    assert called(world) == [(nam.account_id, "broadcast")]
    assert reasons(world) == []


def test_whoever_told_us_to_stop_is_left_in_peace(world: World) -> None:
    nam = world.person_with_phone(phone="+84901234568")
    nam.says("DUNG")
    tell(world, nam.account_id)
    assert waiting(world, "zbs") == []
    assert (nam.account_id, "chat_stopped") in called(world)


def test_a_guardian_whom_nothing_reaches_is_called_without_an_alert(world: World) -> None:
    guardian = world.guardian()
    blocks(world, guardian)
    tell(world, guardian.account_id, "visit_today")
    run_all(world)
    assert (guardian.account_id, "visit_today") in called(world)
    assert reasons(world) == []


def test_a_closed_window_keeps_the_message_and_sends_approved_words_by_user_id(world: World) -> None:
    with world.store.transaction() as db:
        account = accounts.add(db, unit=world.deployment.unit, name="Nguyễn Văn Tư", roles=("guardian",))
    chat = zalo(world, account)
    message = sending(world, chat)
    fails(world, message, "closed")
    assert state(world, message) == "held"
    assert [address for address, _ in waiting(world, "zbs")] == [f"uid:{chat.address}"]
    assert called(world) == []


def test_by_user_id_first_then_by_phone_then_the_call_list(world: World) -> None:
    with world.store.transaction() as db:
        account = accounts.add(
            db, unit=world.deployment.unit, name="Nguyễn Văn Tư", roles=("guardian",), phone="+84901234567"
        )
    message = sending(world, zalo(world, account))
    fails(world, message, "closed")
    by_id = next_of(world, message)
    fails(world, by_id, "refused")
    by_phone = next_of(world, message)
    assert by_phone.address == f"phone:{account}"
    fails(world, by_phone, "gone")
    assert called(world) == [(account, "check_in")]
    assert [state(world, one) for one in (message, by_id, by_phone)] == ["held", "dead", "dead"]


def test_a_number_without_zalo_is_not_paid_for_a_second_time(world: World) -> None:
    with world.store.transaction() as db:
        account = accounts.add(
            db, unit=world.deployment.unit, name="Nguyễn Văn Tư", roles=("guardian",), phone="+84901234567"
        )
    tell(world, account, "visit_today")
    first = next_of(world, sending(world, zalo(world, account, timedelta(days=400))))
    fails(world, first, "gone")
    before = len(waiting(world, "zbs"))
    with at_once("visit_overdue"):
        tell(world, account, "visit_overdue")
    assert len(waiting(world, "zbs")) == before


def test_another_chat_comes_before_anything_that_is_paid_for(world: World) -> None:
    guardian = world.guardian(phone="+84901234567")
    message = sending(world, zalo(world, guardian.account_id))
    fails(world, message, "closed")
    assert waiting(world, "zbs") == []
    assert guardian.sees == "Chuyện riêng"
    assert state(world, message) == "dead"


def test_one_template_of_a_kind_a_day_says_enough_but_every_alert_is_told(world: World) -> None:
    with world.store.transaction() as db:
        account = accounts.add(
            db, unit=world.deployment.unit, name="Lê Văn Hùng", roles=("officer",), phone="+84901234567"
        )
    for _ in range(3):
        tell(world, account, "relay")
    assert len(waiting(world, "zbs")) == 1
    for _ in range(2):
        tell(world, account, "alert")
    assert len(waiting(world, "zbs")) == 3
    assert called(world) == []


def test_what_was_kept_back_leaves_when_the_reader_writes(world: World) -> None:
    guardian = world.guardian()
    with world.look() as db:
        chat = chats.of_account(db, guardian.account_id)[0]
    message = sending(world, chat)
    fails(world, message, "closed")
    assert state(world, message) == "held"
    guardian.says("xin chào")
    assert state(world, message) == "queued"
    with world.look() as db:
        found = chats.get(db, chat.id)
        assert found is not None
        assert not found.held


def test_what_makes_no_sense_any_more_stays_back(world: World, clock: StandingClock) -> None:
    guardian = world.guardian()
    with world.look() as db:
        chat = chats.of_account(db, guardian.account_id)[0]
    message = sending(world, chat)
    fails(world, message, "closed")
    clock.move(days=3)
    guardian.says("xin chào")
    assert state(world, message) == "held"


def test_an_answer_out_of_its_time_is_not_brought_later(world: World) -> None:
    guardian = world.guardian()
    with world.look() as db:
        chat = chats.of_account(db, guardian.account_id)[0]
    message = sending(world, chat, kind="reply")
    fails(world, message, "closed")
    assert state(world, message) == "dead"
    assert called(world) == []


def test_at_night_approved_words_wait_for_the_morning(world: World, clock: StandingClock) -> None:
    clock.move_to(datetime(2026, 11, 25, 23, 0, tzinfo=VIETNAM))
    with world.store.transaction() as db:
        account = accounts.add(
            db, unit=world.deployment.unit, name="Nguyễn Văn Tư", roles=("guardian",), phone="+84901234567"
        )
    tell(world, account, "visit_today")
    with world.look() as db:
        assert earliest(db) == datetime(2026, 11, 26, 6, 30, tzinfo=VIETNAM)


def earliest(db: Db) -> datetime:
    moment: datetime = db.execute(outbox.outbox.select()).one().not_before
    return moment


def test_without_an_official_account_there_are_no_templates(world: World) -> None:
    world.deployment = replace(world.deployment, addresses={})
    with world.store.transaction() as db:
        account = accounts.add(
            db, unit=world.deployment.unit, name="Nguyễn Văn Tư", roles=("guardian",), phone="+84901234567"
        )
    assert not tell(world, account, "visit_today")
    assert called(world) == [(account, "visit_today")]


def test_whoever_never_got_the_template_is_called_after_a_day(world: World, clock: StandingClock) -> None:
    with world.store.transaction() as db:
        got, lost = (
            accounts.add(
                db, unit=world.deployment.unit, name="Lê Văn Hùng", roles=("guardian",), phone=f"+8490123456{number}"
            )
            for number in (1, 2)
        )
    messages = {}
    for account in (got, lost):
        tell(world, account, "visit_today")
        messages[account] = next_of(world, sending(world, zalo(world, account, timedelta(days=400))))
    with world.store.transaction() as db:
        sent(db, [(one.id, f"m{account}", db.now) for account, one in messages.items()])
        receipts.delivered_ours(db, messages[got].id, db.now)
    for hours in (23, 2, 2):
        clock.move(hours=hours)
        with world.store.transaction() as db:
            delivery_failures.call_unconfirmed(db, 100)
    assert called(world) == [(lost, "visit_today")]


def test_approved_words_that_came_too_late_are_told_by_voice(world: World) -> None:
    reader = guardian_with_phone(world)
    with world.store.transaction() as db:
        way = chats.for_templates(db, "zbs", {f"phone:{reader}": reader})[f"phone:{reader}"]
    message = sending(world, way, kind="visit_today")
    with world.store.transaction() as db:
        delivery_failures.drop_late(db, message)
    assert state(world, message) == "dropped"
    assert called(world) == [(reader, "visit_today")]


def guardian_with_phone(world: World) -> int:
    with world.store.transaction() as db:
        return accounts.add(
            db, unit=world.deployment.unit, name="Hồ Văn Sáu", roles=("guardian",), phone="+84912345678"
        )
