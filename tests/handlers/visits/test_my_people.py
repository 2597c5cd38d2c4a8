"""Whom a guardian looks after, who waits for a visit, and saying that one cannot go."""

from datetime import date

import pytest

from handlers.notify import reminders
from storage import audit
from tests.person import Talker, World


@pytest.fixture
def guardian(world: World) -> Talker:
    return world.guardian()


@pytest.fixture
def nam(world: World, guardian: Talker) -> int:
    return world.person(
        "Trần Văn Nam", guardian=guardian, last_met_on=date(2026, 10, 20), next_visit_on=date(2026, 11, 19)
    )


@pytest.fixture
def hoa(world: World, guardian: Talker) -> int:
    return world.person(
        "Lê Thị Hoa",
        guardian=guardian,
        pronoun="chi",
        hamlet="xóm 2",
        last_met_on=date(2026, 11, 11),
        next_visit_on=date(2026, 12, 11),
    )


def test_the_list_says_who_waits_and_since_when(guardian: Talker, nam: int, hoa: int) -> None:
    lines = guardian.says("/nguoi").splitlines()
    assert lines[:3] == [
        "Bác đang giúp 2 người, trong đó 1 người đang chờ bác ghé thăm.",
        "1. Anh Nam · xóm 6 · 34 ngày chưa gặp · chờ ghé thăm từ thứ Năm 19/11",
        "2. Chị Hoa · xóm 2 · 12 ngày chưa gặp · nên ghé thăm trước thứ Sáu 11/12",
    ]
    assert guardian.sees.count("chị Hoa") + guardian.sees.count("Chị Hoa") == 1
    assert guardian.chooses("Báo đã ghé thăm chị Hoa").startswith("Đồng Hành đã ghi: chị Hoa.\n\nBác ghé thăm hôm nào")


def test_a_long_list_comes_in_pages(world: World, guardian: Talker) -> None:
    for day in range(1, 11):
        world.person(f"Vũ Văn {'ABCDEGHIKL'[day - 1]}", guardian=guardian, next_visit_on=date(2026, 12, day))
    assert "8. " in guardian.says("người tôi đang giúp")
    assert "Anh L" not in guardian.sees
    assert "Anh L" in guardian.chooses("Xem tiếp")


def test_everybody_shown_is_written_down(world: World, guardian: Talker, nam: int) -> None:
    guardian.says("/people")
    with world.look() as db:
        entries = db.execute(audit.audit.select()).all()
        assert ("persons.listed", guardian.account_id) in {(row.action, row.actor) for row in entries}


def test_an_officer_hears_once_that_somebody_else_is_to_go(world: World, guardian: Talker, nam: int) -> None:
    officer = world.officer()
    assert "nhờ cán bộ sắp xếp người khác ghé thăm anh Nam" in guardian.presses(f"do:busy:{nam}")
    guardian.presses(f"do:busy:{nam}")
    with world.store.transaction() as db:
        reminders.run_due(db, world.deployment)
    officer.listen()
    asked = [heard for heard in officer.heard if heard.kind == "visit_busy"]
    assert [heard.text.partition("\n")[0] for heard in asked] == [
        "Cần người ghé thăm thay: anh Nam · xóm 6. Bác Tư đang bận, nhờ anh sắp xếp người khác giúp."
    ]


def test_where_several_wait_it_asks_whom(world: World, guardian: Talker, nam: int) -> None:
    world.person("Vũ Văn Lực", guardian=guardian, next_visit_on=date(2026, 11, 17))
    assert guardian.says("bận").startswith("Bác chưa ghé thăm được ai ạ?")
    assert "ghé thăm anh Lực" in guardian.chooses("Anh Lực")


def test_whoever_has_nobody_waiting_need_not_excuse_themselves(guardian: Talker, hoa: int) -> None:
    assert guardian.says("bận").startswith("Hiện không có ai đang chờ bác ghé")
    assert guardian.presses(f"do:busy:{hoa}").startswith("Hiện không có ai đang chờ bác ghé")
