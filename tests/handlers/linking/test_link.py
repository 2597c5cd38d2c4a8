"""Linking a chat: code, year of birth, consents one by one, how one is addressed, then the menu."""

from datetime import timedelta

import pytest

from rules import links
from storage import accounts, chats, consents, conversations, invites
from tests.conftest import StandingClock
from tests.person import Talker, World


def account_of(world: World, name: str, *roles: str, **more: object) -> int:
    with world.look() as db:
        return accounts.add(db, unit="17791", name=name, roles=roles, **more)  # type: ignore[arg-type]


def code_for(world: World, account_id: int, by: int | None = None) -> str:
    with world.look() as db:
        return invites.create(db, account_id, by)


def linked_account(world: World, talker: Talker) -> int | None:
    with world.look() as db:
        chat = chats.at(db, talker.channel, talker.address)
        return chat.account_id if chat else None


@pytest.fixture
def tu(world: World) -> int:
    return account_of(world, "Nguyễn Văn Tư", "guardian", born=1964)


@pytest.fixture
def nam(world: World) -> int:
    account_id = account_of(world, "Trần Văn Nam", "person", born=1990, pronoun="anh")
    world.person("Trần Văn Nam", account_id=account_id)
    return account_id


def test_a_guardian_links_with_code_year_consent_and_address(world: World, tu: int) -> None:
    phone = world.stranger()
    assert "anh/chị sinh năm nào?" in phone.says(code_for(world, tu))
    assert "những lần ghé thăm bác báo" not in phone.answers(born=1964, until="service_guardian")
    assert phone.answers(service_guardian="yes", until="pronoun").startswith("Đồng Hành nên gọi thế nào")
    assert phone.answers(pronoun="bac").startswith("Xong rồi, chào bác Tư. Hiện bác chưa được giao giúp ai.")
    assert "Báo lần ghé thăm" in phone.last
    assert linked_account(world, phone) == tu
    assert phone.chooses("Báo lần ghé thăm") != ""


def test_the_menu_that_ends_linking_can_be_used_by_number(world: World, tu: int) -> None:
    phone = world.stranger()
    phone.says(code_for(world, tu))
    phone.answers(born=1964, pronoun="bac")
    assert phone.last.labels[-1] == "Khác"
    assert "Bác muốn làm gì ạ?" in phone.says(str(len(phone.last.labels)))


def test_a_person_is_asked_purpose_by_purpose_and_may_refuse_what_is_not_needed(world: World, nam: int) -> None:
    phone = world.stranger()
    phone.says(f"/start {code_for(world, nam)}")
    assert "Để giúp anh ở đây" in phone.answers(born=1990, until="service")
    assert "nơi tuyển" in phone.answers(service="yes", until="jobs")
    assert phone.answers(jobs="no", loans="yes", relay="yes").startswith("Xong rồi, chào anh Nam.")
    with world.look() as db:
        assert consents.current(db, nam) == {
            "service": True,
            "jobs": False,
            "loans": True,
            "relay": True,
        }


def test_nothing_is_ticked_beforehand_and_silence_is_no_consent(world: World, nam: int) -> None:
    phone = world.stranger()
    phone.says(code_for(world, nam))
    phone.answers(born=1990, until="service")
    assert "✅" not in phone.sees
    assert "không vội" in phone.says("để nghĩ đã")
    with world.look() as db:
        assert consents.history(db, nam) == []
    assert linked_account(world, phone) is None


def test_refusing_what_is_needed_ends_kindly_and_keeps_the_code_good(world: World, nam: int) -> None:
    code = code_for(world, nam)
    phone = world.stranger()
    phone.says(code)
    assert "tôn trọng ý anh" in phone.answers(born=1990, service="no")
    assert "Nhờ giúp" in phone.last
    assert linked_account(world, phone) is None
    with world.look() as db:
        assert consents.history(db, nam) == []
    assert "sinh năm nào" in phone.says(code)


