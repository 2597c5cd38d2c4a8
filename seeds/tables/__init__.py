"""Dated figures: loans, complaints, hotlines, public holidays, periods of keeping; templates of the platforms."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

from rules import alert_rules, guidance
from rules.alert_rules import AlertRules
from rules.complaints import ComplaintTable
from rules.loan_cases import StepTable
from rules.loans import LoanTable
from rules.needs import STEPS
from rules.tables import Hotline, Tables
from rules.templates import SOURCES, Parameter, Source, Template

FOLDER = Path(__file__).parent
GUIDANCE = FOLDER.parent / "guidance"
ALERT_RULES = FOLDER.parent / "alert_rules.yaml"
YEARS_BACK, YEARS_AHEAD = 1, 2
Row = Mapping[str, str]


@cache
def load_tables(today: date) -> Tables:
    """Reads what holds on a day; the holidays reach from last year to the year after next."""
    free, extra = _days(today.year)
    return Tables(
        loans=tuple(_loan_table(row) for row in _rows("loans")),
        complaints=tuple(_complaint_table(row) for row in _rows("complaints")),
        loan_steps=tuple(_loan_steps()),
        hotlines=tuple(_hotline(row) for row in _rows("hotlines")),
        free_days=free,
        extra_days=extra,
        retention_days=_retention(today),
        need_clocks=_need_clocks(today),
        matching=_matching(today),
        templates={row["code"]: _template(row) for row in _rows("templates")},
        read_alert_rules=load_alert_rules,
        read_guidance=load_guidance,
    )


@cache
def load_alert_rules() -> AlertRules:
    """Reads when an alert is raised, as it holds where a unit has changed nothing. Raises BadRule."""
    return alert_rules.read(_yaml(ALERT_RULES))


@cache
def load_guidance() -> tuple[guidance.Entry, ...]:
    """Reads the reviewed answers on law and daily life. Raises BadEntry."""
    return guidance.read(_yaml(file) for file in sorted(GUIDANCE.glob("*.yaml")))


def _yaml(file: Path) -> Any:
    import yaml  # forty milliseconds, which a start is spared

    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _rows(name: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _retention(today: date) -> dict[str, int]:
    """Reads for how many days each is kept; of several periods, the one that began last."""
    rows = sorted(_rows("retention"), key=lambda row: row["valid_from"])
    return {row["what"]: int(row["days"]) for row in rows if date.fromisoformat(row["valid_from"]) <= today}


def _need_clocks(today: date) -> dict[str, dict[str, int]]:
    """Reads by kind of need how many working days each step may take; of several periods, the one begun last."""
    rows = sorted(_rows("need_clocks"), key=lambda row: row["valid_from"])
    in_force = [row for row in rows if date.fromisoformat(row["valid_from"]) <= today]
    return {row["kind"]: {step: int(row[step]) for step in STEPS} for row in in_force}


def _matching(today: date) -> dict[str, int]:
    """Reads the weights by which offers are put in order; of several periods, the one that began last."""
    rows = sorted(_rows("matching"), key=lambda row: row["valid_from"])
    return {row["code"]: int(row["value"]) for row in rows if date.fromisoformat(row["valid_from"]) <= today}


def _days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    free = _holidays(range(year - YEARS_BACK, year + YEARS_AHEAD + 1))
    by_hand = {"free": set[date](), "work": set[date]()}
    for row in _rows("days"):
        by_hand[row["kind"]].add(date.fromisoformat(row["day"]))
    return frozenset((free | by_hand["free"]) - by_hand["work"]), frozenset(by_hand["work"])


def _holidays(years: range) -> set[date]:
    days = {date.fromisoformat(row["day"]) for row in _rows("holidays")}
    covered = {day.year for day in days}
    if covered.issuperset(years):
        return {day for day in days if day.year in years}
    import holidays  # ten megabytes and a fifth of a second, which a start is spared for the years of the file

    return set(holidays.country_holidays("VN", years=years))


def _loan_table(row: Row) -> LoanTable:
    figures = {
        name: int(row[name])
        for name in (
            "business_most",
            "business_months",
            "training_month_most",
            "years_since_release",
            "list_day",
            "enterprise_most",
            "enterprise_worker_most",
            "enterprise_share_percent",
            "other_most",
            "other_months",
        )
    }
    return LoanTable(
        valid_from=date.fromisoformat(row["valid_from"]),
        yearly_rate=Decimal(row["yearly_rate"]) if row["yearly_rate"] else None,
        source=row["source"],
        checked_on=date.fromisoformat(row["checked_on"]),
        **figures,
    )


def _complaint_table(row: Row) -> ComplaintTable:
    return ComplaintTable(
        valid_from=date.fromisoformat(row["valid_from"]),
        take_days=int(row["take_days"]),
        answer_days=int(row["answer_days"]),
        longest_days=int(row["longest_days"]),
        source=row["source"],
        checked_on=date.fromisoformat(row["checked_on"]),
    )


def _loan_steps() -> Iterator[StepTable]:
    rows = _rows("loan_steps")
    for valid_from in sorted({row["valid_from"] for row in rows}):
        days = {row["step"]: int(row["working_days"]) for row in rows if row["valid_from"] == valid_from}
        nudge = days.pop("nudge")
        yield StepTable(date.fromisoformat(valid_from), days, nudge)


def _hotline(row: Row) -> Hotline:
    first, last = (int(day) for day in row["weekdays"].split("-"))
    return Hotline(
        code=row["code"],
        number=row["number"],
        open_from=_hour(row["open_from"]),
        open_until=_hour(row["open_until"]),
        weekdays=tuple(range(first, last + 1)),
        confirmed=row["confirmed"] == "yes",
        source=row["source"],
        checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
    )


def _hour(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _template(row: Row) -> Template:
    """Parameters are written `name:type:longest:source`, with spaces between."""
    parts = (parameter.split(":") for parameter in row["parameters"].split())
    return Template(
        code=row["code"],
        registered_as=row["registered_as"],
        tag=int(row["tag"]),
        title=row["title"],
        body=row["body"],
        button=row["button"],
        parameters=tuple(Parameter(name, type, int(longest), _source(source)) for name, type, longest, source in parts),
        source=row["source"],
        checked_on=date.fromisoformat(row["checked_on"]),
    )


def _source(name: str) -> Source:
    if name not in SOURCES:
        raise LookupError(f"nothing fills a parameter from {name!r}: there are {', '.join(sorted(SOURCES))}")
    return cast(Source, name)
