"""Visits as a practice: the next one planned, several told in one go, and what may help at a door."""

from datetime import date

import pytest

from handlers.documents.visit_month import drawn
from handlers.kit.wording import Wording
from handlers.reports.visit_month import gather
from storage import accounts, alerts, attachments, persons, visits
from tests.conftest import StandingClock
from tests.handlers.commune import moment, run_all, told
from tests.person import Talker, World


@pytest.fixture
def tu(world: World) -> Talker:
    return world.guardian()


def next_visit(world: World, person_id: int) -> date | None:
    with world.look() as db:
        person = persons.get(db, person_id)
        assert person is not None
        return person.next_visit_on


def test_the_next_visit_is_planned_at_the_end_of_a_report_and_reminded_of_on_its_day(
    world: World, tu: Talker, clock: StandingClock
) -> None:
    nam = world.person(guardian=tu)
    tu.reports(nam)
    assert tu.chooses("Hẹn lần ghé thăm tới").startswith(
        "Anh Nam · xóm 6 · gặp hôm nay: bác định ghé thăm lại hôm nào?"
    )
    assert "Đã hẹn ghé thăm anh Nam: thứ Bảy 5/12" in tu.says("5/12")
    assert next_visit(world, nam) == date(2026, 12, 5)
    clock.move_to(moment(date(2026, 12, 5), 8))
    run_all(world)
    assert told(tu, "visit_today")


def test_a_visit_is_planned_neither_into_the_past_nor_beyond_the_interval(world: World, tu: Talker) -> None:
    world.person(guardian=tu)
    tu.says("hẹn ghé")
    tu.answers(until="day")
    assert "qua rồi" in tu.says("20/11")
    assert "hơi xa" in tu.says("31/12")
    assert "Đã hẹn" in tu.says("thứ 7")


def test_somebody_just_handed_to_another_guardian_is_not_planned_for(world: World, tu: Talker) -> None:
    nam = world.person(guardian=world.guardian("Lê Thị Lan"))
    world.person("Phạm Thị Hoa", guardian=tu)
    assert "Đã hẹn" not in tu.presses(f"go:visit_plan:person={nam}")


@pytest.mark.parametrize(("outcome", "days"), [("away", 3), ("refused", 7)])
def test_a_visit_in_vain_plans_the_next_by_itself(world: World, tu: Talker, outcome: str, days: int) -> None:
    nam = world.person(guardian=tu)
    tu.reports(nam, outcome=outcome)
    planned = next_visit(world, nam)
    assert planned is not None
    assert (planned - date(2026, 11, 23)).days == days


def test_the_third_visit_in_vain_in_a_row_is_told_to_the_officer(
    world: World, tu: Talker, clock: StandingClock
) -> None:
    hung = world.officer()
    nam = world.person(guardian=tu)
    for _ in range(3):
        tu.reports(nam, outcome="away", reason="nobody_knows")
        clock.move(days=3)
    with world.look() as db:
        assert [alert.reason for alert in alerts.of_person(db, nam)] == ["away_again"]
    assert told(hung, "alert")


def test_three_homes_of_one_day_are_told_one_after_the_other_with_their_names(world: World, tu: Talker) -> None:
    people = [world.person(name, guardian=tu) for name in ("Trần Văn Nam", "Phạm Thị Hoa", "Lê Văn Lực")]
    assert "Hôm nay bác đã đến những nhà nào?" in tu.says("hôm nay tôi đi thăm 3 nhà")
    tu.ticks("Nam", "Hoa", "Lực")
    seen = [tu.answers() for _ in range(3)]
    with world.look() as db:
        assert [len(visits.latest(db, person)) for person in people] == [1, 1, 1]
        assert {visits.latest(db, person)[0].visited_on for person in people} == {date(2026, 11, 23)}
    assert "Đã ghi nhận" in seen[-1]


def test_a_round_of_nobody_is_asked_again_kindly(world: World, tu: Talker) -> None:
    world.person(guardian=tu)
    tu.says("tham nhieu nha")
    assert "chưa chọn ai" in tu.ticks()


def test_the_list_of_people_offers_a_round_where_there_are_several(world: World, tu: Talker) -> None:
    world.person(guardian=tu)
    tu.says("/people")
    assert "Báo nhiều nhà một lượt" not in tu.last.labels
    world.person("Phạm Thị Hoa", guardian=tu)
    tu.says("/people")
    assert tu.chooses("Báo nhiều nhà").startswith("Hôm nay bác đã đến những nhà nào?")


def test_what_may_help_is_found_by_typing_and_under_the_report_it_fits(world: World, tu: Talker) -> None:
    nam = world.person(guardian=tu)
    tu.reports(nam, concerns=["alcohol"])
    assert "nên hỏi lại cán bộ" in tu.chooses("Cách làm: người ta đang say")
    tu.says("cách làm")
    assert "điều 19, 25" in tu.chooses("nhà đang cãi nhau")
    assert "096 306 1414" in tu.chooses("không nói gì")
    assert "22/2023" in tu.chooses("mượn tiền")


def test_what_may_help_is_there_in_english(world: World) -> None:
    guardian = world.guardian(language="en")
    assert "Here are a few short hints" in guardian.says("how to")


def test_the_month_comes_as_a_picture_with_who_was_seen_and_is_to_be_seen(world: World, tu: Talker) -> None:
    nam = world.person(guardian=tu)
    tu.reports(nam)
    assert "đang vẽ lịch tháng" in tu.says("lịch tháng")
    with world.store.transaction() as db:
        [asked] = attachments.to_make(db, 5)
        writing = world.deployment.registry.documents[asked.document].prepare(db, world.deployment, asked)
        account = accounts.get(db, tu.account_id)
        assert account is not None
        wording = Wording.to(world.deployment.texts, account)
        svg = drawn(gather(db, account, wording, date(2026, 11, 1)), wording)
    assert writing is not None
    assert writing().startswith(b"\xff\xd8")
    assert "√ Anh Nam" in svg
    assert "Lịch ghé thăm tháng 11/2026" in svg
