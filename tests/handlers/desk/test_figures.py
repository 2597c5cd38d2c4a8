"""The page of figures: charts say what their tables say, and to the province nothing that could point at anybody."""

from datetime import date

from handlers.desk import charts, figures
from handlers.desk.charts import Chart, Line, Series
from storage import persons, units
from tests.conftest import StandingClock
from tests.handlers.desk.opened import opened
from tests.other_unit import put_into
from tests.person import World

LONG = "Nguyễn Phúc Công Tằng Tôn Nữ Thị Ngọc Huyền Trân Châu Bảo An"
SERIES = (Series("now", "quý IV/2026"), Series("before", "quý III/2026"))


def drawn(lines: list[Line], *, stacked: bool = False) -> Chart:
    return charts.draw("some", "Bao nhiêu?", "", "Xã", SERIES, lines, few="dưới 5", stacked=stacked)


def test_an_officer_sees_answers_with_their_tables_beside_the_quarter_before(
    world: World, clock: StandingClock
) -> None:
    hung, tu = world.officer(), world.guardian()
    nam = world.person(guardian=tu, came_home_on=date(2025, 1, 10), visit_every=7)
    tu.reports(nam, needs=["job"])
    clock.move(days=20)
    tu.reports(nam)
    facts = opened(hung, figures.gather)
    by_id = {chart.id: chart for chart in facts.charts}
    assert by_id["visits"].answer == "quý IV/2026: 1 trong 2 lần ghé thăm đúng hẹn. quý III/2026: 0 trong 0."
    assert by_id["visits"].rows[0] == ("quý IV/2026", "1", "1", "0")
    assert by_id["needs"].rows == (("Tìm việc làm", "1", "0", "0"),)
    assert ("Ghé thăm", "số lần", "2", "0") in facts.rows
    assert not facts.is_over
    tu.reports(nam)
    assert opened(hung, figures.gather).charts[0].rows == by_id["visits"].rows
    clock.move(minutes=10)
    assert sum(map(int, opened(hung, figures.gather).charts[0].rows[0][1:3])) == 3
    before = opened(hung, figures.gather, period="quarter-1")
    assert (before.name, before.is_over, before.later) == ("quý III/2026", True, "quarter-0")
    assert opened(hung, figures.gather, period="quarter-1000").period == figures.DEFAULT
    assert ["Ghé thăm", "số lần", 3, 0] in [list(row) for row in opened(hung, figures.sheet).rows]


def test_the_province_sees_no_count_that_is_small_no_name_and_no_sum_that_tells_the_rest(world: World) -> None:
    with world.store.transaction() as db:
        for code, name in ((world.deployment.unit, "Kim Bảng"), ("17792", "Lam Sơn")):
            units.put(db, code=code, name=name, kind="commune", parent="40")
        units.put(db, code="40", name="Nghệ An", kind="province")
    ids = [world.person(f"Trần Văn {name}") for name in ("Nam", "Bắc", "Đông", "Tây", "Trung", "An", "Bình")]
    tinh = world.linked("Đỗ Văn Tỉnh", "admin", pronoun="anh")
    with world.store.transaction() as db:
        put_into(db, tinh.account_id, "40")
        for person in ids[5:]:
            persons.change(db, person, unit="17792")
    facts = opened(tinh, figures.gather)
    assert facts.of_communes
    assert facts.rows[0] == ("Kim Bảng", "5", "0", "0")
    assert facts.rows[1] == ("Lam Sơn", "dưới 5", "0", "0")
    assert facts.rows[2][1] == "5"
    assert facts.picture == ""
    assert "Trần" not in str(facts)
    assert opened(tinh, figures.sheet).rows[1][1] == "dưới 5"
    with world.store.transaction() as db:
        persons.change(db, ids[0], unit="17792")
    facts = opened(tinh, figures.gather)
    assert (facts.rows[2][1], facts.charts[0].answer) == (
        "dưới 5",
        "Xã nào cũng dưới 5 nên không ghi số, để không đoán ra ai.",
    )


def test_bars_are_as_long_as_what_they_count_whatever_is_counted() -> None:
    chart = drawn([Line(LONG, [10, 5]), Line("Lam Sơn", [None, 0])])
    assert [bar.width for bar in chart.bars] == [chart.width - charts.END, (chart.width - charts.END) / 2]
    assert chart.rows == ((LONG, "10", "5"), ("Lam Sơn", "dưới 5", "0"))
    assert max(len(word.words) for word in chart.words) <= charts.LONGEST_LABEL
    stacked = drawn([Line("Kim Bảng", [6, 2])], stacked=True)
    assert sum(bar.width for bar in stacked.bars) == chart.width - charts.ENDS
    assert stacked.bars[1].x == stacked.bars[0].x + stacked.bars[0].width


def test_no_line_and_ten_thousand_make_a_chart_of_bounded_height() -> None:
    assert drawn([]).bars == ()
    many = drawn([Line(f"Xã {n}", [n, 1]) for n in range(10_000)])
    assert len(many.rows) == 10_000
    assert many.height < 4000
