"""What the deployment hands to the handlers once: the texts, the commune, the dated tables."""

from dataclasses import dataclass, field
from datetime import date

from handlers.texts import Texts
from rules.loans import LoanTable
from rules.tables import Hotline, Tables


@dataclass(frozen=True, slots=True)
class Book:
    """`unit` is the commune that strangers reach, `place` its name; `addresses` how each channel is reached."""

    texts: Texts
    unit: str
    place: str
    tables: Tables
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def free_days(self) -> frozenset[date]:
        return self.tables.free_days

    @property
    def hotlines(self) -> tuple[Hotline, ...]:
        return self.tables.hotlines

    def loans_on(self, day: date) -> LoanTable:
        return self.tables.loans_on(day)
