"""«Hôm nay»: what waits, the most pressing first, each with its one press; by agency; and the good empty day."""

from datetime import timedelta

from handlers.desk import today
from storage import relays, tasks, threads, units
from storage.outbox import call_list
from tests.conftest import START, StandingClock
from tests.handlers.commune import raise_one
from tests.handlers.desk.opened import opened
from tests.person import Talker, World


def of_agency(world: World, name: str, kind: str) -> Talker:
    with world.store.transaction() as db:
        office = units.add_organisation(db, unit=world.deployment.unit, kind=kind, name=name)
    return world.officer(name, organisation_id=office)


def test_an_empty_day_says_so(world: World) -> None:
    facts = opened(world.officer(), today.gather)
    assert facts.blocks == ()
    assert {"cảnh báo", "tin nhắn", "gọi điện"} <= set(facts.at_rest)


def test_what_waits_stands_there_with_its_press(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    unit, now = world.deployment.unit, START.date()
    nam = world.person(guardian=tu, next_visit_on=now - timedelta(days=9))
    world.person("Lê Thị Hoa")
    hoa = world.person_with_phone("Lô Văn Lực", guardian=tu)
    alert = raise_one(world, nam, reason="violence")
    with world.store.transaction() as db:
        relays.ask(db, unit=unit, person_account=hoa.account_id, text="Nhờ cán bộ")
        thread = threads.start(db, unit=unit, person_id=nam, guardian_id=tu.account_id)
        threads.say(db, thread, by=tu.account_id, from_office=False, text="Cháu ốm")
        call_list.put(db, unit=unit, account_id=tu.account_id, reason="assignment")
        task = tasks.add(
            db,
            unit=unit,
            person_id=nam,
            what="Gọi trường nghề",
            account_id=hung.account_id,
            due_on=now,
            by=hung.account_id,
        )
    clock.move(minutes=5)
    facts = opened(hung, today.gather)
    blocks = {block.id: block for block in facts.blocks}
    assert list(blocks) == ["alerts", "messages", "threads", "overdue", "calls", "tasks", "alone"]
    assert {block.count for block in blocks.values()} == {1}
    presses = {name: block.items[0].press.press for name, block in blocks.items() if block.items[0].press}
    assert presses == {
        "alerts": f"do:alert_take:{alert.id}",
        "messages": f"do:relay_read:{hoa.account_id}",
        "threads": f"do:thread_read:{thread.id}",
        "overdue": f"do:overdue_remind:{nam}",
        "calls": presses["calls"],
        "tasks": f"do:task_done:{task.id}",
        "alone": presses["alone"],
    }
    assert blocks["threads"].items[0].line == "Bác Tư · về Trần Văn Nam"
    assert blocks["overdue"].items[0].detail == "quá 9 ngày · bác Tư"
    assert blocks["alone"].items[0].line == "Lê Thị Hoa · xóm 6"


def test_the_agency_says_what_is_there(world: World) -> None:
    committee, border = of_agency(world, "Ủy ban", "committee"), of_agency(world, "Đồn", "border")
    assert "báo cáo quý" in opened(committee, today.gather).at_rest
    assert "báo cáo quý" not in opened(border, today.gather).at_rest
