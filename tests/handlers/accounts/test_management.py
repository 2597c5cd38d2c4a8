"""The commune's part with somebody ends: nothing is planned, asked or told any more, and the time to keep it runs."""

from datetime import date

import pytest
from sqlalchemy import select

from handlers.notify import alerts
from handlers.notify.visit_planning import plan_visits
from rules.retention import DAYS
from storage import assignments, audit, due, needs, persons, retention, transfers
from storage.persons import Person
from tests.audited import how_often
from tests.conftest import StandingClock
from tests.handlers.accounts.ending import account_of, waiting_for
from tests.handlers.work.offering import offers_a_job, partner_of, wants
from tests.person import Talker, World


def cared_for(world: World, guardian: Talker) -> tuple[Talker, int]:
    """Anh Nam with a phone of his own, visits planned and a need open."""
    nam = world.person_with_phone(next_visit_on=date(2026, 11, 25))
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        assignments.assign(db, person.id, guardian.account_id, by=None)
        plan_visits(db, world.deployment, person.id)
        due.plan(db, "check_in", person.id, "2026-12", db.now, unit=person.unit, recipient_id=nam.account_id)
        needs.open_need(db, person.id, "job")
    return nam, person.id


def record(world: World, person_id: int) -> Person:
    with world.look() as db:
        person = persons.get(db, person_id)
        assert person is not None
        return person


def ends(officer: Talker, person_id: int, reason: str) -> str:
    return officer.answers(officer.presses(f"go:end_management:person={person_id}"), reason=reason)


def texts(talker: Talker) -> str:
    return "\n".join(heard.text for heard in talker.listen())


@pytest.mark.parametrize(
    ("reason", "status", "account", "to_person", "to_guardian"),
    [
        ("cleared", "ended", "closed", "đến đây là trọn vẹn", "đến đây là trọn vẹn"),
        ("term_over", "ended", "closed", "đến đây là trọn vẹn", "đến đây là trọn vẹn"),
        ("abroad", "ended", "closed", "đến đây là trọn vẹn", "đã chuyển sang nơi ở mới"),
        ("missing", "ended", "closed", "", "không phải ghé thăm anh Nam nữa"),
        ("moved", "moved", "moved", "chuyển sang nơi ở mới", "đã chuyển sang nơi ở mới"),
        ("died", "ended", "closed", "", "Đồng Hành chia buồn"),
        ("new_sentence", "ended", "closed", "", "không phải ghé thăm anh Nam nữa"),
    ],
)
def test_everything_ends_and_each_hears_what_is_right(
    world: World, reason: str, status: str, account: str, to_person: str, to_guardian: str
) -> None:
    hung, tu = world.officer(), world.guardian()
    nam, person_id = cared_for(world, tu)
    assert "Đã kết thúc quản lý anh Nam" in ends(hung, person_id, reason)
    person = record(world, person_id)
    assert (person.status, person.next_visit_on) == (status, None)
    assert account_of(world, nam).status == account
    with world.look() as db:
        assert assignments.guardian_of(db, person_id) is None
        assert needs.of_person(db, person_id) == []
        # what the office owes goes on
        others = due.due.c.state == "waiting", due.due.c.kind.not_in(needs.CLOCKS)
        assert list(db.execute(select(due.due.c.kind).where(*others)).scalars()) == []
    assert to_person in texts(nam) if to_person else nam.listen() == []
    assert to_guardian in texts(tu)
    assert waiting_for(world, nam) == (["account_closed"] if to_person else [])