@pytest.mark.parametrize("typed", ["{}", "{} ", "mã {}", "/start {}", "MA: {}"])
def test_a_code_is_read_however_it_is_typed(world: World, tu: int, typed: str) -> None:
    code = code_for(world, tu)
    for spelt in (code.lower(), code.replace("-", " ")):
        assert "sinh năm nào" in world.stranger(spelt).says(typed.format(spelt))


def test_a_deep_link_brings_the_code_along(world: World, tu: int) -> None:
    assert "sinh năm nào" in world.stranger().starts(code_for(world, tu))


def test_a_wrong_year_fails_and_a_wrong_code_fails_and_only_both_together_link(world: World, nam: int) -> None:
    phone = world.stranger()
    assert "Mã này chưa đúng" in phone.says("2222-2222")
    assert "sinh năm nào" in phone.says(code_for(world, nam))
    assert "Năm sinh chưa khớp" in phone.says("1991")
    assert "Trần" not in phone.sees
    assert "Nam" not in phone.sees
    assert linked_account(world, phone) is None
    assert "Để giúp anh ở đây" in phone.answers(born=1990, until="service")


@pytest.mark.parametrize("year", ["1990", "90", "sinh năm 1990", "12/3/1990", "sn 90"])
def test_a_year_is_read_as_people_write_it(world: World, nam: int, year: str) -> None:
    phone = world.stranger()
    phone.says(code_for(world, nam))
    assert "Để giúp anh ở đây" in phone.answers(born=year, until="service")


@pytest.mark.parametrize("words", ["hôm qua", "1990 hay 1991", "2222", "..."])
def test_what_is_no_year_is_asked_again_and_not_counted(world: World, nam: int, words: str) -> None:
    phone = world.stranger()
    phone.says(code_for(world, nam))
    for _ in range(7):
        assert "gõ năm sinh giúp nhé" in phone.says(words)
    assert "Để giúp anh ở đây" in phone.answers(born=1990, until="service")


def test_after_five_wrong_tries_a_chat_waits_ten_minutes_even_with_the_right_code(
    world: World, tu: int, clock: StandingClock
) -> None:
    phone = world.stranger()
    code = code_for(world, tu)
    for _ in range(4):
        assert "Mã này chưa đúng" in phone.says("2222-2222")
    assert "thử lại nhé" in phone.says("2222-2222")
    assert "đến 09:10" in phone.says(code)
    assert "sinh năm nào" in world.stranger("another").says(code)
    clock.move(minutes=10)
    assert "sinh năm nào" in phone.says(code)


def test_wrong_years_count_like_wrong_codes(world: World, nam: int, clock: StandingClock) -> None:
    phone = world.stranger()
    phone.says(code_for(world, nam))
    for year in range(1970, 1974):
        assert "Năm sinh chưa khớp. " in phone.says(str(year))
    assert "mấy lần rồi" in phone.says("1975")
    assert "mấy lần rồi" in phone.says("1990")
    clock.move(minutes=11)
    assert "Để giúp anh ở đây" in phone.answers(born=1990, until="service")


def test_a_found_code_cannot_be_tried_with_every_year_there_is(world: World, nam: int, clock: StandingClock) -> None:
    code = code_for(world, nam)
    officer = world.officer()
    for number in range(15):
        stranger = world.stranger(f"guesser {number}")
        stranger.says(code_for(world, nam) if number == 7 else code)
        stranger.says(str(1960 + number))
        clock.move(minutes=1)
    assert "thử mã của anh Nam nhiều lần" in officer.sees
    assert "thử lại nhé" in world.stranger("one more").says(code)
    assert "thử lại nhé" in world.stranger("again").says(code_for(world, nam)), "a fresh code begins no new count"
    clock.move(days=1)
    assert "sinh năm nào" in world.stranger("the next day").says(code_for(world, nam))


