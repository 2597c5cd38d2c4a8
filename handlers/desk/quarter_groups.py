"""The page of groups A–D: everybody by letter side by side, the facts of one beside them, and the lists HCD-09."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.desk import which_quarter
from handlers.desk.page import Asked, DeskPage, Missing
from handlers.desk.which_quarter import Choice
from handlers.documents.sheet import Sheet
from handlers.groups import choosing, written_list
from handlers.kit.commands import id_in
from handlers.kit.scope import Scope
from handlers.people import naming
from handlers.reports import group_facts
from handlers.reports import quarter as drafting
from handlers.reports.group_facts import Fact
from handlers.reports.quarter_package import GROUPED, MOST
from rules import groups
from rules.deadlines import Quarter
from storage import access, person_groups, quarter_pages
from storage.persons import Person
from storage.quarter_pages import NOT_CHOSEN, GroupLine

LETTERS = (NOT_CHOSEN, *groups.LETTERS)
# so many of each letter side by side; a letter alone has pages
FIRST, PAGE = 20, 100


@dataclass(frozen=True, slots=True)
class GroupRow:
    """`before` is the letter of the quarter before, empty where there was none."""

    person: int
    name: str
    before: str
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    letter: str
    words: str
    count: int
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose facts stand beside; `presses` choose a letter, none where the quarter is not the one to group."""

    person: int
    name: str
    facts: tuple[Fact, ...]
    history: tuple[str, ...]
    presses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GroupsFacts:
    quarter: str
    name: str
    previous: str
    quarters: tuple[Choice, ...]
    columns: tuple[Column, ...]
    letter: str
    everybody: int
    more: str
    chosen: Chosen | None
    lists: tuple[str, ...]
    is_to_group: bool


def gather(scope: Scope, asked: Asked) -> GroupsFacts:
    quarter = which_quarter.asked_for(scope, asked)
    letter = asked.get("letter", "") if asked.get("letter") in LETTERS else ""
    counts = quarter_pages.group_counts(scope.db, scope.unit, GROUPED, groups.written(quarter))
    columns = [
        _column(scope, asked, quarter, each_letter, counts) for each_letter in LETTERS if letter in ("", each_letter)
    ]
    scope.audit("persons.listed", None, f"groups: {sum(len(column.rows) for column in columns)}")
    is_to_group = quarter == groups.quarter_to_group(scope.today)
    shown, count = columns[0].rows[:PAGE], columns[0].count
    lists = person_groups.lists_of(scope.db, scope.unit, groups.written(quarter))
    return GroupsFacts(
        quarter=groups.written(quarter),
        name=drafting.named(scope.text, quarter),
        previous=drafting.named(scope.text, quarter.previous),
        quarters=which_quarter.choices(scope, quarter),
        columns=tuple(columns),
        letter=letter,
        everybody=sum(counts.values()),
        more=str(shown[-1].person) if letter and len(shown) == PAGE and count > PAGE else "",
        chosen=_chosen(scope, asked["person"], quarter, is_to_group) if asked.get("person") else None,
        lists=tuple(written_list.line(scope, made) for made in lists),
        is_to_group=is_to_group,
    )


def _column(scope: Scope, asked: Asked, quarter: Quarter, letter: str, counts: Mapping[str, int]) -> Column:
    alone = asked.get("letter") == letter
    after = id_in(asked.get("after", "")) if alone else 0
    # whoever has a letter is looked for among all: not where there is nobody
    lines = _lines(scope, quarter, letter, PAGE if alone else FIRST, after) if counts.get(letter) else []
    words = scope.text("desk.quarter_groups.none" if letter == NOT_CHOSEN else "figures.groups.letter", letter=letter)
    return Column(letter, words, counts.get(letter, 0), tuple(_rows(scope, lines)))


def _lines(scope: Scope, quarter: Quarter, letter: str, most: int, after: int = 0) -> list[GroupLine]:
    quarters = groups.written(quarter), groups.written(quarter.previous)
    return quarter_pages.groups(scope.db, scope.unit, GROUPED, quarters, letter, most=most, after=after)


def _rows(scope: Scope, lines: Sequence[GroupLine]) -> list[GroupRow]:
    names = naming.for_officers(scope.wording, [line.person for line in lines])
    return [GroupRow(line.person.id, names[line.person.id], line.before, line.why) for line in lines]


def _chosen(scope: Scope, person_id: str, quarter: Quarter, is_to_group: bool) -> Chosen:
    person = access.look(scope.db, scope.account, id_in(person_id), "group")
    if not groups.are_for(person.case_type):
        raise Missing
    return Chosen(
        person=person.id,
        name=naming.name_of(person),
        facts=tuple(group_facts.gather(scope.viewer(person), person, quarter)),
        history=tuple(choosing.history(scope, person)),
        presses=tuple(_presses(scope, person)) if is_to_group and choosing.may_group(scope, person) else (),
    )


def _presses(scope: Scope, person: Person) -> list[tuple[str, str]]:
    return [
        (scope.text(f"group_choice.letter.{letter}"), f"go:group_choice:person={person.id};letter={letter}")
        for letter in groups.LETTERS
    ]


def sheet(scope: Scope, asked: Asked) -> Sheet:
    """Lists everybody with the letter of the quarter, that of the one before, and the reason."""
    quarter = which_quarter.asked_for(scope, asked)
    lines = [line for letter in LETTERS for line in _lines(scope, quarter, letter, MOST)]
    scope.audit("persons.listed", None, f"groups: {len(lines)}")
    rows = [[line.person.name, line.person.hamlet, line.letter, line.before, line.why] for line in lines]
    headings = [scope.text(f"desk.quarter_groups.column.{column}") for column in COLUMNS]
    return Sheet(drafting.named(scope.text, quarter).replace("/", "-"), headings, rows)


COLUMNS = ("name", "hamlet", "now", "before", "why")
QUARTER_GROUPS = DeskPage(
    id="quarter_groups", path="quarter/groups", gather=gather, sheet=sheet, topics=("people",), in_menu=False
)
