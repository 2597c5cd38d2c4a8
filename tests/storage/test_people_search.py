"""An officer looks for people: by name without accents, by filters, in Vietnamese order; and over time."""

from datetime import date, timedelta
from typing import Any

import pytest
from vn_collate import collate_key

from storage import (
    access_to_people,
    accounts,
    checkins,
    needs,
    people_search,
    people_views,
    person_groups,
    person_timeline,
    persons,
    relays,
    visits,
)
from storage.database import Db, Store
from storage.name_book import MOST
from storage.names import sort_key
from storage.people_search import NOBODY, Search
from storage.person_timeline import KINDS, Place
from tests.storage.commune import OTHER_UNIT, UNIT, Commune, who


def come_home(db: Db, name: str, **known: Any) -> int:
    place: dict[str, Any] = {"unit": UNIT, "hamlet": "Xóm 2", "case_type": "finished"}
    return persons.add(db, name=name, came_home_on=date(2026, 1, 1), **{**place, **known})


def names(db: Db, wanted: Search, **page: int) -> list[str]:
    return [person.name for person in people_search.page(db, UNIT, wanted, **{"most": 50, **page}).people]


def test_names_are_sorted_as_vietnamese_lists_are() -> None:
    for name in ("", "Nguyễn Văn Đặng", "Lê  Thị Hoà", "ĐẶNG thị Á", " x ", "O'Brien 12"):
        assert sort_key(name) == collate_key(name)


def test_somebody_is_found_as_officers_type(commune: Commune, db: Db) -> None:
    for name in ("Trần Văn Ân", "Trần Văn An", "Lê Thị Dung", "Phạm Đức Dũng", "Nguyễn Dũng"):
        come_home(db, name)
    come_home(db, "Hồ An", unit=OTHER_UNIT)
    come_home(db, "Hồ Văn Ẩn", status="ended", hamlet="")
    assert names(db, Search()) == [
        *("Trần Văn An", "Trần Văn Ân", "Lê Thị Dung", "Nguyễn Dũng", "Phạm Đức Dũng"),
        "Đặng Văn Nam",
    ]
    assert names(db, Search(words="van an")) == ["Trần Văn An", "Trần Văn Ân"]
    assert names(db, Search(words="ân")) == ["Trần Văn Ân"]
    assert names(db, Search(words="dung xom 2", order="-name")) == ["Phạm Đức Dũng", "Nguyễn Dũng", "Lê Thị Dung"]
    assert names(db, Search(words="ẩn", status="")) == ["Hồ Văn Ẩn"]
    assert names(db, Search(words="?!")) == []


def test_filters_narrow_the_list(commune: Commune, db: Db) -> None:
    late = come_home(db, "Trần Late", next_visit_on=db.today - timedelta(days=3), hamlet="Xóm 9")
    soon = come_home(db, "Lê Soon", next_visit_on=db.today, case_type="parole")
    for letter in ("A", "B"):
        person_groups.choose(
            db, unit=UNIT, person_id=late, quarter="2026-3", letter=letter, why="Tiến bộ", by=commune.officer
        )
    assert names(db, Search(overdue_on=db.today)) == ["Trần Late"]
    assert names(db, Search(case_type="parole")) == ["Lê Soon"]
    assert names(db, Search(hamlet="Xóm 9")) == ["Trần Late"]
    assert names(db, Search(guardian_id=commune.guardian)) == ["Đặng Văn Nam"]
    assert names(db, Search(alone=True)) == ["Trần Late", "Lê Soon"]
    assert names(db, Search(group="B", quarter="2026-3")) == ["Trần Late"]
    assert names(db, Search(group="A", quarter="2026-3")) == []
    assert soon in people_search.all_ids(db, UNIT, Search(group=NOBODY, quarter="2026-3"))
    assert names(db, Search(order="visit", alone=True)) == ["Trần Late", "Lê Soon"]


