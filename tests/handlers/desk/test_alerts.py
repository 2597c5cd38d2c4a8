"""The desk's table of alerts and the page of one: how they stand, for officers of their commune alone."""

import pytest

from handlers.desk import alert as alert_page
from handlers.desk import alerts as alerts_page
from handlers.desk.page import Missing
from storage import units
from storage.access import NotAllowed
from tests.conftest import StandingClock
from tests.handlers.commune import raise_one
from tests.handlers.desk.opened import opened
from tests.other_unit import put_into
from tests.person import World


def test_the_table_says_how_each_stands_and_turns_its_pages(
    world: World, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts_page, "PAGE", 2)
    hung, binh = world.officer(), world.officer("Trần Quốc Bình")
    nam = world.person()
    quiet = raise_one(world, nam, level="normal", reason="debt")
    first = raise_one(world, nam, reason="violence")
    clock.move(minutes=3)
    second = raise_one(world, reason="fire")
    binh.says(f"nhận {first.code}")
    clock.move(minutes=1)
    page = opened(hung, alerts_page.gather)
    assert [(row.code, row.person, row.age, row.standing) for row in page.rows] == [
        (first.code, "Trần Văn Nam", "4 phút", "Anh Bình đã nhận lúc 09:03"),
        (second.code, "", "1 phút", "Chưa ai nhận"),
    ]
    assert (page.rows[0].press, page.rows[0].climbs, page.rows[1].climbs) == (None, "", "hỏi tiếp lúc 09:13")
    assert page.rows[1].press is not None
    assert page.rows[1].press.press == f"do:alert_take:{second.id}"
    assert page.counts == {"open": 3, "mine": 0, "urgent": 2, "high": 0, "normal": 1}
    rest = opened(hung, alerts_page.gather, after=page.next)
    assert ([row.code for row in rest.rows], rest.next) == ([quiet.code], 0)
    assert [row.code for row in opened(binh, alerts_page.gather, view="mine").rows] == [first.code]
    assert [row.code for row in opened(binh, alerts_page.gather, level="normal").rows] == [quiet.code]


def test_what_has_ended_comes_the_latest_first_and_as_excel(world: World, clock: StandingClock) -> None:
    hung = world.officer()
    ended = []
    for _ in range(3):
        clock.move(days=1)
        ended.append(raise_one(world, world.person()))
        hung.says(f"nhận {ended[-1].code}")
        hung.answers(hung.presses(f"go:alert_close:alert={ended[-1].id}"), outcome="nobody_there")
    rows = opened(hung, alerts_page.gather, view="ended", after=ended[2].id).rows
    assert [(row.code, row.outcome, row.press) for row in rows] == [
        (alert.code, "Đến nơi không gặp ai", None) for alert in (ended[1], ended[0])
    ]
    sheet = opened(hung, alerts_page.sheet, view="ended")
    assert sheet.headings[0] == "Số"
    assert [row[0] for row in sheet.rows] == [alert.code for alert in reversed(ended)]


def test_an_alert_opens_with_its_report_its_history_and_the_presses_of_the_chat(
    world: World, clock: StandingClock
) -> None:
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
        police = units.add_organisation(db, unit=world.deployment.unit, kind="police", name="Công an xã Kim Bảng")
    hung, tu = world.officer(organisation_id=police), world.guardian()
    nam = world.person(guardian=tu)
    tu.reports(nam, outcome="met", mood="bad", note="Nằm cả ngày")
    (row,) = opened(hung, alerts_page.gather).rows
    clock.move(minutes=2)
    hung.presses(f"do:alert_take:{row.id}")
    page = opened(hung, alert_page.gather, alert=row.id)
    assert "Trần Văn Nam" in page.lines[0]
    assert [step.what.split(",")[0] for step in page.history] == ["Đã nhận", "Báo lên"]
    assert [step.by for step in page.history] == ["Anh Hùng (Công an xã)", "Bác Tư"]
    assert "Nằm cả ngày" in [line.value for line in page.reports[0].lines]
    assert [button.press.partition(":")[2].split(":")[0] for button in page.ways][:3] == [
        "alert_close",
        "alert_hand_on",
        "alert_give_back",
    ]


def test_no_officer_of_another_commune_opens_it(world: World) -> None:
    hung, other = world.officer(), world.officer("Hà Văn Xa")
    with world.store.transaction() as db:
        put_into(db, other.account_id, "17792")
    alert = raise_one(world, world.person())
    assert opened(hung, alert_page.gather, alert=alert.id).row.code == alert.code
    assert opened(other, alerts_page.gather, after=alert.id).rows == ()
    with pytest.raises(NotAllowed):
        opened(other, alert_page.gather, alert=alert.id)
    with pytest.raises(Missing):
        opened(hung, alert_page.gather, alert="7")
