"""Figures that change by law or by decision, as plain values; the files they come from are in seeds/tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from rules.alert_rules import AlertRules
from rules.complaints import ComplaintTable
from rules.guidance import Entry
from rules.loan_cases import StepTable
from rules.loans import LoanTable
from rules.needs import Clocks
from rules.templates import Template


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number to call, with its hours.

    `confirmed` is False for a number that is well known but was not read in a named source.
    """

    code: str
    number: str
    open_from: time | None
    open_until: time | None
    weekdays: tuple[int, ...]
    confirmed: bool
    source: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Tables:
    """All of them. What `read_…` files hold is read when somebody first asks, which a start is spared."""

    loans: tuple[LoanTable, ...]
    complaints: tuple[ComplaintTable, ...]
    loan_steps: tuple[StepTable, ...]
    hotlines: tuple[Hotline, ...]
    free_days: frozenset[date]
    extra_days: frozenset[date]
    retention_days: Mapping[str, int]
    need_clocks: Clocks
    matching: Mapping[str, int]
    templates: Mapping[str, Template]
    read_alert_rules: Callable[[], AlertRules]
    read_guidance: Callable[[], tuple[Entry, ...]]

    def loans_on(self, day: date) -> LoanTable:
        """Finds the loan figures in force on a day. Raises LookupError where no row of the table is."""
        in_force = [table for table in self.loans if table.valid_from <= day]
        if not in_force:
            raise LookupError(f"no loan figures are in force on {day}; add a row to seeds/tables/loans.csv")
        return max(in_force, key=lambda table: table.valid_from)

    def complaints_on(self, day: date) -> ComplaintTable:
        """Finds the limits for complaints in force on a day. Raises LookupError where no row of the table is."""
        in_force = [table for table in self.complaints if table.valid_from <= day]
        if not in_force:
            raise LookupError(f"no limits for complaints on {day}; add a row to seeds/tables/complaints.csv")
        return max(in_force, key=lambda table: table.valid_from)

    def loan_steps_on(self, day: date) -> StepTable:
        """Finds the limits of a loan's steps in force on a day. Raises LookupError where no row of the table is."""
        in_force = [table for table in self.loan_steps if table.valid_from <= day]
        if not in_force:
            raise LookupError(f"no limits of loan steps are in force on {day}; add rows to seeds/tables/loan_steps.csv")
        return max(in_force, key=lambda table: table.valid_from)

    def hotline(self, code: str) -> Hotline:
        """Finds a hotline by its code. Raises StopIteration if there is none."""
        return next(hotline for hotline in self.hotlines if hotline.code == code)
