"""The roster as a page: a week by agencies with its holes, the month, requests to swap that wait."""

from datetime import date, timedelta

import pytest

from handlers.desk import roster, roster_month
from storage import duty_days, units
from storage.duty_days import DutyDay
from tests.handlers.desk.opened import opened
from tests.person import Talker, World

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture
def officers(world: World) -> tuple[Talker, Talker]:
    """Hùng of the police, Bình of the border post; the committee has nobody."""
    kinds = {"border": "Đồn Biên phòng", "committee": "UBND xã", "police": "Công an xã"}
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")
        ids = {
            kind: units.add_organisation(db, unit=world.deployment.unit, kind=kind, name=name)
            for kind, name in kinds.items()
        }
    hung = world.officer(organisation_id=ids["police"])
    return hung, world.linked("Trần Quốc Bình", "officer", pronoun="anh", organisation_id=ids["border"])


def on_duty(world: World, *duties: DutyDay) -> None:
    with world.store.transaction() as db:
        duty_days.write(db, world.deployment.unit, MONDAY, MONDAY + DAY * 13, duties, 1)


def test_a_week_is_shown_by_agencies_with_its_holes(world: World, officers: tuple[Talker, Talker]) -> None:
    hung, binh = officers
    days = [MONDAY + DAY * nth for nth in range(7)]
    on_duty(
        world,
        *(DutyDay(day, hung.account_id, None) for day in days[:6]),
        DutyDay(days[6], binh.account_id, hung.account_id),
    )
    facts = opened(hung, roster.gather, day=days[3])
    police, border, committee = facts.agencies
    assert [agency.name for agency in facts.agencies] == ["Công an xã", "Đồn Biên phòng", "UBND xã"]
    assert police.holes == "Chủ nhật 29/11"
    assert border.holes == "thứ Hai 23/11 – thứ Bảy 28/11"
    assert (committee.officers, committee.holes) == ((), "")
    assert (police.officers[0].shown, police.officers[0].is_me) == (0b0111111, True)
    assert border.officers[0].cells[6].instead_of == "anh Hùng"
    assert [day.is_today for day in facts.days] == [True, *[False] * 6]
    assert facts.own[0].press == f"go:duty_swap:first={days[0]};last={days[5]}"
    assert opened(hung, roster.sheet, day=days[3]).rows[1][1:] == ["Trần Quốc Bình", *[""] * 6, "thay anh Hùng"]
    past = opened(hung, roster.gather, day=MONDAY - DAY)
    assert (past.nth, past.is_open, past.is_set, past.agencies[0].holes) == (-1, False, False, "")
    assert opened(hung, roster.gather, day="9999-99-99").monday == MONDAY


def test_a_month_is_whole_weeks_and_counts_the_holes_to_come(world: World, officers: tuple[Talker, Talker]) -> None:
    hung, _ = officers
    on_duty(world, *(DutyDay(MONDAY + DAY * nth, hung.account_id, None) for nth in range(8)))
    facts = opened(hung, roster_month.gather, day="2026-11-05")
    assert {len(week) for week in facts.weeks} == {7}
    assert (facts.weeks[0][0].day, facts.weeks[-1][-1].day) == (date(2026, 10, 26), date(2026, 12, 6))
    assert facts.holes == 8
    table = opened(hung, roster_month.sheet, day="2026-11-05")
    assert [len(table.rows), table.headings[1], table.rows[22][1]] == [30, "Công an xã", "anh Hùng"]


def test_a_swap_shows_to_both_and_is_answered_with_the_chats_own_buttons(
    world: World, officers: tuple[Talker, Talker]
) -> None:
    hung, binh = officers
    on_duty(world, DutyDay(MONDAY, hung.account_id, None))
    asked = {"first": str(MONDAY), "last": str(MONDAY), "colleague": str(binh.account_id), "in_return": "nothing"}
    hung.fills("duty_swap", **asked)
    [mine], [theirs] = (opened(officer, roster.gather).swaps for officer in officers)
    assert (mine.who, mine.accept) == ("anh Bình", "")
    binh.presses(theirs.accept)
    assert opened(binh, roster.gather).swaps == ()
    assert opened(binh, roster.gather).agencies[1].officers[0].shown == 1
