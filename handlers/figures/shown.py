"""«Số liệu»: the figures of a period beside the one before, for officers; of communes, counts alone, for admins."""

from handlers.kit import Button, Outgoing
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.reports import figures as report
from handlers.reports.figure_table import item_words, period_name
from handlers.reports.figures import Figures
from rules.figures import KINDS, Period, told_to_province
from storage import figures_by_unit

MAY = ("officer", "admin")
# what is left out where it is nought
OPTIONAL = ("roll_call", "reasons", "work", "at_work", "loans", "groups", "ended")


def show(scope: Scope, argument: str) -> Reply:
    """Shows a period; `argument` as «quarter-1» for the quarter before this one."""
    period = report.shown_period(argument, scope.today)
    scope.audit("unit.figures", None, f"{period.kind} {period.first}")
    if "officer" not in scope.account.roles:
        return _of_communes(scope, period)
    now = report.gather(scope.db, scope.unit, period, scope.today)
    before = report.gather(scope.db, scope.unit, period.before, scope.today)
    lines = [scope.text("figures.head", period=period_name(scope.wording, period)), *_lines(scope, now, before)]
    return Outgoing("\n".join(lines), _buttons(scope, period, argument))


def _lines(scope: Scope, now: Figures, before: Figures) -> list[str]:
    lines = []
    for section, rows in now.counts.items():
        told = [
            scope.text("figures.item", what=item_words(scope.wording, section, code), count=count)
            for code, count in rows.items()
            if count or section not in OPTIONAL
        ]
        if told:
            lines.append(scope.text("figures.line", section=scope.text(f"figures.{section}"), items="; ".join(told)))
    minutes = [
        scope.text("figures.minutes", level=scope.text(f"alert.level.{level}"), minutes=count)
        for level, count in now.minutes_to_take.items()
    ]
    if minutes:
        lines.append(
            scope.text("figures.line", section=scope.text("figures.minutes_to_take"), items="; ".join(minutes))
        )
    last = {code: before.counts["visits"][code] for code in ("made", "on_time")}
    return [*lines, scope.text("figures.before", period=period_name(scope.wording, before.period), **last)]


def _buttons(scope: Scope, period: Period, argument: str) -> tuple[Button, ...]:
    ago = argument.partition("-")[2]
    back = int(ago) + 1 if ago.isdecimal() and len(ago) < 3 else 1
    which = f"{period.kind}-{back - 1}"
    return (
        *(scope.button(f"figures.button.{kind}", f"do:figures:{kind}-0") for kind in KINDS if kind != period.kind),
        scope.button("figures.button.before", f"do:figures:{period.kind}-{back}"),
        scope.button("figures.button.picture", f"do:figures_file:picture.{which}"),
        scope.button("figures.button.workbook", f"do:figures_file:workbook.{which}"),
        scope.button("figures.button.funnel", f"do:needs_funnel:{which}"),
        scope.button("figures.button.outcomes", "do:outcomes"),
        scope.button("figures.button.effect", "do:reminder_effect"),
        scope.menu_button(),
    )


def _of_communes(scope: Scope, period: Period) -> Outgoing:
    """Shows counts of the communes below the reader's unit: none that could point at somebody."""
    names = figures_by_unit.communes_of(scope.db, scope.unit)
    counts = figures_by_unit.by_unit(scope.db, list(names), period.first, min(period.last, scope.today))
    lines = [scope.text("figures.province", period=period_name(scope.wording, period))]
    shown = {what: told_to_province(of_units) for what, of_units in counts.items()}
    for code, name in names.items():
        cells = {what: _cell(scope, of_units[code]) for what, (of_units, _) in shown.items()}
        lines.append(scope.text("figures.province.line", unit=name, **cells))
    sums = {what: total for what, (_, total) in shown.items()}
    lines.append(scope.text("figures.province.sum", **sums))
    kinds = tuple(
        scope.button(f"figures.button.{kind}", f"do:figures:{kind}-0") for kind in KINDS if kind != period.kind
    )
    funnel = scope.button("figures.button.funnel", f"do:needs_funnel:{period.kind}-0")
    return Outgoing("\n".join(lines), (*kinds, funnel, scope.menu_button()))


def _cell(scope: Scope, count: int | None) -> str:
    return scope.text("figures.few") if count is None else str(count)


COMMANDS = (Command("figures", show, may=MAY, words=("so lieu", "/solieu", "thong ke", "bao cao so lieu", "figures")),)
