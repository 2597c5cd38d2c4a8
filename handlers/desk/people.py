"""The page of the people: found by name without accents, narrowed by filters, in Vietnamese order; named lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from handlers.desk.board import Filter, filter_of
from handlers.desk.page import Asked, DeskPage
from handlers.desk.searching import Searcher
from handlers.documents.sheet import Sheet
from handlers.kit.commands import id_in
from handlers.kit.messages import Option
from handlers.kit.scope import Scope
from handlers.kit.wording import capital
from handlers.people import naming
from handlers.people.named_lists import FILTERS
from rules import groups
from rules.case_types import CODES
from rules.visits import visit_due
from storage import access_to_people, accounts, assignments, people_search, people_views, person_groups
from storage.people_search import NOBODY, ORDERS, Search
from storage.persons import STATUSES, Person

PAGE = 50
WORDS = ("q",)
ALONE, ANY = "none", "any"
COLUMNS = ("name", "hamlet", "case", "group", "guardian", "last_met", "next_visit", "status")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the list; what is not known is empty. `group`: of the quarter that is grouped now."""

    id: int
    name: str
    hamlet: str
    case_type: str
    group: str
    guardian: str
    last_met_on: date | None
    next_visit_on: date | None
    days_late: int
    status: str


@dataclass(frozen=True, slots=True)
class View:
    """A list of the officer's own by its name: the query that shows it, and the press that deletes it."""

    name: str
    query: str
    is_open: bool
    drop: str


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """`count`: of all that fit; `next_after`: the id that the next page begins after, empty at the end.

    `query`: the filters as they are kept under a name. `anywhere`: the query for those of any status, if nobody fits.
    """

    rows: tuple[PersonRow, ...]
    count: int
    first: int
    last: int
    next_after: str
    words: str
    filters: tuple[Filter, ...]
    views: tuple[View, ...]
    query: str
    is_narrowed: bool
    anywhere: str


def gather(scope: Scope, asked: Asked) -> PeopleFacts:
    hits = access_to_people.page(
        scope.db, scope.account, search_of(scope, asked), most=PAGE, after=id_in(asked.get("after", ""))
    )
    chosen = {name: asked[name] for name in FILTERS if asked.get(name)}
    narrows = chosen.keys() - {"sort"}
    return PeopleFacts(
        rows=tuple(rows_of(scope, hits.people)),
        count=hits.count,
        first=hits.first,
        last=hits.last,
        next_after=str(hits.after or ""),
        words=asked.get("q", ""),
        filters=tuple(_filters(scope, asked)),
        views=tuple(_views(scope, chosen)),
        query=urlencode(chosen),
        is_narrowed=bool(narrows),
        anywhere=_query(scope, chosen | {"status": ANY}) if not hits.count and asked.get("status") != ANY else "",
    )


def search_of(scope: Scope, asked: Asked) -> Search:
    """Reads what is looked for out of the page's address; nonsense narrows nothing."""
    status, guardian, letter = asked.get("status", ""), asked.get("guardian", ""), asked.get("group", "")
    return Search(
        words=asked.get("q", "").strip(),
        status="" if status == ANY else status if status in STATUSES else "managed",
        hamlet=asked.get("hamlet", ""),
        guardian_id=id_in(guardian),
        alone=guardian == ALONE,
        case_type=asked.get("case", "") if asked.get("case") in CODES else "",
        group=letter if letter in (*groups.LETTERS, NOBODY) else "",
        quarter=groups.written(groups.quarter_to_group(scope.today)),
        overdue_on=scope.today if asked.get("overdue") else None,
        order=asked["sort"] if asked.get("sort") in ORDERS else people_search.BY_NAME,
    )


def rows_of(scope: Scope, people: Sequence[Person]) -> list[PersonRow]:
    """Words these people in their order; what belongs to them is read for all at once."""
    ids = [person.id for person in people]
    care = assignments.guardians_of(scope.db, ids) if ids else {}
    guardians = accounts.several(scope.db, set(care.values()))
    quarter = groups.written(groups.quarter_to_group(scope.today))
    letters = person_groups.in_quarter(scope.db, ids, quarter) if ids else {}
    return [
        PersonRow(
            id=person.id,
            name=person.name,
            hamlet=person.hamlet,
            case_type=scope.text(f"case_type.{person.case_type}"),
            group=letters[person.id].letter if person.id in letters else "",
            guardian=guardians[care[person.id]].name if care.get(person.id) in guardians else "",
            last_met_on=person.last_met_on,
            next_visit_on=person.next_visit_on,
            days_late=visit_due(person.next_visit_on, scope.today).days_overdue,
            status=scope.text(f"desk.people.status.{person.status}"),
        )
        for person in people
    ]


def _filters(scope: Scope, asked: Asked) -> list[Filter]:
    hamlets = sorted(people_search.hamlets(scope.db, scope.unit), key=naming.place_in_list)
    guardians = accounts.with_role(scope.db, scope.unit, "guardian")
    names = naming.of_accounts(scope.wording, guardians)
    by_guardian = [Option(str(guardian.id), names[guardian.id]) for guardian in guardians]
    return [
        _filter(scope, asked, "status", [Option(status, _status(scope, status)) for status in (*STATUSES[1:], ANY)]),
        _filter(scope, asked, "hamlet", [Option(hamlet, hamlet) for hamlet in hamlets]),
        _filter(scope, asked, "guardian", [Option(ALONE, scope.text("desk.people.guardian.none")), *by_guardian]),
        _filter(scope, asked, "case", [Option(code, capital(scope.text(f"case_type.{code}"))) for code in CODES]),
        _filter(
            scope,
            asked,
            "group",
            [
                *(Option(letter, scope.text("desk.people.group.letter", letter=letter)) for letter in groups.LETTERS),
                Option(NOBODY, scope.text("desk.people.group.none")),
            ],
        ),
        _filter(scope, asked, "overdue", [Option("1", scope.text("desk.people.overdue.1"))]),
    ]


def _filter(scope: Scope, asked: Asked, name: str, options: list[Option]) -> Filter:
    return filter_of(scope, asked, name, options, label=f"desk.people.filter.{name}", every=f"desk.people.{name}.all")


def _status(scope: Scope, status: str) -> str:
    return scope.text(f"desk.people.status.{status}")


def _views(scope: Scope, chosen: dict[str, str]) -> list[View]:
    return [
        View(view.name, _query(scope, view.filters), dict(view.filters) == chosen, f"do:people_view_drop:{view.id}")
        for view in people_views.of_account(scope.db, scope.account.id)
    ]


def _query(scope: Scope, filters: Mapping[str, str]) -> str:
    return Searcher(scope.db.store.keyring, scope.account.id).query(filters, WORDS)


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Lists all that fit, not the page alone."""
    people = access_to_people.everybody(scope.db, scope.account, search_of(scope, asked))
    return Sheet(
        scope.text("desk.people.title"),
        [scope.text(f"desk.people.column.{column}") for column in COLUMNS],
        [
            _cells(scope, row)
            for start in range(0, len(people), 500)
            for row in rows_of(scope, people[start : start + 500])
        ],
    )


def _cells(scope: Scope, row: PersonRow) -> list[str]:
    days = (row.last_met_on, row.next_visit_on)
    last_met, next_visit = (scope.wording.date_on_paper(day) if day else "" for day in days)
    return [row.name, row.hamlet, row.case_type, row.group, row.guardian, last_met, next_visit, row.status]


PEOPLE = DeskPage(id="people", path="people", gather=gather, sheet=sheet, words=WORDS)
