"""The monthly roll-call, played: who owes one, the office's code, chat only on a written order, excused, the list."""

from datetime import date

import pytest

from storage import alerts, persons, roll_call_codes, roll_calls, units
from tests.conftest import StandingClock
from tests.handlers.commune import moment, rows, run_all, told
from tests.person import Talker, World

FIRST = date(2026, 12, 1)


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(case_type="suspended")


def id_of(world: World, talker: Talker) -> int:
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
        return person.id


def counted(world: World, talker: Talker) -> list[tuple[str, str]]:
    who = id_of(world, talker)
    with world.look() as db:
        return [(called.state, called.way) for called in roll_calls.latest(db, who)]


def code_on_screen(world: World, unit: str = "") -> str:
    with world.look() as db:
        return roll_call_codes.code_now(db, unit or world.deployment.unit)


def allow_by_chat(hung: Talker) -> None:
    with hung.world.store.transaction() as db:
        units.put(db, code=hung.world.deployment.unit, name="Kim Bảng", kind="xã")
    assert "Đã bật" in hung.fills("roll_call_chat", allowed="yes", order="12/CV-CAX ngày 25/11/2026")


def test_the_code_on_the_offices_screen_counts_within_its_minute(
    world: World, nam: Talker, clock: StandingClock
) -> None:
    clock.move_to(moment(date(2026, 12, 2), 8, 31))
    code = code_on_screen(world)
    assert "đúng hạn" in nam.says(code.lower())
    assert counted(world, nam) == [("present", "office")]
    assert "Tháng này anh Nam đã có rồi" in nam.says(code)
    assert "đúng hạn · mã tại trụ sở" in nam.says("điểm danh của tôi")


def test_a_photo_of_the_screen_sent_home_is_of_no_use(world: World, nam: Talker, clock: StandingClock) -> None:
    clock.move_to(moment(date(2026, 12, 2), 8, 31))
    code = code_on_screen(world)
    clock.move(minutes=2)
    assert "vừa hết hạn" in nam.says(code)
    assert counted(world, nam) == []


def test_the_code_of_another_commune_counts_for_nobody_here(world: World, nam: Talker) -> None:
    assert "vừa hết hạn" in nam.says(code_on_screen(world, "17759"))
    assert counted(world, nam) == []


def test_a_scanned_link_brings_the_code_into_the_chat(world: World, nam: Talker, clock: StandingClock) -> None:
    clock.move_to(moment(date(2026, 12, 9), 8))
    assert "đã có mặt" not in nam.sees
    assert "có mặt lúc" in nam.starts(code_on_screen(world))
    assert counted(world, nam) == [("late", "office")]


def test_whoever_owes_none_is_told_so_kindly(world: World) -> None:
    hoa = world.person_with_phone("Phạm Thị Hoa", case_type="finished")
    assert "không phải điểm danh" in hoa.says("diem danh")
    assert "không phải điểm danh" in hoa.says(code_on_screen(world))


def test_a_message_from_afar_counts_only_on_a_written_order(world: World, nam: Talker, hung: Talker) -> None:
    assert "làm tại trụ sở" in nam.says("điểm danh")
    allow_by_chat(hung)
    nam.says("điểm danh")
    assert "Đã ghi nhận" in nam.says("ở nhà, xóm 6")
    assert counted(world, nam) == [("late", "chat")]
    assert "tắt" in hung.fills("roll_call_chat", allowed="no")


def test_the_order_is_not_given_by_another_agency(world: World) -> None:
    with world.store.transaction() as db:
        border = units.add_organisation(db, unit=world.deployment.unit, kind="border", name="Đồn Biên phòng")
    binh = world.officer("Phan Văn Bình", organisation_id=border)
    assert "Công an xã đặt" in binh.presses("go:roll_call_chat")


def test_a_shared_place_is_seen_by_the_officer_only_in_the_list(
    world: World, nam: Talker, hung: Talker, clock: StandingClock
) -> None:
    allow_by_chat(hung)
    clock.move_to(moment(date(2026, 12, 2), 8))
    nam.says("/diemdanh")
    nam.shares_place(18.7, 105.4)
    hung.presses("do:roll_call_list")
    assert "Trần Văn Nam · xóm 6 · đúng hạn · qua tin nhắn" in hung.last.labels[0]
    assert "18.7, 105.4" in hung.chooses("Trần Văn Nam")


def test_it_is_asked_for_on_days_one_and_four_and_no_more_once_it_is_there(
    world: World, nam: Talker, hung: Talker, clock: StandingClock
) -> None:
    clock.move_to(moment(FIRST))
    run_all(world)
    assert told(nam, "roll_call_begins")
    clock.move_to(moment(date(2026, 12, 4)))
    run_all(world)
    assert told(nam, "roll_call_ends")
    nam.says(code_on_screen(world))
    clock.move_to(moment(date(2026, 12, 7)))
    run_all(world)
    assert told(hung, "roll_call_list") == []


