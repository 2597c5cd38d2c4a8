"""What the deployment hands to the handlers once: the texts, the free days, the dated tables."""

from dataclasses import dataclass, field
from datetime import date

from handlers.texts import Texts
from rules.loans import LoanTable


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number people can call; `key` names its text."""

    key: str
    number: str


@dataclass(frozen=True, slots=True)
class Book:
    """`unit` is the commune that strangers reach; `loans` the table in force, by its first day."""

    texts: Texts
    unit: str
    place: str
    free_days: frozenset[date] = frozenset()
    loans: tuple[LoanTable, ...] = ()
    hotlines: tuple[Hotline, ...] = ()
    addresses: dict[str, str] = field(default_factory=dict)
