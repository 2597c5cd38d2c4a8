"""An account is closed: what hangs on it ends or is handed on at once, and everybody concerned hears of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.accounts.changes import change_roles
from handlers.accounts.closing import LastAdmin
from handlers.notify import alerts, reminders
from handlers.notify.visit_planning import plan_visits
from storage import (
    account_changes,
    assignments,
    attachments,
    broadcasts,
    chats,
    conversations,
    drafts,
    due,
    invites,
    newcomers,
    offers,
    people_views,
    persons,
)
from storage import alerts as stored
from storage.alerts import Alert
from storage.outbox import REMINDER, call_list, outbox, put
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import WHY, account_of, closes, counted, opens, waiting_for
from tests.handlers.broadcasts.broadcasting import TO_PEOPLE, only, sends
from tests.handlers.work.offering import invites as asks_to_come
from tests.handlers.work.offering import offers_a_job, partner_of, wants
from tests.person import Talker, World


def record_of(world: World, talker: Talker) -> int:
    with world.store.transaction() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
        return person.id


def raised_about(world: World, person_id: int) -> Alert:
    with world.store.transaction() as db:
        person = persons.get(db, person_id)
        assert person is not None
        return alerts.raise_about(db, world.deployment, person, "violence")


def texts(talker: Talker) -> str:
    return "\n".join(heard.text for heard in talker.listen())


class TestOfAGuardian:
    def test_their_people_wait_for_another_and_every_officer_hears_of_it(self, world: World) -> None:
        hung, binh = world.officer(), world.officer("Trần Quốc Bình")
        tu = world.guardian()
        nam = world.person_with_phone(next_visit_on=date(2026, 11, 25))
        person_id = record_of(world, nam)
        with world.store.transaction() as db:
            assignments.assign(db, person_id, tu.account_id, by=None)
            plan_visits(db, world.deployment, person_id)
        closing = closes(world, tu, by=hung)
        assert counted(closing) == {"alone": 1}
        with world.look() as db:
            assert assignments.guardian_of(db, person_id) is None
            rows = db.execute(select(due.due.c.recipient_id).where(due.due.c.state == "waiting")).scalars()
            assert tu.account_id not in set(rows)
        assert "tài khoản Đồng Hành này khép lại" in texts(tu)
        assert "từ hôm nay bác Tư không giúp anh được nữa" in texts(nam)
        assert "Chưa có người giúp đỡ: 1 người" in texts(binh)
        assert texts(hung) == ""  # who did it needs no notice

    def test_the_list_behind_the_button_leads_to_a_new_guardian(self, world: World) -> None:
        hung, tu = world.officer(), world.guardian()
        other = world.guardian("Phan Thị Sáu", "co")
        person_id = world.person(guardian=tu)
        closes(world, tu)
        hung.listen()
        assert "Trần Văn Nam · xóm 6 · chưa có người giúp" in hung.chooses("Xem việc cần giao lại")
        hung.chooses("Trần Văn Nam")
        with world.store.transaction() as db:
            assignments.assign(db, person_id, other.account_id, by=None)
        assert "nay cô Sáu giúp" in hung.presses(f"do:account_left:{tu.account_id}")

    def test_an_open_report_and_those_set_aside_are_gone(self, world: World) -> None:
        tu = world.guardian()
        world.person(guardian=tu)
        tu.fills("visit_report", until="note")
        tu.says("menu")
        tu.presses("go:alarm")
        closes(world, tu)
        with world.look() as db:
            talk = conversations.get(db, tu.account_id)
            assert talk is not None
            assert (talk.form, talk.answers, talk.offered) == (None, {}, [])
            assert drafts.of_party(db, tu.account_id) == []


class TestOfAnOfficer:
    def test_what_they_have_taken_is_open_again_and_the_roster_is_asked(self, world: World) -> None:
        hung, binh = world.officer(), world.officer("Trần Quốc Bình")
        person = world.person()
        alert = raised_about(world, person)
        hung.says(f"nhận C{alert.number}")
        binh.listen()
        assert counted(closes(world, hung))["alerts"] == 1
        with world.look() as db:
            waiting = stored.get(db, alert.id)
            assert waiting is not None
            assert (waiting.state, waiting.taken_by) == ("open", None)
            assert waiting.climb_at is not None
            assert [event.kind for event in stored.events(db, alert.id)][-1] == "given_back"
        assert f"C{alert.number}" in texts(binh)

    def test_newcomers_and_threads_of_theirs_wait_for_others(self, world: World) -> None:
        hung = world.officer()
        binh = world.officer("Trần Quốc Bình")
        nam, stranger = world.person_with_phone(), world.stranger()
        stranger.says("chào ad")
        stranger.says("NHO GIUP")
        hung.presses("do:newcomer_take:1")
        nam.fills("talk_to_officer", message="Xin hỏi giấy tờ")
        hung.presses(f"do:relay_write:{nam.account_id}")
        hung.answers(text="Anh chờ tôi xem")
        nam.says("Dạ em hỏi thêm")
        left = counted(closes(world, hung))
        assert (left["newcomers"], left["messages"]) == (1, 1)
        with world.look() as db:
            assert [one.state for one in newcomers.waiting(db, world.deployment.unit)] == ["asked"]
        binh.listen()
        assert "anh Nam" in binh.presses("do:waiting_messages") or "Nam" in binh.sees

    def test_an_empty_roster_is_told(self, world: World) -> None:
        hung, chief = world.officer(), world.linked("Đỗ Văn Lâm", "admin")
        assert counted(closes(world, hung)) == {"roster": 1}
        assert not account_of(world, hung).on_duty
        assert "Lịch trực đang trống" in texts(chief)

    def test_codes_they_gave_out_open_nothing_any_more(self, world: World) -> None:
        hung, tu = world.officer(), world.guardian()
        world.officer("Trần Quốc Bình")
        with world.store.transaction() as db:
            for_tu = invites.create(db, tu.account_id, hung.account_id)
            own = invites.create(db, hung.account_id, hung.account_id)
        assert counted(closes(world, hung)) == {"invites": 1}
        stranger = world.stranger()
        for code in (for_tu, own):
            assert "hết hạn" in stranger.says(code)

    def test_a_message_to_many_goes_on_and_others_can_stop_it(self, world: World) -> None:
        hung, binh = world.officer(), world.officer("Trần Quốc Bình")
        world.person_with_phone()
        sends(hung, **TO_PEOPLE)
        assert counted(closes(world, hung))["broadcasts"] == 1
        assert only(world).state == "running"
        binh.presses(f"do:broadcast_stop:{only(world).id}")
        assert only(world).state == "stopped"

    def test_a_message_to_many_that_waits_for_its_photo_does_not_start(self, world: World) -> None:
        hung = world.officer()
        world.person_with_phone()
        sends(hung, **TO_PEOPLE)
        written = only(world)
        with world.store.transaction() as db:
            broadcasts.change(db, written.id, state="draft")
        closes(world, hung)
        assert only(world).state == "stopped"

    def test_a_document_they_wait_for_is_not_made(self, world: World) -> None:
        hung, person = world.officer(), world.person()
        hung.presses(f"do:person_page:{person}")
        with world.look() as db:
            assert len(attachments.to_make(db, 5)) == 1
        closes(world, hung)
        with world.look() as db:
            assert attachments.to_make(db, 5) == []


class TestOfAPartner:
    def test_offers_end_and_who_waits_hears_of_it(self, world: World) -> None:
        world.officer()
        hong, works = partner_of(world)
        nam = world.person_with_phone()
        wants(nam, job := offers_a_job(world, works))
        nam.listen()
        assert counted(closes(world, hong)) == {"offers": 1}
        with world.look() as db:
            offer = offers.get(db, job)
            assert offer is not None
            assert offer.state == "closed"
        assert "ngừng tuyển" in texts(nam)

    def test_another_who_speaks_for_the_same_works_goes_on(self, world: World) -> None:
        hong, works = partner_of(world)
        world.linked("Lý Văn Ba", "partner", organisation_id=works)
        offers_a_job(world, works)
        assert counted(closes(world, hong)) == {}


class TestOfAPerson:
    def test_they_are_asked_nothing_more_and_the_record_stays(self, world: World) -> None:
        hung, (hong, works) = world.officer(), partner_of(world)
        nam = world.person_with_phone()
        person_id = record_of(world, nam)
        wants(nam, offers_a_job(world, works))
        asks_to_come(hong, "Nam")
        with world.store.transaction() as db:
            due.plan(db, "check_in", person_id, "2026-12", db.now, unit="17791", recipient_id=nam.account_id)
            due.plan(db, "worry_unanswered", nam.account_id, "1", db.now, unit="17791")
            call_list.put(db, unit="17791", account_id=nam.account_id, reason="chat_blocked")
            call_list.put(db, unit="17791", account_id=nam.account_id, reason="correction")
        hong.listen()
        left = counted(closes(world, nam, by=hung))
        assert left == {"interests": 1, "no_account": 1, "correction": 1}
        with world.look() as db:
            still = db.execute(select(due.due.c.kind).where(due.due.c.state == "waiting")).scalars()
            assert set(still) == {"worry_unanswered"}  # somebody may be in danger
            assert call_list.open_for(db, nam.account_id) == ["correction"]
        assert "không theo tin chị đăng nữa" in texts(hong)

    def test_moved_says_so_and_where_the_new_code_goes(self, world: World) -> None:
        nam = world.person_with_phone()
        closes(world, nam, status="moved")
        assert "chuyển sang nơi ở mới" in texts(nam)
        assert account_of(world, nam).status == "moved"


def test_what_waits_for_them_is_dropped_with_the_cause_and_every_chat_hears_the_end(world: World) -> None:
    nam = world.person_with_phone()
    with world.store.transaction() as db:
        second = chats.add(db, "web", "another-phone")
        chats.link(db, second.id, nam.account_id)
        chat = chats.at(db, "web", nam.address)
        assert chat is not None
        for kind in ("check_in", "broadcast"):
            put(db, chat, {"text": "chào"}, lane=REMINDER, kind=kind, expires_at=db.now + timedelta(days=1))
    assert len(waiting_for(world, nam)) == 2
    closes(world, nam)
    assert waiting_for(world, nam) == ["account_closed", "account_closed"]
    with world.look() as db:
        causes = db.execute(select(outbox.c.failure).where(outbox.c.state == "dropped")).scalars()
        assert set(causes) == {"account_closed"}


def test_the_lists_of_people_that_an_officer_has_named_go_along(world: World) -> None:
    hung, mai = world.officer(), world.officer("Hồ Thị Mai")
    with world.store.transaction() as db:
        for officer in (hung, mai):
            people_views.keep(db, officer.account_id, "Quá hạn", {"overdue": "1"})
    closes(world, hung)
    with world.look() as db:
        assert people_views.of_account(db, hung.account_id) == []
        assert len(people_views.of_account(db, mai.account_id)) == 1


def test_the_last_admin_stays(world: World) -> None:
    chief = world.linked("Đỗ Văn Lâm", "admin", "officer")
    with pytest.raises(LastAdmin):
        closes(world, chief)
    assert account_of(world, chief).status == "active"
    world.linked("Ngô Thị Hiền", "admin")
    closes(world, chief)
    assert account_of(world, chief).status == "closed"


def test_several_roles_end_together(world: World) -> None:
    world.officer()
    both = world.linked("Lê Thị Sáu", "guardian", "partner", organisation_id=(works := partner_of(world)[1]))
    world.person(guardian=both)
    offers_a_job(world, works)
    assert counted(closes(world, both)) == {"alone": 1}


def test_open_again_is_the_account_alone_and_says_what_to_assign(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person_id = world.person(guardian=tu)
    closes(world, tu)
    opens(world, tu)
    with world.look() as db:
        assert assignments.guardian_of(db, person_id) is None
        assert account_changes.of_account(db, tu.account_id)[0].why == WHY
    assert "lại dùng được rồi" in texts(tu)
    assert "Việc cũ không tự giao lại" in texts(hung)
    assert "chưa có người giúp" in hung.chooses("Xem việc cần giao lại")
    assert "MENU" in tu.says("menu") or tu.sees


def test_closing_twice_tells_once(world: World) -> None:
    tu = world.guardian()
    closes(world, tu)
    tu.listen()
    assert closes(world, tu, status="moved").left == ()
    assert tu.listen() == []


def test_a_role_that_is_lost_ends_as_with_the_account(world: World) -> None:
    chief = world.linked("Đỗ Văn Lâm", "admin", "officer")
    both = world.linked("Lê Thị Sáu", "guardian", "officer", on_duty=True)
    person = world.person(guardian=both)
    alert = raised_about(world, person)
    both.says(f"nhận C{alert.number}")
    account, by = account_of(world, both), account_of(world, chief)
    with world.store.transaction() as db:
        change_roles(db, world.deployment, account, ("guardian",), by=by, why=WHY)
    with world.look() as db:
        waiting = stored.get(db, alert.id)
        assert waiting is not None
        assert waiting.state == "open"
        assert assignments.guardian_of(db, person) == both.account_id
    assert not account_of(world, both).on_duty


def test_nothing_planned_reaches_them_in_the_weeks_after(world: World, clock: StandingClock) -> None:
    people = [world.officer(), world.guardian(), world.person_with_phone()]
    tu, nam = people[1], people[2]
    person_id = record_of(world, nam)
    with world.store.transaction() as db:
        assignments.assign(db, person_id, tu.account_id, by=None)
        plan_visits(db, world.deployment, person_id)
    for talker in people:
        closes(world, talker)
        talker.listen()
    for _ in range(10):
        clock.move(days=3)
        with world.store.transaction() as db:
            reminders.run_due(db, world.deployment)
    assert [talker.listen() for talker in people] == [[], [], []]