def test_all_strangers_of_a_commune_together_have_so_many_tries(
    world: World, nam: int, monkeypatch: pytest.MonkeyPatch, clock: StandingClock
) -> None:
    monkeypatch.setitem(links.LIMITS, "unit", links.Limit(6, timedelta(hours=1), from_first=True))
    officer = world.officer()
    code = code_for(world, nam)
    for number in range(6):
        world.stranger(f"guesser {number}").says("2222-2222")
        clock.move(minutes=9)
    assert "rất nhiều mã sai" in officer.sees
    assert "thử lại nhé" in world.stranger("one more").says(code)
    clock.move(minutes=6)
    assert "sinh năm nào" in world.stranger("later").says(code)


def test_twenty_wrong_tries_from_one_address_of_the_network_wait_too(world: World, tu: int) -> None:
    def comes_from(talker: Talker, words: str) -> str:
        from bot.intake import turns
        from handlers.kit import Incoming

        message = Incoming("web", world.next_id(), talker.address, "text", text=words, source="203.0.113.7")
        with world.store.transaction() as db:
            turns.take(db, world.deployment, [message])
        return talker.sees

    for number in range(20):
        comes_from(world.stranger(f"guesser {number}"), "2222-2222")
    assert "thử lại nhé" in comes_from(world.stranger("fresh"), code_for(world, tu))
    assert "sinh năm nào" in world.stranger("elsewhere").says(code_for(world, tu))


def test_a_code_used_twice_an_expired_one_and_a_mistyped_one_get_their_own_answers(
    world: World, tu: int, clock: StandingClock
) -> None:
    code, late = code_for(world, tu), code_for(world, tu)
    phone = world.stranger()
    phone.says(code)
    phone.answers(born=1964)
    other = world.stranger("other")
    assert "đã dùng rồi" in other.says(code)
    clock.move(days=7)
    assert "đã hết hạn" in other.says(late)
    assert "chưa đúng" in other.says("7F3K-92Q")
    assert "Nhờ giúp" in other.last


def test_of_two_phones_with_one_code_the_quicker_has_it(world: World, tu: int) -> None:
    code = code_for(world, tu)
    slow, quick = world.stranger("slow"), world.stranger("quick")
    for phone in (slow, quick):
        phone.says(code)
        phone.answers(born=1964, until="pronoun")
    assert "chào bác Tư" in quick.answers(pronoun="bac")
    assert "đã dùng rồi" in slow.answers(pronoun="bac", until="code")
    assert (linked_account(world, quick), linked_account(world, slow)) == (tu, None)
    with world.look() as db:
        assert len(consents.history(db, tu)) == 1


def test_a_linked_chat_that_gets_a_code_says_whose_it_is_and_tells_nothing_of_the_code(world: World, tu: int) -> None:
    guardian = world.guardian("Lê Thị Sáu", "co")
    for code in (code_for(world, tu), "2345-6789"):
        assert guardian.says(code).startswith("Máy này đang dùng tên cô Sáu")
    assert guardian.starts(code_for(world, tu)).startswith("Máy này đang dùng tên")
    assert linked_account(world, guardian) == guardian.account_id
    assert "Máy này đang dùng tên" in guardian.presses("go:link")


def test_a_second_chat_is_asked_only_what_is_missing_and_the_first_hears_of_it(world: World) -> None:
    guardian = world.guardian("Nguyễn Văn Tư", born=1964)
    guardian.says("MENU")
    guardian.chooses("Khác")
    code = next(word for word in guardian.chooses("Dùng trên máy khác").split() if len(word) == 9 and word[4] == "-")
    second = world.stranger("second phone")
    assert "sinh năm nào" in second.says(code)
    assert "trả lời câu hỏi vừa gửi tới đó" in second.answers(born=1964)
    assert linked_account(world, second) is None
    assert "Có máy khác, dùng trang web, vừa gõ đúng mã" in guardian.sees
    assert "✅ Máy dùng trang web đã vào" in guardian.chooses("Là tôi")
    assert "Xong rồi, chào bác Tư" in second.sees
    with world.look() as db:
        assert len(chats.of_account(db, guardian.account_id)) == 2


