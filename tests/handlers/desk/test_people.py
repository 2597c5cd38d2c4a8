"""The page of the people, the page between choosing and assigning, and one person's page, as officers open them."""

from datetime import date, timedelta
from typing import Any

import pytest

from handlers.desk import assigning, people, person
from storage import goals, needs, people_views, persons, relays, visits
from storage.access import NotAllowed
from tests.handlers.commune import raise_one
from tests.handlers.desk.opened import opened
from tests.other_unit import put_into
from tests.person import World
from tests.storage.commune import who


def test_an_officer_finds_people_narrows_the_list_and_takes_it_along(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    nam = world.person("Trần Văn Nam", guardian=tu, next_visit_on=date(2026, 11, 20))
    world.person("Lê Thị Ánh", hamlet="xóm 10")
    world.person("Lê Thị Anh", hamlet="xóm 2")
    facts = opened(hung, people.gather)
    assert [row.name for row in facts.rows] == ["Lê Thị Anh", "Lê Thị Ánh", "Trần Văn Nam"]
    assert (facts.rows[2].guardian, facts.rows[2].days_late, facts.rows[0].guardian) == ("Nguyễn Văn Tư", 3, "")
    [hamlet] = [each for each in facts.filters if each.name == "hamlet"]
    assert [option.value for option in hamlet.options] == ["", "xóm 2", "xóm 6", "xóm 10"]
    found = opened(hung, people.gather, q="tran nam xom 6", overdue="1", guardian=tu.account_id)
    assert [row.id for row in found.rows] == [nam]
    assert found.is_narrowed
    nobody = opened(hung, people.gather, q="nam", guardian="none")
    assert nobody.rows == ()
    assert nobody.anywhere.endswith("&guardian=none&status=any")
    assert "q=nam&" not in nobody.anywhere
    sheet = opened(hung, people.sheet, hamlet="xóm 10")
    assert [row[0] for row in sheet.rows] == ["Lê Thị Ánh"]


def test_a_list_is_kept_by_its_name_and_only_for_whoever_made_it(world: World) -> None:
    hung, mai = world.officer(), world.officer("Hồ Thị Mai")
    query = opened(hung, people.gather, overdue="1", hamlet="xóm 6").query
    hung.presses("go:people_view")
    hung.says(query)
    assert "Đã giữ danh sách «Xóm 6 quá hạn»" in hung.says("Xóm 6 quá hạn")
    [view] = opened(hung, people.gather, overdue="1", hamlet="xóm 6").views
    assert (view.name, view.query, view.is_open) == ("Xóm 6 quá hạn", query, True)
    assert opened(mai, people.gather).views == ()
    assert "không còn nữa" in mai.presses(view.drop)
    assert "Đã xóa danh sách" in hung.presses(view.drop)
    with world.look() as db:
        assert people_views.of_account(db, hung.account_id) == []


def test_those_chosen_are_read_back_without_others_of_another_commune(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    here, there = world.person("Lê Thị Anh", guardian=tu), world.person("Trần Văn Xa")
    with world.store.transaction() as db:
        persons.change(db, there, unit="17792")
    facts = opened(hung, assigning.gather, **{f"pick-{here}": 1, f"pick-{there}": 1, "pick-x": 1})
    assert [(one.name, one.guardian) for one in facts.people] == [("Lê Thị Anh · xóm 6", "Nguyễn Văn Tư")]
    assert facts.ids == str(here)
    assert facts.guardians == ((f"assign_many:guardian:{tu.account_id}", "Nguyễn Văn Tư · đang giúp 1"),)


def test_a_persons_page_tells_all_in_one_list(world: World) -> None:
    hung, tu, nam = world.officer(), world.guardian(), world.person_with_phone(born=1990)
    with world.store.transaction() as db:
        own = persons.by_account(db, nam.account_id)
        assert own is not None
        told: dict[str, Any] = {"kind": "home", "outcome": "met", "answers": {"mood": "good", "note": "Đang phụ hồ"}}
        visits.add(db, guardian=who(db, tu.account_id), person_id=own.id, visited_on=date(2026, 11, 20), **told)
        needs.open_need(db, own.id, "papers")
        relays.ask(db, unit=own.unit, person_account=nam.account_id, text="Tôi hỏi giấy tờ")
        goals.propose(db, own, goals.Wanted("Làm căn cước", "self", None, db.today + timedelta(30)), by=hung.account_id)
    raise_one(world, own.id)
    facts = opened(hung, person.gather, person=own.id)
    assert facts.head == "Trần Văn Nam · sinh 1990 · xóm 6"
    kinds = {entry.kind: entry for entry in facts.timeline.entries}
    assert kinds.keys() == {"visits", "needs", "messages", "alerts"}
    assert kinds["visits"].by == "bác Tư"
    assert ("Đang phụ hồ") in [value for _, value in kinds["visits"].below]
    assert (kinds["messages"].title, kinds["messages"].by) == ("Tôi hỏi giấy tờ", "anh Nam")
    assert kinds["alerts"].level == "urgent"
    assert kinds["alerts"].path.startswith("alerts/")
    assert "Làm căn cước" in facts.goals[0]
    assert ("Tìm việc", True) in facts.agreed
    assert facts.next is not None
    assert facts.next.label == "Xem cảnh báo C1"
    deeds = {matter: {one.press for one in presses} for matter, presses in facts.deeds}
    assert f"go:checkin_propose:person={own.id}" in deeds["contact"]
    assert f"go:assign:person={own.id}" in deeds["guardian"]
    looked = opened(hung, person.gather, person=own.id, kind="looks")
    assert [(entry.title, "Hùng" in entry.by) for entry in looked.timeline.entries] == [("Mở hồ sơ", True)]


def test_nobody_of_another_commune_opens_a_page(world: World) -> None:
    hung = world.officer()
    nam = world.person()
    with world.store.transaction() as db:
        put_into(db, hung.account_id, "17792")
    with pytest.raises(NotAllowed):
        opened(hung, person.gather, person=nam)
    with pytest.raises(NotAllowed):
        opened(hung, person.gather, person="9" * 30)
    assert opened(hung, people.gather).rows == ()