def test_whoever_is_missing_after_day_five_is_named_to_the_officers_once(
    world: World, nam: Talker, hung: Talker, clock: StandingClock
) -> None:
    world.person("Lê Văn Lực", case_type="parole")
    world.person("Phạm Thị Hoa", case_type="finished")
    clock.move_to(moment(FIRST))
    run_all(world)
    clock.move_to(moment(date(2026, 12, 7)))
    run_all(world)
    [heard] = told(hung, "roll_call_list")
    assert "còn thiếu 2 người" in heard
    assert "Hoa" not in heard


def test_an_officer_notes_who_stands_at_the_desk_and_takes_a_wrong_count_back(
    world: World, nam: Talker, hung: Talker
) -> None:
    assert "0/1" in hung.says("điểm danh")
    hung.chooses("Trần Văn Nam")
    assert "cán bộ ghi" in hung.chooses("Có mặt tại trụ sở")
    hung.chooses("Bỏ lần tính này")
    assert counted(world, nam) == []


def test_an_officer_excuses_with_a_reason_that_stays(world: World, nam: Talker, hung: Talker) -> None:
    who = id_of(world, nam)
    assert "được miễn" in hung.fills("roll_call_excuse", person=str(who), why="đang nằm viện huyện")
    assert counted(world, nam) == [("excused", "officer")]
    assert "«đang nằm viện huyện»" in hung.presses(f"do:roll_call_one:{who}")
    assert "không còn ai" in hung.presses("go:roll_call_excuse")


def test_nobody_of_another_commune_is_noted(world: World, hung: Talker) -> None:
    with world.store.transaction() as db:
        stranger = persons.add(
            db, unit="17759", name="Vi Văn Xa", hamlet="bản Lũng", case_type="parole", came_home_on=FIRST
        )
    hung.presses(f"do:roll_call_came:{stranger}")
    with world.look() as db:
        assert roll_calls.latest(db, stranger) == []


def test_the_screen_is_opened_by_an_officer_and_closes_with_the_account(world: World, hung: Talker) -> None:
    said = hung.says("màn hình điểm danh")
    name = said.split("/roll-call/")[1].split()[0]
    with world.look() as db:
        officer = roll_call_codes.screen_of(db, name)
        assert officer is not None
        assert officer.id == hung.account_id
        assert roll_call_codes.screen_of(db, name[:-1] + "0") is None or name.endswith("0")


def test_the_roll_call_is_as_complete_in_english(world: World, hung: Talker) -> None:
    ann = world.linked("Ann Tran", "person", language="en")
    world.person("Ann Tran", account_id=ann.account_id, case_type="parole")
    assert "counted at the office" in ann.says("roll call")
    assert "noted as present" in ann.says(code_on_screen(world))


def alerts_of(world: World, talker: Talker) -> list[tuple[str, str]]:
    who = id_of(world, talker)
    with world.look() as db:
        return [(alert.level, alert.reason) for alert in alerts.of_person(db, who)]


def test_a_roll_call_that_is_missing_after_day_five_raises_an_alert_once(
    world: World, nam: Talker, clock: StandingClock
) -> None:
    clock.move_to(moment(FIRST))
    run_all(world)
    assert alerts_of(world, nam) == []
    clock.move_to(moment(date(2026, 12, 7)))
    run_all(world)
    run_all(world)
    assert alerts_of(world, nam) == [("normal", "roll_call_missing")]


def test_whose_roll_call_is_there_or_excused_or_whose_commune_wants_no_alert_raises_none(
    world: World, nam: Talker, hung: Talker, clock: StandingClock
) -> None:
    luc = world.person_with_phone("Lê Văn Lực", case_type="parole")
    clock.move_to(moment(FIRST))
    run_all(world)
    nam.says(code_on_screen(world))
    hung.fills("roll_call_excuse", person=str(id_of(world, luc)), why="nằm viện")
    clock.move_to(moment(date(2026, 12, 7)))
    run_all(world)
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xã")
    hung.answers(hung.presses("go:alert_rule:rule=roll_call_missing"), change="off")
    clock.move_to(moment(date(2027, 1, 1)))
    run_all(world)
    clock.move_to(moment(date(2027, 1, 6)))
    run_all(world)
    assert alerts_of(world, nam) == alerts_of(world, luc) == []
    assert rows(world, id_of(world, nam))["roll_call_missing"] == "done"
