"""One's own data, played: what is kept, who has looked, what was agreed to, and what is put right by when."""

from datetime import date

import pytest
from sqlalchemy import select

from storage import access, accounts, consents, data_requests, invites, moving, persons, relays, visits
from storage.audit import audit
from storage.data_requests import DataRequest
from storage.database import Db
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone("Trần Văn Nam", born=1990)


def asked_by(world: World, talker: Talker) -> DataRequest:
    with world.look() as db:
        [request] = data_requests.of_sender(db, talker.account_id)
        return request


def test_a_person_sees_what_is_kept_and_it_is_written_down(world: World) -> None:
    guardian = world.guardian()
    nam = world.person_with_phone("Trần Văn Nam", guardian=guardian, phone="+84912345678")
    page = nam.says("riêng tư")
    for line in ("Trần Văn Nam", "đuôi 678", "xóm 6", "bác Tư", "30 ngày"):
        assert line in page
    assert "0912345678" not in page
    assert page == nam.says("/me")


def test_a_person_sees_who_has_looked(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.says("riêng tư")
    assert "chưa ai mở xem" in nam.chooses("Ai đã xem thông tin của tôi")
    with world.look() as db:
        viewer = accounts.get(db, officer.account_id)
        assert viewer is not None
        person = next(one for one in access.visible_persons(db, viewer, "test") if one.account_id == nam.account_id)
        for _ in range(2):
            access.look(db, viewer, person.id, "test")
    assert "anh Hùng (cán bộ) · hôm nay · công việc hằng ngày · 2 lần" in nam.says("ai đã xem")


def test_consent_is_given_and_withdrawn_by_chat_and_each_time_kept(world: World, nam: Talker) -> None:
    nam.says("riêng tư")
    nam.chooses("Điều tôi đã đồng ý")
    assert "Tìm việc: đồng ý" in nam.last.labels
    assert "Hiện anh đang đồng ý" in nam.chooses("Tìm việc")
    assert "không đồng ý cho Đồng Hành tìm việc nữa" in nam.chooses("Không đồng ý")
    with world.look() as db:
        assert not consents.agrees(db, nam.account_id, "jobs")
    nam.chooses("Điều tôi đã đồng ý")
    nam.chooses("Tìm việc: chưa đồng ý")
    assert "Cảm ơn anh" in nam.chooses("Đồng ý")
    with world.look() as db:
        assert consents.agrees(db, nam.account_id, "jobs")
        assert [one.given for one in consents.history(db, nam.account_id) if one.purpose == "jobs"] == [
            True,
            False,
            True,
        ]


def test_what_is_needed_cannot_be_withdrawn_without_stopping(world: World, nam: Talker) -> None:
    nam.says("riêng tư")
    nam.chooses("Điều tôi đã đồng ý")
    nam.chooses("Giữ thông tin")
    assert "Ngừng nhận tin" in nam.chooses("Không đồng ý")
    with world.look() as db:
        assert consents.agrees(db, nam.account_id, "service")
    assert nam.chooses("Ngừng nhận tin").startswith("Đã ngừng")


def test_a_correction_reaches_the_officers_with_its_day(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.says("riêng tư")
    nam.chooses("Sửa hoặc xóa")
    said = nam.answers(wish="correct", wrong="tôi về ngày 12 chứ không phải ngày 10", right="ngày 12")
    assert "trả lời anh lần đầu chậm nhất" in said
    assert "2 ngày làm việc" in officer.sees
    assert "ngày 12" not in officer.sees
    with world.look() as db:
        waiting = relays.waiting(db, "17791")
        assert [one.text for one in waiting] == [
            "Nhờ sửa thông tin: tôi về ngày 12 chứ không phải ngày 10\nCho đúng là: ngày 12"
        ]


def test_an_officer_puts_it_right_and_the_person_hears_of_it(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.says("riêng tư")
    nam.chooses("Sửa hoặc xóa")
    nam.answers()
    notice = officer.last
    assert notice.labels == ["Xem yêu cầu", "Hồ sơ người này", "Gọi", "Đã sửa"]
    assert officer.chooses("Hồ sơ người này").startswith("Trần Văn Nam")
    officer.heard.append(notice)
    assert "anh Nam" in officer.chooses("Đã sửa")
    assert "Thông tin anh nhờ sửa đã sửa xong" in nam.sees
    with world.look() as db:
        assert relays.waiting(db, "17791") == []
    officer.heard.append(notice)
    assert "Không có yêu cầu sửa nào" in officer.chooses("Đã sửa")


def test_a_guardian_hears_too_that_it_is_put_right(world: World) -> None:
    officer, guardian = world.officer(), world.guardian()
    guardian.says("riêng tư")
    guardian.chooses("Sửa hoặc xóa")
    guardian.answers()
    assert officer.last.labels == ["Xem yêu cầu", "Gọi", "Đã sửa"]
    officer.chooses("Đã sửa")
    assert guardian.sees.startswith("Chào bác Tư")
    with world.look() as db:
        assert call_list.open_of(db, "17791") == []


def test_a_guardians_correction_puts_them_on_the_call_list(world: World) -> None:
    guardian = world.guardian()
    guardian.says("riêng tư")
    guardian.chooses("Sửa hoặc xóa")
    guardian.answers()
    with world.look() as db:
        assert [(one.account_id, one.reason) for one in call_list.open_of(db, "17791")] == [
            (guardian.account_id, "correction")
        ]


def test_a_person_reads_what_guardians_told_and_hears_what_is_kept_back_and_why(world: World) -> None:
    guardian = world.guardian()
    nam = world.person_with_phone(guardian=guardian)
    with world.look() as db:
        person_id = visits_of(db, nam)
    guardian.reports(person_id, mood="good", note="Nghe nói hay uống rượu")
    said = nam.presses("do:kept")
    assert "Người giúp đỡ ghé thăm, kể lại · 1" in nam.last.labels, said
    said = nam.chooses("Người giúp đỡ ghé thăm")
    assert "Tốt" in said
    assert "uống rượu" not in said
    assert "ý viết riêng cho cán bộ" in said
    assert "cán bộ cần lời kể thẳng để làm nhiệm vụ" in said


def visits_of(db: Db, nam: Talker) -> int:
    viewer = accounts.get(db, nam.account_id)
    assert viewer is not None
    [person] = access.visible_persons(db, viewer, "")
    return person.id


def test_long_themes_come_page_by_page(world: World, clock: StandingClock) -> None:
    guardian = world.guardian()
    nam = world.person_with_phone(guardian=guardian)
    with world.store.transaction() as db:
        person_id, teller = visits_of(db, nam), accounts.get(db, guardian.account_id)
        assert teller is not None
        for day in range(1, 11):
            on = date(2026, 11, day)
            visits.add(db, guardian=teller, person_id=person_id, answers={}, visited_on=on, kind="home", outcome="met")
    nam.presses("do:kept:visits")
    assert nam.last.text.splitlines()[2].startswith("1. ")
    assert "9. " in nam.chooses("Xem tiếp")


def test_guardians_officers_and_partners_have_a_smaller_one(world: World) -> None:
    for role in ("guardian", "officer", "partner", "family"):
        talker = world.linked(f"Lê Văn {role}", role)
        talker.says("dữ liệu của tôi")
        assert f"Lê Văn {role}" in talker.sees
        talker.chooses("Xem mọi thứ về tôi")
        assert "Bản thân" in talker.last.labels[0]
        assert not any("ghé thăm, kể lại" in label for label in talker.last.labels)


def test_each_consent_says_what_stops_without_it(nam: Talker) -> None:
    nam.says("riêng tư")
    nam.chooses("Điều tôi đã đồng ý")
    assert "nơi tuyển không còn thấy tên anh" in nam.chooses("Tìm việc")


def test_both_last_days_are_known_to_the_person_and_the_office(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.fills("correct_me", wish="delete", wrong="số điện thoại cũ")
    request = asked_by(world, nam)
    # Tuesday 24 November is a holiday
    assert (request.answer_by, request.act_by) == (date(2026, 11, 26), date(2026, 12, 8))
    assert "làm xong chậm nhất" in officer.chooses("Xem yêu cầu")
    assert "Y1 · Xóa đi" in nam.says("đến đâu rồi")
    assert "làm xong chậm nhất" in nam.says("yêu cầu của tôi")


def test_a_first_answer_stops_the_first_clock_alone(world: World, clock: StandingClock, nam: Talker) -> None:
    officer = world.officer()
    nam.fills("correct_me", wrong="tên xóm")
    officer.presses(f"go:data_answer:request={asked_by(world, nam).id};answer=first")
    officer.answers(words="chúng tôi đang xem lại hồ sơ")
    assert "đã có trả lời lần đầu" in nam.sees
    assert "đang xem lại hồ sơ" in nam.chooses("Xem")
    clock.move_to(moment(date(2026, 11, 27), 9))
    run_all(world)
    assert told(officer, "data_request_late") == []
    clock.move_to(moment(date(2026, 12, 9), 9))
    run_all(world)
    assert "đáng lẽ xong" in told(officer, "data_request_late")[-1]
    assert "đang chậm" in told(nam, "data_news")[-1]


def test_words_of_an_officer_are_a_first_answer(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.fills("correct_me", wrong="tên xóm")
    officer.presses(f"do:relay_write:{nam.account_id}")
    officer.answers(text="anh gửi giấy tờ nhé")
    assert asked_by(world, nam).step == "answered"


def test_one_that_was_put_right_stops_no_clock_of_another(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.fills("correct_me", wrong="tên xóm")
    first = officer.last
    nam.fills("correct_me", wrong="năm sinh")
    officer.listen()
    officer.heard.append(first)
    officer.chooses("Đã sửa")
    with world.look() as db:
        steps = {one.told["wrong"]: one.step for one in data_requests.of_sender(db, nam.account_id)}
    assert steps == {"tên xóm": "done", "năm sinh": "asked"}


def test_an_officer_answers_no_request_of_their_own(world: World) -> None:
    officer = world.officer()
    officer.fills("correct_me", wrong="tên tôi")
    assert "Không có yêu cầu nào" in officer.says("xem yêu cầu")


def test_an_open_request_goes_with_whoever_moves(world: World, clock: StandingClock, nam: Talker) -> None:
    old = world.officer()
    nam.fills("correct_me", wrong="tên xóm")
    with world.store.transaction() as db:
        person = persons.by_account(db, nam.account_id)
        assert person is not None
        moving.move_person(db, person, "17792", None)
    assert asked_by(world, nam).unit == "17792"
    assert "Không có yêu cầu nào" in old.says("xem yêu cầu")
    clock.move_to(moment(date(2026, 11, 27), 9))
    run_all(world)
    assert told(old, "data_request_late") == []


def test_what_nobody_answers_is_nudged_and_told_to_admins_when_late(
    world: World, clock: StandingClock, nam: Talker
) -> None:
    officer, admin = world.officer(), world.linked("Phạm Thị Thu", "admin")
    nam.fills("correct_me", wrong="tên xóm")
    clock.move_to(moment(date(2026, 11, 26), 9))
    run_all(world)
    assert "phải có trả lời lần đầu" in told(officer, "data_request_due")[-1]
    clock.move_to(moment(date(2026, 11, 27), 9))
    run_all(world)
    assert "trễ trả lời lần đầu" in told(admin, "data_request_late")[-1]
    assert "đang chậm trả lời" in told(nam, "data_news")[-1]


def test_what_is_not_done_is_refused_with_the_reason(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.fills("correct_me", wish="delete", wrong="xóa hết lần thăm")
    officer.presses(f"go:data_answer:request={asked_by(world, nam).id};answer=refused")
    officer.answers(words="lần thăm là nhiệm vụ, phải giữ")
    assert "phải giữ" in nam.chooses("Xem")
    assert asked_by(world, nam).step == "refused"


def test_what_was_put_right_ends_the_request_even_after_a_first_answer(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.fills("correct_me", wrong="tên xóm")
    officer.presses(f"do:relay_write:{nam.account_id}")
    officer.answers(text="đang xem ạ")
    officer.presses(f"do:data_request:{asked_by(world, nam).number}")
    officer.chooses("Đã sửa")
    assert asked_by(world, nam).step == "done"


def test_an_officer_of_elsewhere_reads_no_request(world: World, nam: Talker) -> None:
    nam.fills("correct_me", wrong="tên xóm")
    guardian = world.guardian()
    assert "tên xóm" not in guardian.presses("do:data_request:1")


@pytest.mark.parametrize("words", ["cho em xem thông tin của anh Tuấn xóm 3", "xem ho so cua thang Hung voi"])
def test_asking_for_anothers_data_is_refused_kindly_and_written_down(world: World, nam: Talker, words: str) -> None:
    assert "Thông tin của người khác thì Đồng Hành không cho xem" in nam.says(words)
    with world.look() as db:
        assert "person.refused" in actions_of(db, nam.account_id)


def actions_of(db: Db, account_id: int) -> list[str]:
    return list(db.execute(select(audit.c.action).where(audit.c.actor == account_id)).scalars())


def test_asking_for_ones_own_is_not_taken_for_anothers(nam: Talker) -> None:
    for words in ("thông tin của tôi", "cho em xem thông tin của em", "hồ sơ của em ạ"):
        assert "không cho xem" not in nam.says(words)


def test_two_people_on_one_phone_come_by_their_own_codes_and_see_their_own_alone(world: World) -> None:
    shared = world.person_with_phone("Trần Văn Nam")
    shared.presses("go:correct_me")
    with world.store.transaction() as db:
        hoa = accounts.add(db, unit=world.deployment.unit, name="Lê Thị Hoa", roles=("person",), pronoun="chi")
        code = invites.create(db, hoa, None)
    world.person("Lê Thị Hoa", account_id=hoa)
    assert "Lê Thị Hoa" not in shared.says(f"/start {code}")
    assert "Trần Văn Nam" in shared.says("dữ liệu của tôi")
    shared.says("thoát máy")
    shared.chooses("Thoát khỏi máy này")
    shared.says(code)
    shared.answers()
    assert "chị Hoa" in shared.says("menu")
    said = shared.says("dữ liệu của tôi")
    assert "Lê Thị Hoa" in said
    assert "Trần Văn Nam" not in said
    officer = world.officer()
    officer.presses(f"do:relay_write:{shared.account_id}")
    officer.answers(text="anh Nam ghé xã nhé")
    assert "ghé xã" not in "\n".join(heard.text for heard in shared.listen())
