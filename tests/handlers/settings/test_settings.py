"""What everybody has: the menu, language, address, one's own data and consents, another phone, help, a human."""

import pytest

from handlers.kit.commands import allowed
from handlers.matters import REGISTRY
from storage import access, accounts, consents, relays
from storage.outbox import call_list
from tests.conftest import StandingClock
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone("Trần Văn Nam", born=1990)


def test_the_menu_greets_with_what_matters_today(world: World) -> None:
    guardian, officer, person = world.guardian(), world.officer(), world.person_with_phone()
    world.person("Lê Thị Hoa", guardian=guardian)
    world.person("Lê Văn Lực", guardian=guardian)
    assert guardian.says("menu").startswith("Chào bác Tư. Bác đang giúp 2 người.")
    assert officer.says("/menu").startswith("Chào anh Hùng. Lúc này không có việc gì gấp.")
    assert person.says("MENU").startswith("Chào anh Nam.")
    stranger = world.stranger()
    stranger.says("alo")
    stranger.says("cần người giúp")
    assert "1 người mới đang chờ" in officer.says("menu")


def test_a_menu_holds_the_lines_of_all_roles_once_each(world: World) -> None:
    both = world.linked("Lê Thị Sáu", "guardian", "officer", pronoun="co")
    both.says("menu")
    presses = [button.press for button in both.last.out.buttons]
    assert {"go:visit_report", "do:alerts", "do:newcomers", "do:more"} <= set(presses)
    assert len(presses) == len(set(presses))


def test_every_line_of_every_menu_leads_somewhere(world: World, clock: StandingClock) -> None:
    for role in ("guardian", "officer", "person", "partner"):
        talker = world.linked(f"Lê Văn {role}", role)
        talker.says("menu")
        presses = [button.press for button in talker.last.out.buttons]
        talker.presses("do:more")
        for press in {*presses, *(button.press for button in talker.last.out.buttons)}:
            clock.move(minutes=1)
            answer = talker.presses(press)
            assert answer
            assert "không thuộc việc của" not in answer, press
            if press == "do:stop":
                talker.says("BAT DAU")


def test_a_list_shown_over_an_open_question_takes_the_numbers(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("tham")
    guardian.says("MENU")
    number = guardian.last.labels.index("Khác") + 1
    assert "Bác muốn làm gì ạ?" in guardian.says(str(number))


def test_the_language_is_changed_by_button_word_and_slash(world: World, nam: Talker) -> None:
    nam.says("/lang")
    assert nam.chooses("English").startswith("From now on Đồng Hành speaks English")
    assert "Hello Nam" in nam.says("menu")
    assert "nói tiếng Việt với anh" in nam.says("tiếng Việt")
    assert "speaks English" in nam.says("/lang en")


def test_the_form_of_address_is_changed_and_used_at_once(world: World) -> None:
    guardian = world.guardian("Lê Thị Sáu", "bac")
    guardian.says("xưng hô")
    assert guardian.chooses("Cô Sáu").startswith("Vâng, từ giờ Đồng Hành gọi là cô Sáu.")
    assert guardian.says("menu").startswith("Chào cô Sáu.")
    assert "thế nào cho phải" in guardian.presses("do:address:dong_chi")


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
    assert "anh Hùng: 2 lần" in nam.says("ai đã xem")


def test_consent_is_given_and_withdrawn_by_chat_and_each_time_kept(world: World, nam: Talker) -> None:
    nam.says("riêng tư")
    nam.chooses("Điều tôi đã đồng ý")
    assert "Tìm việc: đồng ý" in nam.last.labels
    assert "Hiện anh đang đồng ý" in nam.chooses("Tìm việc")
    assert "không đồng ý cho Đồng Hành tìm việc nữa" in nam.chooses("Không đồng ý")
    with world.look() as db:
        assert not consents.given(db, nam.account_id, "jobs")
    nam.chooses("Điều tôi đã đồng ý")
    nam.chooses("Tìm việc: chưa đồng ý")
    assert "Cảm ơn anh" in nam.chooses("Đồng ý")
    with world.look() as db:
        assert consents.given(db, nam.account_id, "jobs")
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
        assert consents.given(db, nam.account_id, "service")
    assert nam.chooses("Ngừng nhận tin").startswith("Đã ngừng")


def test_a_correction_reaches_the_officers_with_its_day(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.says("riêng tư")
    nam.chooses("Sửa hoặc xóa")
    assert "cán bộ trả lời anh lần đầu" in nam.answers(wrong="tôi về ngày 12 chứ không phải ngày 10")
    assert "2 ngày làm việc" in officer.sees
    assert "ngày 12" not in officer.sees
    with world.look() as db:
        waiting = relays.waiting(db, "17791")
        assert [one.text for one in waiting] == ["Nhờ sửa hoặc xóa thông tin: tôi về ngày 12 chứ không phải ngày 10"]


def test_an_officer_puts_it_right_and_the_person_hears_of_it(world: World, nam: Talker) -> None:
    officer = world.officer()
    nam.says("riêng tư")
    nam.chooses("Sửa hoặc xóa")
    nam.answers()
    notice = officer.last
    assert notice.labels == ["Đọc", "Hồ sơ người này", "Gọi", "Đã sửa"]
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
    assert officer.last.labels == ["Gọi", "Đã sửa"]
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


def test_a_guardian_who_asks_for_a_human_is_called_and_asked_for_once(world: World) -> None:
    officer, guardian = world.officer(), world.guardian()
    for _ in range(3):
        assert "gọi cho bác" in guardian.says("gặp cán bộ")
    assert len(officer.listen()) == 1
    assert "Bác Tư nhờ cán bộ gọi lại" in officer.sees


def test_help_says_what_ones_own_role_can_do(world: World, nam: Talker) -> None:
    assert "tìm việc" in nam.says("trợ giúp")
    assert "báo mỗi lần ghé thăm" in world.guardian().says("TRO GIUP")
    assert "cảnh báo" in world.officer().says("/help")


def test_help_inside_a_form_is_about_its_question(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("tham")
    assert "ghé thăm hôm nào ạ?" in guardian.says("trợ giúp")


def test_leaving_a_phone_needs_a_yes_and_a_new_code_afterwards(world: World) -> None:
    guardian = world.guardian()
    assert "chắc chưa" in guardian.says("/leave")
    assert "máy này đã thoát" in guardian.chooses("Thoát khỏi máy này")
    assert "gõ mã vào đây" in guardian.says("menu")
    assert "Nút này không còn dùng" in guardian.presses("go:visit_report")


def test_no_word_of_one_command_is_another_ones_for_the_same_role() -> None:
    for role in ("guardian", "officer", "person", "partner"):
        meant: dict[str, str] = {}
        for command in REGISTRY.commands.values():
            if allowed(command.may, (role,)):
                for word in command.words:
                    assert meant.setdefault(word, command.id) == command.id, (role, word, command.id, meant[word])