def test_a_new_code_for_another_phone_ends_the_one_before(world: World) -> None:
    guardian = world.guardian()
    first, second = (
        next(word for word in guardian.says("ma").split() if len(word) == 9 and word[4] == "-") for _ in range(2)
    )
    assert "hết hạn" in world.stranger().says(first)
    phone = world.stranger("second")
    assert "trả lời câu hỏi" in phone.answers(phone.says(second))


def test_a_dialogue_begun_before_linking_is_over_and_the_accounts_own_goes_on(world: World) -> None:
    guardian = world.guardian()
    world.person("Trần Văn Nam", guardian=guardian)
    guardian.says("tham")
    code = guardian.says("MA").split("\n")[0].split()[-1]
    second = world.stranger("second")
    second.answers(second.says(code))
    guardian.listen()
    guardian.chooses("Là tôi")
    with world.look() as db:
        chat = chats.at(db, "web", "second")
        assert chat is not None
        former = conversations.get(db, chat.id)
        assert former is not None
        assert (former.form, former.answers) == (None, {})
    second.says("làm tiếp")
    assert "ghé thăm hôm nào" in second.says("Nam")


def test_a_closed_account_cannot_be_linked(world: World, tu: int) -> None:
    code = code_for(world, tu)
    with world.look() as db:
        accounts.set_status(db, tu, "closed", by=None)
    assert "hết hạn" in world.stranger().says(code)


def test_a_new_code_in_the_middle_begins_anew(world: World, tu: int, nam: int) -> None:
    phone = world.stranger()
    phone.says(code_for(world, tu))
    phone.answers(born=1964, until="service_guardian")
    assert "sinh năm nào" in phone.says(code_for(world, nam))
    assert "Để giúp anh ở đây" in phone.answers(born=1990, until="service")


def test_back_and_cancel_work_while_linking(world: World, tu: int) -> None:
    phone = world.stranger()
    code = code_for(world, tu)
    phone.says(code)
    phone.says("1964")
    assert "sinh năm nào" in phone.says("quay lại")
    assert "Đã hủy" in phone.says("hủy")
    assert "sinh năm nào" in phone.says(code)


def test_english_chosen_before_linking_stays(world: World, nam: int) -> None:
    phone = world.stranger()
    phone.says("hello")
    assert "Hello, this is Đồng Hành" not in phone.says("ENGLISH")
    assert "If you have a code" in phone.sees
    assert "which year were you born?" in phone.says(code_for(world, nam))
    phone.answers(born=1990, until="service")
    assert phone.last.labels[0] == "I agree"
    assert "Hello Nam" in phone.answers()
    with world.look() as db:
        account = accounts.get(db, nam)
        assert account is not None
        assert account.language == "en"


def test_a_record_without_a_year_asks_for_none(world: World) -> None:
    officer = account_of(world, "Lê Văn Hùng", "officer", on_duty=True, pronoun="dong_chi")
    phone = world.stranger()
    phone.says(code_for(world, officer))
    assert "Để đồng chí làm việc ở đây" in phone.answers(until="service_officer")
    assert "chào đồng chí Hùng" in phone.answers(service_officer="yes")


def test_only_officers_may_be_called_comrade(world: World, tu: int) -> None:
    phone = world.stranger()
    phone.says(code_for(world, tu))
    phone.answers(born=1964, until="pronoun")
    assert "Đồng chí Tư" not in phone.last.labels
    assert "Gọi anh/chị là được" in phone.last.labels


def test_a_consent_to_older_words_is_asked_again(world: World) -> None:
    nam = world.person_with_phone("Trần Văn Nam")
    with world.look() as db:
        consents.record(db, nam.account_id, "jobs", True, version="2025-01")
    second = world.stranger()
    second.says(code_for(world, nam.account_id))
    assert "nơi tuyển" in second.answers(until="jobs")
    second.answers(jobs="no")
    with world.look() as db:
        assert consents.agrees(db, nam.account_id, "jobs"), "before the yes it is anybody's word"
    nam.listen()
    nam.chooses("Là tôi")
    with world.look() as db:
        assert not consents.agrees(db, nam.account_id, "jobs")
        assert consents.agrees(db, nam.account_id, "loans")