def test_the_guardian_sees_them_no_more(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    _, person_id = cared_for(world, tu)
    tu.presses("do:people")
    ends(hung, person_id, "term_over")
    assert "Nam" not in tu.presses("do:people")
    assert "Nam" not in tu.presses(f"go:visit_report:person={person_id}")


def test_what_they_asked_for_is_withdrawn_and_alerts_stay_for_a_human(world: World) -> None:
    hung, tu, (hong, works) = world.officer(), world.guardian(), partner_of(world)
    nam, person_id = cared_for(world, tu)
    wants(nam, offers_a_job(world, works))
    person = record(world, person_id)
    with world.store.transaction() as db:
        alerts.raise_about(db, world.deployment, person, "violence")
    assert "Còn cảnh báo chưa đóng, nhờ anh xem: C1" in ends(hung, person_id, "cleared")
    assert "Nam" not in hong.presses("do:interested")


def test_the_record_goes_after_its_time_whatever_the_reason(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    ids = [cared_for(world, tu)[1], world.person("Lê Thị Hoa", guardian=tu, pronoun="chi")]
    ends(hung, ids[0], "moved")
    ends(hung, ids[1], "cleared")
    clock.move(days=DAYS["persons"] + 30)
    for _ in range(3):
        with world.store.transaction() as db:
            retention.expire(db)
    with world.look() as db:
        assert persons.several(db, ids) == {}


def test_taken_up_again_gives_nothing_back_by_itself(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    nam, person_id = cared_for(world, tu)
    ends(hung, person_id, "new_sentence")
    clock.move(days=3)
    assert "Đã kết thúc quản lý: 1 người" in hung.presses("do:formerly_managed")
    hung.chooses("Trần Văn Nam")
    assert "không tự quay lại" in hung.chooses("Quản lý lại")
    assert "Việc tiếp theo là giao người giúp đỡ" in hung.chooses("Có quyết định mới")
    person = record(world, person_id)
    assert person.status == "managed"
    assert person.next_visit_on is not None
    with world.look() as db:
        assert assignments.guardian_of(db, person_id) is None
    assert account_of(world, nam).status == "closed"
    hung.chooses("Mở lại tài khoản")
    assert account_of(world, nam).status == "active"


def test_taken_up_again_the_time_to_keep_the_record_does_not_run(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    _, person_id = cared_for(world, tu)
    ends(hung, person_id, "cleared")
    hung.presses(f"do:manage_again_yes:{person_id}.mistake")
    clock.move(days=DAYS["persons"] + 30)
    for _ in range(3):
        with world.store.transaction() as db:
            retention.expire(db)
    assert record(world, person_id).status == "managed"
    with world.look() as db:
        rows = db.execute(audit.audit.select().where(audit.audit.c.action == "person.managed")).all()
        assert [row.detail for row in rows] == ["reason=mistake"]


def test_in_custody_nobody_visits_or_asks_and_on_return_the_guardian_goes_on(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    nam, person_id = cared_for(world, tu)
    assert "Đã tạm dừng với anh Nam" in hung.fills("pause_management", person=person_id, reason="custody")
    assert record(world, person_id).status == "paused"
    assert "tạm thời không cần ghé thăm anh Nam" in texts(tu)
    assert nam.listen() == []
    assert "Nam" not in tu.presses("do:people")
    with world.look() as db:
        assert assignments.guardian_of(db, person_id) == tu.account_id
        # what the office owes goes on
        others = due.due.c.state == "waiting", due.due.c.kind.not_in(needs.CLOCKS)
        assert list(db.execute(select(due.due.c.kind).where(*others)).scalars()) == []
    assert "Đang tạm dừng quản lý: 1 người" in hung.presses("do:paused")
    assert "Đang bị tạm giữ" in hung.chooses("Trần Văn Nam")
    hung.chooses("Quản lý lại")
    assert "Người giúp đỡ cũ đã được báo" in hung.chooses("Người ấy đã về")
    assert record(world, person_id).next_visit_on is not None
    assert "Anh Nam đã về" in texts(tu)


def test_a_record_at_rest_is_kept_as_long_as_it_rests(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    _, person_id = cared_for(world, tu)
    hung.fills("pause_management", person=person_id, reason="rehab")
    clock.move(days=DAYS["persons"] + 30)
    with world.store.transaction() as db:
        retention.expire(db)
    assert record(world, person_id).status == "paused"


def test_a_move_to_a_commune_elsewhere_notes_where_to_and_which_papers(world: World) -> None:
    hung, nam = world.officer(), world.person()
    hung.fills("end_management", person=nam, reason="moved", place="xã Bích Hào", papers=["file", "notice"])
    with world.look() as db:
        (sent,) = transfers.of_person(db, nam)
        assert (sent.state, sent.place, sent.papers) == ("sent", "xã Bích Hào", ("file", "notice"))


def test_nobody_is_assigned_invited_or_ended_twice(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    person_id = world.person(guardian=tu)
    ends(hung, person_id, "died")
    for press in (
        f"go:assign:person={person_id};guardian={tu.account_id}",
        f"go:end_management:person={person_id};reason=cleared",
    ):
        hung.answers(hung.presses(press), until="person")
        with world.look() as db:
            assert assignments.guardian_of(db, person_id) is None
    assert record(world, person_id).status == "ended"


def test_an_officer_elsewhere_ends_nothing_and_the_end_is_in_the_audit(world: World) -> None:
    hung, tu, nam = world.officer(), world.guardian(), world.person()
    for talker in (tu, world.linked("Đỗ Văn Lâm", "admin")):
        assert "không thuộc việc của" in talker.presses(f"go:end_management:person={nam};reason=died")
    ends(hung, nam, "cleared")
    with world.look() as db:
        assert how_often(db, nam, "person.ended") == 1


def test_a_guardian_who_was_helped_themself_stays_guardian(world: World) -> None:
    hung = world.officer()
    both = world.linked("Lê Thị Sáu", "guardian", "person", pronoun="co")
    person_id = world.person("Lê Thị Sáu", account_id=both.account_id)
    other = world.person("Trần Văn Nam", guardian=both)
    ends(hung, person_id, "cleared")
    account = account_of(world, both)
    assert (account.status, account.roles) == ("active", ("guardian",))
    with world.look() as db:
        assert assignments.guardian_of(db, other) == both.account_id
