"""Which quarter a page of the desk shows: the one its address asks for, else the last that is over."""

from dataclasses import dataclass

from handlers.desk.page import Asked
from handlers.kit.scope import Scope
from handlers.reports import quarter as drafting
from rules.deadlines import Quarter, quarter_of
from rules.quarter import period_of, quarter_in

OFFERED = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to be chosen in a page's address: `value` as it stands there, `words` on the link."""

    value: str
    words: str
    is_shown: bool
    count: int | None = None


def asked_for(scope: Scope, asked: Asked) -> Quarter:
    return quarter_in(asked.get("quarter", "")) or quarter_of(scope.today).previous


def choices(scope: Scope, shown: Quarter) -> tuple[Choice, ...]:
    """Offers the last quarters, the present one first."""
    offered = [quarter_of(scope.today)]
    while len(offered) < OFFERED:
        offered.append(offered[-1].previous)
    return tuple(
        Choice(period_of(quarter), drafting.named(scope.text, quarter), quarter == shown) for quarter in offered
    )
