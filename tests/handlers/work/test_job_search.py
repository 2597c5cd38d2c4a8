"""What suits comes first with its reason, what does not suit is learned for one person alone, news come once a day."""

from typing import Any

import pytest

from storage import job_searches, offers, persons, units
from storage.job_searches import JobSearch
from tests.conftest import StandingClock
from tests.handlers.commune import told
from tests.handlers.work.offering import MILLION, enterprise, offers_a_job, partner_of, work_off
from tests.person import Talker, World


@pytest.fixture
def nam(world: World) -> Talker:
    return world.person_with_phone(born=1992)


@pytest.fixture
def jobs(world: World) -> list[int]:
    """At home in another trade, at home in their own, and in town."""
    works, home = enterprise(world, "Tổ xây dựng Minh Phát"), world.deployment.unit
    return [
        offers_a_job(world, works, trade="sewing", title="Thợ may", place="xóm 2", place_units=(home,)),
        offers_a_job(world, works, trade="building", title="Thợ xây", place="xóm 6", place_units=(home,), meals=True),
        offers_a_job(world, works, trade="building", title="Thợ sơn", place="Vinh", place_units=("16681",)),
    ]


def search_of(world: World, talker: Talker) -> JobSearch:
    with world.look() as db:
        person = persons.by_account(db, talker.account_id)
        assert person is not None
        return job_searches.of_person(db, person.id)


def looks_for(talker: Talker, **said: Any) -> str:
    return talker.fills("my_search", **{"trades": ["building"], "place": "any", "hours": "any", **said})


def test_what_suits_best_comes_first_with_its_reasons(world: World, nam: Talker, jobs: list[int]) -> None:
    looks_for(nam, pay="7 triệu")
    lines = nam.says("viec hop").splitlines()
    assert lines[0] == "Có 3 chỗ, hợp nhất ở trên:"
    assert lines[1].startswith("1. V2 · Thợ xây · xóm 6")
    assert lines[1].endswith("(cùng xóm · đúng nghề · đủ mức công)")
    assert nam.chooses("V2 · Thợ xây").startswith("V2 · Thợ xây")


def test_five_come_at_a_time(world: World, nam: Talker) -> None:
    works = enterprise(world, "Tổ xây dựng Minh Phát")
    for number in range(7):
        offers_a_job(world, works, title=f"Chỗ thứ {number}", place="Vinh")
    nam.says("viec hop")
    assert len([label for label in nam.last.labels if "Chỗ thứ" in label]) == 5
    assert "6. V2" in nam.chooses("Xem tiếp")


def test_how_far_it_is_is_said_where_the_places_are_known(world: World, nam: Talker, jobs: list[int]) -> None:
    with world.store.transaction() as db:
        for code, lat, lon in ((world.deployment.unit, 18.70, 105.50), ("16681", 18.68, 105.69)):
            units.put(db, code=code, name="Vinh", kind="phuong", lat=lat, lon=lon)
    assert "cách chừng 20 km" in nam.says("viec hop")


def test_without_anything_said_what_is_near_home_comes_first(world: World, nam: Talker, jobs: list[int]) -> None:
    assert "1. V2 · Thợ xây" in nam.says("viec hop")


@pytest.mark.parametrize(("why", "gone"), [("been_there", {"V2"}), ("other_trade", {"V2"})])
def test_what_does_not_suit_is_left_out_for_that_person_alone(
    world: World, nam: Talker, jobs: list[int], why: str, gone: set[str]
) -> None:
    lan = world.person_with_phone("Lê Thị Lan", hamlet="xóm 6")
    nam.presses(f"do:offer:{jobs[1]}")
    nam.answers(nam.chooses("Không hợp với tôi"), why=why)
    assert "V2 · Thợ xây" not in nam.says("viec hop")
    assert "1. V2 · Thợ xây" in lan.says("viec hop")


def test_the_like_of_what_did_not_suit_comes_last(world: World, nam: Talker, jobs: list[int]) -> None:
    nam.presses(f"do:offer_no:{jobs[1]}")
    nam.answers(why="other_trade")
    assert [line[:5] for line in nam.says("viec hop").splitlines()[1:3]] == ["1. V1", "2. V3"]


def test_own_words_are_kept_seen_and_cleared_by_the_person(world: World, nam: Talker, jobs: list[int]) -> None:
    hong, _ = partner_of(world)
    nam.presses(f"do:offer_no:{jobs[0]}")
    nam.answers(why="other", words="ông chủ cũ của em")
    assert "– Thợ may: ông chủ cũ của em" in nam.says("tim viec cua toi")
    assert told(hong) == []
    nam.chooses("Quên các chỗ không hợp")
    assert search_of(world, nam).unsuited == []
    assert "V1 · Thợ may" in nam.says("viec hop")


def test_new_offers_that_suit_are_told_once_a_day_to_who_wished_it(
    world: World, nam: Talker, clock: StandingClock
) -> None:
    works = enterprise(world, "Tổ xây dựng Minh Phát")
    offers_a_job(world, works, trade="building", title="Thợ cũ", place="xóm 6")
    looks_for(nam, alerts="yes")
    lan = world.person_with_phone("Lê Thị Lan", hamlet="xóm 6")
    clock.move(hours=3)
    offers_a_job(world, works, trade="building", title="Thợ xây", place="xóm 6")
    offers_a_job(world, works, trade="building", title="Thợ sơn", place="xóm 6")
    clock.move(days=2)
    work_off(world)
    work_off(world)
    [news] = told(nam, "new_jobs")
    assert news.startswith("Anh Nam ơi, có 2 chỗ mới hợp với điều anh đang tìm:")
    assert "Thợ cũ" not in news
    assert told(lan, "new_jobs") == []
    clock.move(days=1)
    work_off(world)
    assert len(told(nam, "new_jobs")) == 1


def test_news_can_be_turned_off_and_all_of_it_deleted(world: World, nam: Talker, clock: StandingClock) -> None:
    looks_for(nam, alerts="yes")
    assert "Tìm việc, báo chỗ mới" in nam.says("den dau roi")
    nam.says("tim viec cua toi")
    nam.chooses("Không báo nữa")
    offers_a_job(world, enterprise(world, "Xưởng mộc"), trade="building", place="xóm 6")
    clock.move(days=2)
    work_off(world)
    assert told(nam, "new_jobs") == []
    nam.says("tim viec cua toi")
    nam.chooses("Xóa hết")
    assert search_of(world, nam) == JobSearch(search_of(world, nam).person_id)


def test_a_wish_is_remembered_as_what_is_looked_for(world: World, nam: Talker) -> None:
    world.officer()
    nam.presses("do:wish:job")
    nam.answers(trade="wood", place="commune", hours="half")
    assert search_of(world, nam).wanted["trades"] == ["wood"]
    assert "Nghề: Mộc" in nam.says("tim viec cua toi")


def test_pay_is_kept_as_it_was_said(world: World, nam: Talker) -> None:
    looks_for(nam, pay="300 nghìn một ngày")
    assert search_of(world, nam).wanted["pay"] == [300_000, 300_000, "day"]
    assert 7 * MILLION < 300_000 * 26


def test_nothing_held_or_closed_is_ever_matched(world: World, nam: Talker) -> None:
    works = enterprise(world, "Xưởng mộc")
    held = offers_a_job(world, works, title="Chưa xem", state="held")
    assert "chưa có chỗ nào" in nam.says("viec hop")
    with world.look() as db:
        assert offers.get(db, held) is not None