def test_pages_follow_each_other(commune: Commune, db: Db) -> None:
    for number in range(6):
        come_home(db, f"Lê Thị {'ABCDEG'[number]}")
    first = people_search.page(db, UNIT, Search(), most=3)
    second = people_search.page(db, UNIT, Search(), most=3, after=first.after or 0)
    third = people_search.page(db, UNIT, Search(), most=3, after=second.after or 0)
    assert [len(page.people) for page in (first, second, third)] == [3, 3, 1]
    assert third.after is None
    assert (second.first, second.last, second.count) == (4, 6, 7)
    assert people_search.page(db, UNIT, Search(), most=3, after=1).after == first.after


def test_who_comes_or_moves_house_after_the_names_were_read_is_found(commune: Commune, db: Db) -> None:
    assert names(db, Search(words="nam xom 9")) == []
    persons.change(db, commune.nam, hamlet="Xóm 9")
    assert names(db, Search(words="nam xom 9")) == ["Đặng Văn Nam"]
    come_home(db, "Đặng Văn An")
    assert names(db, Search()) == ["Đặng Văn An", "Đặng Văn Nam"]
    db.store.names.open_for(range(MOST + 1))
    assert names(db, Search(order="-name")) == ["Đặng Văn Nam", "Đặng Văn An"]


def test_only_officers_of_the_commune_list_its_people(commune: Commune, db: Db) -> None:
    assert access_to_people.page(db, who(db, commune.guardian), Search(), most=5).people == []
    assert access_to_people.everybody(db, who(db, commune.partner), Search()) == []
    stranger = accounts.add(db, unit=OTHER_UNIT, name="Hồ Lạ", roles=("officer",))
    assert access_to_people.chosen(db, who(db, stranger), [commune.nam]) == []
    assert [one.id for one in access_to_people.everybody(db, who(db, commune.officer), Search())] == [commune.nam]
    assert [entry.action for entry in db.entries if entry.actor == commune.officer] == ["persons.listed"]


def test_what_happened_is_one_list_page_by_page(store: Store, commune: Commune, clock: Any) -> None:
    for day in range(4):
        clock.move(days=1)
        with store.transaction() as db:
            told: dict[str, Any] = {"kind": "home", "outcome": "met", "answers": {}}
            for _ in range(2):
                visits.add(db, guardian=who(db, commune.guardian), person_id=commune.nam, visited_on=db.today, **told)
            checkins.add(db, person_id=commune.nam, period=f"2026-1{day}", answers={})
            needs.open_need(db, commune.nam, ("job", "loan", "papers", "health")[day])
            relays.ask(db, unit=UNIT, person_account=commune.own_account, text="Tôi hỏi?")
            db.audit(UNIT, commune.officer, "person.looked", commune.nam, "card")
    with store.transaction() as db:
        nam = persons.get(db, commune.nam)
        assert nam is not None
        seen, before = [], Place.read("", db.now)
        for _ in range(20):
            page, following = person_timeline.page(db, nam, KINDS, before, 7)
            seen += [(event.kind, event.place) for event in page]
            if following is None:
                break
            before = Place.read(str(following), db.now)
    assert len(seen) == len(set(seen)) == 4 * 6
    assert [place for _, place in seen] == sorted((place for _, place in seen), reverse=True)


def test_a_list_has_a_name_and_is_its_officers_own(store: Store, commune: Commune) -> None:
    with store.transaction() as db:
        people_views.keep(db, commune.officer, "Quá hạn", {"overdue": "1"})
        people_views.keep(db, commune.officer, "quá hạn", {"overdue": "1", "hamlet": "Xóm 6"})
        [view] = people_views.of_account(db, commune.officer)
        assert view.filters == {"overdue": "1", "hamlet": "Xóm 6"}
        assert not people_views.remove(db, commune.second_officer, view.id)
        for number in range(people_views.MOST - 1):
            people_views.keep(db, commune.officer, f"Danh sách {number}", {})
        with pytest.raises(people_views.TooMany):
            people_views.keep(db, commune.officer, "Một nữa", {})
        people_views.keep(db, commune.officer, "Quá hạn", {})
        assert people_views.remove(db, commune.officer, people_views.of_account(db, commune.officer)[-1].id)
        assert len(people_views.of_account(db, commune.officer)) == people_views.MOST - 1
