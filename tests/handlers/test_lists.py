"""Long lists: page by page with their places, narrowed by what matters, and namesakes told apart."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from handlers.notify.alerts import raise_alert
from storage import chats, needs, newcomers
from storage.outbox import call_list
from tests.handlers.work.offering import offers_a_job, partner_of
from tests.person import Talker, World


def raised(world: World, count: int, level: str = "high", hamlet: str = "xóm 6") -> None:
    for place in range(count):
        person = world.person(f"Trần Văn {place}", hamlet=hamlet)
        with world.store.transaction() as db:
            raise_alert(
                db, world.deployment, unit="17791", level=level, reason="alarm", person_id=person, raised_by=None
            )


@pytest.fixture
def hung(world: World) -> Talker:
    return world.officer()


class TestAlerts:
    def test_a_page_says_what_comes_next_and_of_how_many(self, world: World, hung: Talker) -> None:
        raised(world, 18)
        hung.says("cảnh báo")
        assert "Xem tiếp 9–16 / 18" in hung.last
        assert "\n9. C9" in hung.chooses("Xem tiếp")
        assert "Xem tiếp 17–18 / 18" in hung.last
        assert "\n17. C17" in hung.chooses("Xem tiếp")
        assert "Xem tiếp" not in hung.last

    def test_a_number_is_the_place_on_every_page(self, world: World, hung: Talker) -> None:
        raised(world, 12)
        hung.says("cảnh báo")
        hung.chooses("Xem tiếp")
        assert "C11 · xóm 6" in hung.says("11")

    def test_by_level_by_hamlet_and_ones_own(self, world: World, hung: Talker) -> None:
        raised(world, 9)
        raised(world, 2, level="urgent", hamlet="xóm 1")
        hung.says("nhận C3")
        hung.listen()
        hung.says("cảnh báo")
        hung.chooses("Lọc danh sách")
        assert {"khẩn (2)", "cần xem sớm (9)", "việc anh đang lo (1)", "xóm 6 (9)", "xóm 1 (2)"} <= set(
            hung.last.labels
        )
        assert hung.chooses("khẩn").count("\n") >= 2
        assert "C10" in hung.last
        assert "C1 " not in hung.last.text
        hung.chooses("Xem tất cả")
        hung.chooses("Lọc danh sách")
        assert "C3 · " in hung.chooses("việc anh đang lo")
        hung.chooses("Xem tất cả")
        hung.chooses("Lọc danh sách")
        hung.chooses("xóm 6")
        assert "Xem tiếp 9–9 / 9" in hung.last
        assert "C9 · " in hung.chooses("Xem tiếp")

    def test_a_short_list_needs_no_filter(self, world: World, hung: Talker) -> None:
        raised(world, 3)
        hung.says("cảnh báo")
        assert "Lọc danh sách" not in hung.last


class TestPeople:
    def test_all_in_the_communes_care(self, world: World, hung: Talker) -> None:
        tu = world.guardian()
        for place in range(11):
            world.person(f"Lê Văn {place}", hamlet="xóm 6", guardian=tu)
        world.person("Trần Thị Hoa", hamlet="xóm 1")
        said = hung.says("danh sách người")
        assert "12 người" in said
        assert "Xem tiếp 9–12 / 12" in hung.last
        hung.chooses("Lọc danh sách")
        assert {"chưa có người giúp đỡ (1)", "xóm 1 (1)", "xóm 6 (11)"} <= set(hung.last.labels)
        assert "1. Trần Thị Hoa · xóm 1" in hung.chooses("chưa có người giúp đỡ")
        assert "Hoa" in hung.chooses("Trần Thị Hoa")

    def test_nobody_else_gets_the_list(self, world: World) -> None:
        nam = world.person()
        other = world.guardian()
        assert "Trần Văn Nam" not in other.presses(f"do:commune_people:near-{nam}")


class TestWhoWaits:
    def test_newcomers_come_in_pages(self, world: World, hung: Talker) -> None:
        for place in range(10):
            stranger = world.stranger(f"stranger-{place}")
            stranger.says("chào")
            stranger.says("cho em gặp cán bộ với")
        hung.listen()
        hung.says("người mới")
        assert "Xem tiếp 9–10 / 10" in hung.last
        hung.chooses("Xem tiếp")
        assert [label[:3] for label in hung.last.labels[:2]] == ["N9 ", "N10"]

    def test_those_who_wrote_come_in_pages(self, world: World, hung: Talker) -> None:
        for place in range(9):
            world.person_with_phone(f"Lê Văn {place}").fills("talk_to_officer", message="Em hỏi ạ")
        hung.listen()
        hung.presses("do:waiting_messages")
        assert "Xem tiếp 9–9 / 9" in hung.last
        hung.chooses("Xem tiếp")
        assert "Lê Văn 8" in hung.last


class TestGuardians:
    def test_each_with_whom_they_look_after(self, world: World, hung: Talker) -> None:
        tu = world.guardian("Nguyễn Văn Tư")
        for place in range(9):
            world.guardian(f"Nguyễn Thị {place}")
        world.person("Lê Văn Nam", guardian=tu)
        said = hung.says("người giúp đỡ")
        assert "1. Nguyễn Văn Tư · đang giúp 1" in said
        assert "Xem tiếp 9–10 / 10" in hung.last
        assert "1. Lê Văn Nam · xóm 6" in hung.chooses("Nguyễn Văn Tư")

    def test_two_of_one_name_are_told_apart(self, world: World, hung: Talker) -> None:
        world.guardian("Nguyễn Văn Tư", born=1964)
        world.guardian("Nguyễn Văn Tư", born=1971)
        hung.says("người giúp đỡ")
        assert {"Nguyễn Văn Tư · sinh 1964 · đang giúp 0", "Nguyễn Văn Tư · sinh 1971 · đang giúp 0"} <= set(
            hung.last.labels
        )

    def test_somebody_is_meant_by_their_place_behind_a_word(self, world: World, hung: Talker) -> None:
        world.person("Lê Văn Nam", hamlet="xóm 1", phone="+84912345678")
        world.person("Trần Thị Hoa", hamlet="xóm 2")
        lines = hung.says("danh sách người").splitlines()
        second = lines[2].removeprefix("2. ")
        assert hung.says("hồ sơ 2").startswith(second.split(" · ")[0])
        hung.says("danh sách người")
        first = 1 + next(place for place, line in enumerate(lines[1:3]) if "Nam" in line)
        assert "0912 345 678" in hung.says(f"gọi số {first}")


class TestNamesakes:
    def two_of_a_name(self, world: World, guardian: Talker | None = None, **more: object) -> None:
        world.person("Trần Văn Nam", hamlet="xóm 6", born=1990, guardian=guardian, **more)
        world.person("Trần Văn Nam", hamlet="xóm 6", born=1975, guardian=guardian, **more)

    def test_an_officer_who_finds_two(self, world: World, hung: Talker) -> None:
        self.two_of_a_name(world)
        hung.fills("find_person", words="Nam")
        assert {"Trần Văn Nam · xóm 6 · sinh 1990", "Trần Văn Nam · xóm 6 · sinh 1975"} <= set(hung.last.labels)

    def test_an_officer_who_assigns(self, world: World, hung: Talker) -> None:
        world.guardian()
        self.two_of_a_name(world)
        hung.presses("go:assign")
        assert {"Trần Văn Nam · xóm 6 · sinh 1990", "Trần Văn Nam · xóm 6 · sinh 1975"} <= set(hung.last.labels)

    def test_a_guardian_who_reports(self, world: World) -> None:
        tu = world.guardian()
        self.two_of_a_name(world, tu)
        tu.presses("go:visit_report")
        labels = [label for label in tu.last.labels if "Nam" in label]
        assert any("1990" in label for label in labels)
        assert any("1975" in label for label in labels)
        tu.presses("do:people")
        assert len({label for label in tu.last.labels if label.startswith("Báo đã ghé thăm")}) == 2

    def test_who_was_born_in_no_known_year_has_a_record_number(self, world: World, hung: Talker) -> None:
        world.person("Trần Văn Nam")
        world.person("Trần Văn Nam")
        hung.fills("find_person", words="Nam")
        assert len({label for label in hung.last.labels if "hồ sơ" in label}) == 2


MANY = 20
# a page, a count, or what one key finds
BOUNDED = re.compile(r"LIMIT|count\(|\b(id|account_id|chat_id|person_id) (=|IN) ")


@contextmanager
def read_whole(world: World, table: str) -> Iterator[list[str]]:
    """Gathers what was asked of the table and could give any number of rows."""
    whole: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
        if re.search(rf"FROM {table}\b", statement) and not BOUNDED.search(statement):
            whole.append(statement)

    event.listen(world.store.engine, "before_cursor_execute", note)
    yield whole
    event.remove(world.store.engine, "before_cursor_execute", note)


def overdue_people(world: World) -> None:
    for place in range(MANY):
        world.person(f"Lê Văn {place}", next_visit_on=date(2026, 11, 1))


def open_needs(world: World) -> None:
    for place in range(MANY):
        person = world.person(f"Lê Văn {place}")
        with world.store.transaction() as db:
            needs.open_need(db, person, "job")


def waiting_newcomers(world: World) -> None:
    for place in range(MANY):
        with world.store.transaction() as db:
            newcomers.ask(db, chats.add(db, "web", f"stranger-{place}").id, "17791")


def to_call(world: World) -> None:
    for place in range(MANY):
        tu = world.guardian(f"Nguyễn Văn {place}")
        with world.store.transaction() as db:
            call_list.put(db, unit="17791", account_id=tu.account_id, reason="blocked")


def jobs(world: World) -> None:
    _, organisation = partner_of(world)
    for place in range(MANY):
        offers_a_job(world, organisation, place=f"xóm {place % 2}")


class TestOnlyThePage:
    @pytest.mark.parametrize(
        ("table", "grows", "press"),
        [
            ("persons", overdue_people, "do:overdue:8"),
            ("needs", open_needs, "do:needs:8"),
            ("newcomers", waiting_newcomers, "do:newcomers:8"),
            ("call_list", to_call, "do:calls"),
        ],
    )
    def test_a_long_list_of_officers_is_read_a_page_at_a_time(
        self, world: World, hung: Talker, table: str, grows: Callable[[World], None], press: str
    ) -> None:
        grows(world)
        with read_whole(world, table) as whole:
            hung.presses(press)
        assert str(MANY) in hung.last
        assert whole == []

    @pytest.mark.parametrize("press", ["do:jobs", "do:jobs_in:sewing.8", "do:job_places"])
    def test_offers_are_read_a_page_at_a_time(self, world: World, press: str) -> None:
        jobs(world)
        nam = world.person_with_phone()
        with read_whole(world, "offers") as whole:
            nam.presses(press)
        assert whole == []

    def test_a_partner_reads_a_page_of_what_they_have_open(self, world: World) -> None:
        hong, organisation = partner_of(world)
        for _ in range(MANY):
            offers_a_job(world, organisation)
        with read_whole(world, "offers") as whole:
            hong.presses("do:own_offers:8")
        assert "Xem tiếp 17–20 / 20" in hong.last.labels
        assert whole == []


class TestCalls:
    def test_they_come_one_after_the_other_with_their_place(self, world: World, hung: Talker) -> None:
        to_call(world)
        assert "Gọi 1/20: Nguyễn Văn 0" in hung.says("/calls")
        assert "Gọi 2/20: Nguyễn Văn 1" in hung.chooses("Để sau")
