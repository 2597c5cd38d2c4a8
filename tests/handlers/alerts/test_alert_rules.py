"""Every alert says why it came; the commune's officers decide by which rules they come."""

from datetime import timedelta

from storage import alerts as stored
from storage import units
from tests.conftest import StandingClock
from tests.person import Talker, World

HERE = [20.5412, 105.9121]


def put_unit(world: World) -> None:
    with world.store.transaction() as db:
        units.put(db, code=world.deployment.unit, name="Kim Bảng", kind="xa")


def in_vain(world: World, clock: StandingClock, guardian: Talker, person: int, times: int) -> None:
    for _ in range(times):
        clock.move(days=5)
        guardian.reports(person, outcome="away", reason="nobody_knows")


def reasons(world: World) -> list[tuple[str, str]]:
    with world.look() as db:
        return [(alert.level, alert.reason) for alert in stored.open_of(db, world.deployment.unit)]


def test_an_officer_asks_why_and_reads_the_rule_and_the_reports_it_rests_on(world: World, clock: StandingClock) -> None:
    hung, tu = world.officer(), world.guardian()
    in_vain(world, clock, tu, world.person(guardian=tu), 3)
    said = hung.chooses("Vì sao tôi nhận?")
    assert "3 lần ghé thăm liền không gặp mà không rõ lý do." in said
    assert all(f"TH-{number:04}" in said for number in (1, 2, 3))
    assert "Anh nhận vì đang trực." in said
    assert "Cán bộ nào của xã cũng đổi được quy tắc" in said


def test_one_report_names_its_own_rule_and_no_other(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    tu.reports(world.person(guardian=tu), concerns=["violence"])
    said = hung.says("vì sao C1")
    assert "Báo cáo ghé thăm ghi có bạo lực." in said
    assert "TH-0001" in said


def test_an_alarm_tells_which_button_it_came_from(world: World) -> None:
    hung, tu = world.officer(), world.guardian()
    world.person(guardian=tu)
    tu.fills("alarm", about="other", what="fire")
    assert "Có người báo cháy." in hung.says("vi sao C1")


def test_who_is_off_duty_hears_that_nobody_else_was_there(world: World) -> None:
    binh = world.linked("Trần Quốc Bình", "officer", pronoun="anh")
    tu = world.guardian()
    tu.reports(world.person(guardian=tu), concerns=["violence"])
    assert "không có ai trực" in binh.chooses("Vì sao tôi nhận?")


def test_an_officer_wants_to_hear_after_four_misses_and_a_colleague_sees_who_changed_it(
    world: World, clock: StandingClock
) -> None:
    put_unit(world)
    hung, tu = world.officer(), world.guardian()
    hung.says("quy tắc cảnh báo")
    hung.presses("do:alert_rule:away_again")
    hung.chooses("Đổi quy tắc này")
    assert "4 lần ghé thăm liền" in hung.chooses("Sau 4 lần liền")
    binh = world.officer("Trần Quốc Bình")
    assert "Anh Hùng đã đổi quy tắc này lúc 09:00" in binh.presses("do:alert_rule:away_again")
    person = world.person(guardian=tu)
    in_vain(world, clock, tu, person, 3)
    assert reasons(world) == []
    in_vain(world, clock, tu, person, 1)
    assert reasons(world) == [("high", "away_again")]


def test_a_rule_is_switched_off_and_put_back(world: World) -> None:
    put_unit(world)
    hung, tu = world.officer(), world.guardian()
    person = world.person(guardian=tu)
    hung.fills("alert_rule", rule="drugs", change="off")
    tu.reports(person, concerns=["drugs"])
    assert reasons(world) == []
    hung.fills("alert_rule", rule="drugs", change="default")
    tu.reports(person, concerns=["drugs"])
    assert ("normal", "drugs") in reasons(world) or ("high", "drugs") in reasons(world)


def test_violence_can_be_neither_lowered_nor_switched_off(world: World) -> None:
    hung = world.officer()
    assert "không tắt và không hạ mức được" in hung.presses("do:alert_rule:violence")
    assert "Đổi quy tắc này" not in hung.reply.labels
    hung.presses("go:alert_rule:rule=violence;change=off")
    with world.look() as db:
        unit = units.get(db, world.deployment.unit)
        assert unit is None or "alert_rules" not in unit.settings


def test_a_guardian_cannot_read_or_change_the_rules(world: World) -> None:
    tu = world.guardian()
    for press in ("do:alert_rules", "do:alert_rule:drugs", "do:alert_why:1", "go:alert_rule:rule=drugs;change=off"):
        assert "quy tắc" not in tu.presses(press).lower()


def test_two_guardians_who_worry_about_one_address_make_one_alert(world: World, clock: StandingClock) -> None:
    hung, tu, lan = world.officer(), world.guardian(), world.guardian("Phạm Thị Lan", "co")
    nam, phong = world.person(guardian=tu), world.person("Vũ Văn Phong", guardian=lan)
    tu.reports(nam, concerns=["alcohol"], place=HERE)
    assert reasons(world) == []
    clock.move(days=9)
    lan.reports(phong, concerns=["family"], place=[HERE[0] + 0.0002, HERE[1]])
    assert reasons(world) == [("high", "one_address")]
    said = hung.says("vì sao C1")
    assert "TH-0001" in said
    assert "TH-0002" in said


def test_what_was_seen_at_one_address_long_ago_counts_no_more(world: World, clock: StandingClock) -> None:
    tu, lan = world.guardian(), world.guardian("Phạm Thị Lan", "co")
    tu.reports(world.person(guardian=tu), concerns=["alcohol"], place=HERE)
    clock.move(days=40)
    lan.reports(world.person("Vũ Văn Phong", guardian=lan), concerns=["family"], place=HERE)
    assert ("high", "one_address") not in reasons(world)


def test_two_officers_who_change_two_rules_at_once_both_find_theirs(world: World) -> None:
    put_unit(world)
    world.officer().fills("alert_rule", rule="drugs", change="high")
    world.officer("Trần Quốc Bình").fills("alert_rule", rule="hospital", change="off")
    with world.look() as db:
        unit = units.get(db, world.deployment.unit)
        assert unit is not None
        assert set(unit.settings["alert_rules"]) == {"drugs", "hospital"}
        stamp = unit.settings["alert_rules"]["drugs"]["at"]
    assert stamp.startswith(str((world.clock.now() - timedelta(hours=7)).date()))  # type: ignore[attr-defined]
