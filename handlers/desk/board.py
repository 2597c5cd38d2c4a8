"""A board: columns of cards with their clocks, the choices it is narrowed by, and the way to what comes after."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.desk.page import Asked
from handlers.documents.sheet import Sheet
from handlers.kit.commands import id_in
from handlers.kit.messages import Option
from handlers.kit.scope import Scope
from handlers.people import offices
from storage import accounts
from storage.columns import EPOCH, MILLISECOND

# cards of a column beside others, and of one that stands alone
FEW, MANY, MOST_OF_SHEET = 12, 60, 5000
LATE = "late"
AGES = ("7", "30", "90")
Names = Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A thing that waits. `path`: of its own page under /console/; `age` since when, `due` by when, in words."""

    path: str
    title: str
    kind: str
    owner: str
    age: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A step and what stands there; `more`: where the next page begins, empty where nothing follows."""

    id: str
    title: str
    count: int
    late: int
    cards: tuple[Card, ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice that narrows a board, sent as `name`; the first option asks for all."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Columns beside each other, or the `only` one that is asked for. `empty`: steps where nothing waits."""

    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    empty: tuple[str, ...] = ()
    only: str = ""

    @property
    def count(self) -> int:
        return sum(column.count for column in self.columns)

    @property
    def late(self) -> int:
        return sum(column.late for column in self.columns)

    @property
    def is_narrowed(self) -> bool:
        return any(each.chosen for each in self.filters)


def laid_out(columns: Sequence[Column], filters: Sequence[Filter], only: str) -> Board:
    """Lays columns out: those with something in them, or the one that is asked for."""
    return Board(
        columns=tuple(column for column in columns if column.count or column.id == only),
        filters=tuple(filters),
        empty=tuple(column.title for column in columns if not column.count and not only),
        only=only,
    )


def place_of(moment: datetime | date | None, row: int) -> str:
    """Writes where a page ends, for the next one to go on from: a moment in milliseconds or a day, and the row."""
    if isinstance(moment, datetime):
        return f"{(moment - EPOCH) // MILLISECOND}.{row}"
    return f"{moment.isoformat()}.{row}" if moment else ""


def moment_after(asked: Asked) -> tuple[datetime, int] | None:
    """Reads where a page begins that goes by moments; None for nonsense."""
    moment, _, row = asked.get("after", "").partition(".")
    return (EPOCH + int(moment) * MILLISECOND, id_in(row)) if moment.isdecimal() and len(moment) <= 14 else None


def day_after(asked: Asked) -> tuple[date, int] | None:
    """Reads where a page begins that goes by days; None for nonsense."""
    day, _, row = asked.get("after", "").partition(".")
    try:
        return date.fromisoformat(day), id_in(row)
    except ValueError:
        return None


def older_than(scope: Scope, asked: Asked) -> datetime | None:
    """Reads the moment before which something has to have begun."""
    days = asked.get("age", "")
    return scope.now - timedelta(days=int(days)) if days in AGES else None


def is_late_only(asked: Asked) -> bool:
    return asked.get("age") == LATE


def filter_of(scope: Scope, asked: Asked, name: str, options: Sequence[Option], *, label: str, every: str) -> Filter:
    """Makes the choice that is sent as `name`; `label` and `every`, which asks for all, are keys of texts.

    Whatever is asked for and not among the options is taken for all.
    """
    chosen = asked.get(name, "")
    return Filter(
        name=name,
        label=scope.text(label),
        options=(Option("", scope.text(every)), *options),
        chosen=chosen if any(option.value == chosen for option in options) else "",
    )


def age_filter(scope: Scope, asked: Asked) -> Filter:
    older = [Option(days, scope.text("desk.board.older", days=days)) for days in AGES]
    late = Option(LATE, scope.text("desk.board.late_only"))
    return filter_of(scope, asked, "age", [late, *older], label="desk.board.age_filter", every="desk.board.any_age")


def due(scope: Scope, day: date | None, *, is_late: bool) -> str:
    """Says by when it goes on: «hẹn thứ Tư 2/12», «quá hẹn 3 ngày»."""
    if day is None:
        return ""
    if not is_late:
        return scope.text("desk.board.due", day=scope.day(day))
    days = (scope.today - day).days
    return scope.text("desk.board.late", days=days) if days > 0 else scope.text("desk.board.late_today")


def names_of(scope: Scope, account_ids: Collection[int]) -> Names:
    """Names accounts with their offices, «chị Hoa (Hội Phụ nữ)»; each office is looked up once."""
    accounts_by_id, of_offices = accounts.several(scope.db, account_ids), dict[int | None, str]()
    for account in accounts_by_id.values():
        if account.organisation_id not in of_offices:
            of_offices[account.organisation_id] = offices.office_of(scope.db, scope.wording, account)
    names = {account.id: scope.wording.called(account) for account in accounts_by_id.values()}
    with_office = {account.id: of_offices[account.organisation_id] for account in accounts_by_id.values()}
    return {
        number: f"{name} ({with_office[number]})" if with_office[number] else name for number, name in names.items()
    }


def as_sheet(scope: Scope, title: str, columns: Sequence[Column]) -> Sheet:
    """Writes a board's cards as a table, a row each."""
    headings = [scope.text(f"desk.board.{name}") for name in ("step", "what", "who", "owner", "opened", "by")]
    rows = [
        (column.title, card.kind, card.title, card.owner, card.age, card.due)
        for column in columns
        for card in column.cards
    ]
    return Sheet(title, headings, rows)
