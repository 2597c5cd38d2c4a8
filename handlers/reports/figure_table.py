"""The figures of a period beside those of the one before as a table, and how periods and figures are named."""

from handlers.kit.wording import Wording
from handlers.reports.figures import Figures
from rules.figures import Period
from rules.management import CODES as ENDS
from rules.quarter import ROMAN

# counted as they are today, whichever period is looked at
OF_TODAY = ("people",)


def period_name(wording: Wording, period: Period) -> str:
    """Names a period: «tháng 11/2026», «quý IV/2026», «tuần 23/11 – 29/11»."""
    first, last = period.first, period.last
    return wording.text(
        f"figures.period.{period.kind}",
        first=f"{first.day}/{first.month}",
        last=f"{last.day}/{last.month}",
        month=first.month,
        quarter=ROMAN[(first.month - 1) // 3],
        year=first.year,
    )


def item_words(wording: Wording, section: str, code: str) -> str:
    """Words a figure by its code; the reasons of alerts have their own words."""
    if section == "reasons":
        return wording.text(f"alert.reason.{code}").lower() if wording.has_text(f"alert.reason.{code}") else code
    if section == "ended" and code in ENDS:
        words = wording.text(f"end_management.reason.{code}")
        return words[:1].lower() + words[1:]
    if section == "groups":
        return wording.text("figures.groups.letter", letter=code)
    return wording.text(f"figures.{section}.{code}")


def heads_of(wording: Wording, now: Figures, before: Figures) -> list[str]:
    """Heads the table: section, figure, and the two periods."""
    columns = [wording.text(f"figures.column.{column}") for column in ("section", "what")]
    return [*columns, period_name(wording, now.period), period_name(wording, before.period)]


def rows_of(wording: Wording, now: Figures, before: Figures) -> list[list[str | int]]:
    """Lists every figure of a period beside that of the one before; minutes until somebody took an alert at the end."""
    rows: list[list[str | int]] = []
    for section in now.counts:
        codes = dict.fromkeys([*now.counts[section], *before.counts[section]])
        for code in codes:
            counts = [figures.counts[section].get(code, 0) for figures in (now, before)]
            told: list[str | int] = [counts[0], ""] if section in OF_TODAY else [*counts]
            rows.append([wording.text(f"figures.{section}"), item_words(wording, section, code), *told])
    for level in dict.fromkeys([*now.minutes_to_take, *before.minutes_to_take]):
        minutes = [figures.minutes_to_take.get(level, 0) for figures in (now, before)]
        rows.append([wording.text("figures.minutes_to_take"), wording.text(f"alert.level.{level}"), *minutes])
    return rows
