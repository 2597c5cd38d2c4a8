"""The page of figures: charts that answer a question, each with its table; to the province counts of communes alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.desk import charts
from handlers.desk.charts import Chart, Line, Series
from handlers.desk.page import Asked, DeskPage
from handlers.desk.which_quarter import Choice
from handlers.documents.sheet import Sheet
from handlers.kit.scope import Scope
from handlers.reports import figures as report
from handlers.reports import visit_counting
from handlers.reports.figure_table import heads_of, item_words, period_name, rows_of
from handlers.reports.figures import Figures
from rules import groups, needs, roll_call
from rules.figures import KINDS, Period, VisitCounts, is_settled, told_to_province
from storage import access, counted, figures_by_unit, units

DEFAULT = "quarter-0"
PARTS = ("on_time", "late", "overdue")
STAGES = ("asked", "accepted", "done")
# sections that are shown beside those of the period before, where either has anything
COMPARED = ("reasons", "roll_call", "work", "groups")
# what is told in its own order; of anything else the most first
ORDER = {"roll_call": roll_call.STATES, "groups": groups.LETTERS}
COUNTED = ("managed", "visits", "alerts")
ONCE_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PeriodVisits:
    """The visits of a period, and when they were counted."""

    period: Period
    counts: VisitCounts
    at: datetime


@dataclass(frozen=True, slots=True)
class FiguresFacts:
    """`of_communes`: counts of communes alone. `press` carries the period to the chat's own picture and workbook."""

    period: str
    name: str
    before: str
    kinds: tuple[Choice, ...]
    earlier: str
    later: str
    is_over: bool
    counted_at: str
    of_communes: bool
    charts: tuple[Chart, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    picture: str


def gather(scope: Scope, asked: Asked) -> FiguresFacts:
    argument = _argument(asked)
    period = report.shown_period(argument, scope.today)
    scope.audit("unit.figures", None, f"{period.kind} {period.first}")
    kind, _, ago = argument.partition("-")
    heads, rows = _table(scope, period)
    drawn = _of_communes(scope, period) if _counts_communes(scope) else _of_commune(scope, period)
    return FiguresFacts(
        period=argument,
        name=period_name(scope.wording, period),
        before=period_name(scope.wording, period.before),
        kinds=tuple(Choice(f"{each}-0", scope.text(f"figures.button.{each}"), each == kind) for each in KINDS),
        earlier=f"{kind}-{int(ago) + 1}" if int(ago) < 99 else "",
        later=f"{kind}-{int(ago) - 1}" if int(ago) else "",
        is_over=period.last < scope.today,
        counted_at="" if _counts_communes(scope) else scope.moment(_visits_of(scope, period)[-1].at),
        of_communes=_counts_communes(scope),
        charts=tuple(drawn),
        heads=tuple(heads),
        rows=tuple(tuple(map(str, row)) for row in rows),
        picture="" if _counts_communes(scope) else f"do:figures_file:picture.{argument}",
    )


def _argument(asked: Asked) -> str:
    """Reads the period that is asked for, `quarter-1` for the last one; the present quarter for nonsense."""
    kind, _, ago = asked.get("period", "").partition("-")
    return f"{kind}-{int(ago)}" if kind in KINDS and ago.isdecimal() and len(ago) < 3 else DEFAULT


def _counts_communes(scope: Scope) -> bool:
    """Says whether the reader sees counts of communes only: whoever is no officer of a commune."""

    def count() -> bool:
        unit = units.get(scope.db, scope.unit)
        return not access.acts(scope.account, "officer") or (unit is not None and unit.kind == "province")

    return scope.once("figures count communes", count)


def _table(scope: Scope, period: Period) -> tuple[list[str], list[list[str | int]]]:
    """Gives all that is counted, as the workbook has it."""
    if _counts_communes(scope):
        return _communes_table(scope, period)
    now, before = _now_and_before(scope, period)
    return heads_of(scope.wording, now, before), rows_of(scope.wording, now, before)


def _now_and_before(scope: Scope, period: Period) -> tuple[Figures, Figures]:
    """Counts a period and the one before, at most every few minutes."""
    before, now = (_figures_of(scope, visits) for visits in _visits_of(scope, period)[-2:])
    return now, before


def _figures_of(scope: Scope, visits: PeriodVisits) -> Figures:
    what = ("figures", scope.unit, visits.period, scope.today)
    return counted.lately(
        scope.db, what, lambda: report.gather(scope.db, scope.unit, visits.period, scope.today, visits.counts)
    )[0]


def _visits_of(scope: Scope, period: Period) -> list[PeriodVisits]:
    """Gives the visits of the last periods, the earliest first; reads those of the periods that are not counted yet.

    Nobody reports on a period that ended so long ago (`is_settled`): it is counted once a day.
    """
    periods = visit_counting.last_periods(period)
    counted_visits = visit_counting.stored(scope.db, scope.unit)
    counted_visits |= {
        each_period: kept
        for each_period in periods
        if each_period not in counted_visits and (kept := _kept_count(scope, each_period))
    }
    missing = [place for place, each_period in enumerate(periods) if each_period not in counted_visits]
    if missing:
        together = periods[missing[0] : missing[-1] + 1]
        counts = visit_counting.count(scope.db, scope.unit, together)
        counted_visits |= {
            each_period: counted.keep(scope.db, _key(scope, each_period), each)
            for each_period, each in zip(together, counts, strict=True)
        }
    return [PeriodVisits(each_period, *counted_visits[each_period]) for each_period in periods]


def _kept_count(scope: Scope, period: Period) -> tuple[VisitCounts, datetime] | None:
    lasts = ONCE_A_DAY if is_settled(period, scope.today) else counted.LASTS
    kept: tuple[VisitCounts, datetime] | None = counted.kept_for(scope.db, _key(scope, period), lasts)
    return kept


def _key(scope: Scope, period: Period) -> tuple[object, ...]:
    return "visits", scope.unit, period, scope.today


def _of_commune(scope: Scope, period: Period) -> list[Chart]:
    now, before = _now_and_before(scope, period)
    compared = [_compared(scope, section, now, before) for section in COMPARED]
    return [_visits(scope, period, now, before), _funnel(scope, period), *filter(None, compared)]


def _visits(scope: Scope, period: Period, now: Figures, before: Figures) -> Chart:
    lines = [
        Line(period_name(scope.wording, visits.period), [getattr(visits.counts.punctuality, part) for part in PARTS])
        for visits in reversed(_visits_of(scope, period))
    ]
    told = {
        f"{name}{which}": side.counts["visits"][name]
        for which, side in (("", now), ("_before", before))
        for name in ("made", "on_time")
    }
    return charts.draw(
        "visits",
        scope.text("desk.figures.visits"),
        scope.text("desk.figures.visits.answer", **told, **_periods(scope, period)),
        scope.text("desk.figures.period"),
        [Series(part, scope.text(f"figures.visits.{part}")) for part in PARTS],
        lines,
        few=scope.text("figures.few"),
        stacked=True,
    )


def _periods(scope: Scope, period: Period) -> dict[str, str]:
    return {"period": period_name(scope.wording, period), "before": period_name(scope.wording, period.before)}


def _funnel(scope: Scope, period: Period) -> Chart:
    funnels = figures_by_unit.needs_funnel(scope.db, [scope.unit], period.first, min(period.last, scope.today))
    kinds = [kind for kind in needs.KINDS if kind in funnels]
    lines = [
        Line(
            scope.text(f"visit_report.needs.{kind}"), [funnels[kind].stages(all_shown=True)[stage] for stage in STAGES]
        )
        for kind in kinds
    ]
    asked, done = sum(funnels[kind].asked for kind in kinds), sum(funnels[kind].done for kind in kinds)
    return charts.draw(
        "needs",
        scope.text("desk.figures.needs"),
        scope.text("desk.figures.needs.answer", asked=asked, done=done, **_periods(scope, period)),
        scope.text("desk.figures.need"),
        [Series(stage, scope.text(f"figures.funnel.{stage}")) for stage in STAGES],
        lines,
        few=scope.text("figures.few"),
    )


def _compared(scope: Scope, section: str, now: Figures, before: Figures) -> Chart | None:
    """Draws a section beside that of the period before; None where neither has anything."""
    codes = [
        code
        for code in ORDER.get(section) or dict.fromkeys([*now.counts[section], *before.counts[section]])
        if now.counts[section].get(code) or before.counts[section].get(code)
    ]
    if not codes:
        return None
    sides = (now, before)
    sums = [sum(side.counts[section].get(code, 0) for code in codes) for side in sides]
    fields = {"now": sums[0], "earlier": sums[1], **_periods(scope, now.period)}
    return charts.draw(
        section,
        scope.text(f"desk.figures.{section}"),
        scope.text("desk.figures.compared", **fields),
        scope.text(f"figures.{section}"),
        [
            Series(part, period_name(scope.wording, side.period))
            for part, side in zip(("now", "before"), sides, strict=True)
        ],
        [
            Line(item_words(scope.wording, section, code), [side.counts[section].get(code, 0) for side in sides])
            for code in codes
        ],
        few=scope.text("figures.few"),
    )


def _communes_table(scope: Scope, period: Period) -> tuple[list[str], list[list[str | int]]]:
    """Lists communes with counts that can point at nobody, and the sum of those that are shown."""
    names, shown = _communes(scope, period)
    few = scope.text("figures.few")
    rows: list[list[str | int]] = []
    for code, name in names.items():
        counts = [shown[what][0][code] for what in COUNTED]
        rows.append([name, *(few if count is None else count for count in counts)])
    rows.append(
        [
            scope.text("desk.figures.sum"),
            *(shown[what][1] if _how_many_shown(shown[what][0]) else few for what in COUNTED),
        ]
    )
    return [scope.text("desk.figures.commune"), *(scope.text(f"desk.figures.count.{what}") for what in COUNTED)], rows


def _communes(scope: Scope, period: Period) -> tuple[dict[str, str], dict[str, tuple[dict[str, int | None], int]]]:
    def count() -> tuple[dict[str, str], dict[str, tuple[dict[str, int | None], int]]]:
        names = figures_by_unit.communes_of(scope.db, scope.unit)
        counts = figures_by_unit.by_unit(scope.db, list(names), period.first, min(period.last, scope.today))
        return names, {what: told_to_province(counts[what]) for what in COUNTED}

    return scope.once("figures of communes", count)


def _of_communes(scope: Scope, period: Period) -> list[Chart]:
    names, shown = _communes(scope, period)
    return [
        charts.draw(
            what,
            scope.text(f"desk.figures.communes.{what}"),
            _sum_of_shown(scope, *shown[what]),
            scope.text("desk.figures.commune"),
            [Series("now", scope.text(f"desk.figures.count.{what}"))],
            [Line(name, [shown[what][0][code]]) for code, name in names.items()],
            few=scope.text("figures.few"),
        )
        for what in COUNTED
    ]


def _sum_of_shown(scope: Scope, counts: Mapping[str, int | None], total: int) -> str:
    """Answers the title of a chart of communes; where no count is shown, there is no sum either."""
    shown = _how_many_shown(counts)
    key = "desk.figures.communes.answer" if shown else "desk.figures.communes.all_few"
    return scope.text(key, sum=total, communes=shown)


def _how_many_shown(counts: Mapping[str, int | None]) -> int:
    return sum(count is not None for count in counts.values())


def sheet(scope: Scope, asked: Asked) -> Sheet:
    period = report.shown_period(_argument(asked), scope.today)
    scope.audit("unit.figures", None, f"{period.kind} {period.first}")
    heads, rows = _table(scope, period)
    return Sheet(period_name(scope.wording, period).replace("/", "-"), heads, rows)


FIGURES = DeskPage(id="figures", path="figures", gather=gather, may=("officer", "admin", "province"), sheet=sheet)
