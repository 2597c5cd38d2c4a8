"""What waits for somebody's yes, in one page: first and held offers, volunteers, newcomers, data, tips, accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.desk import waiting_rows
from handlers.desk.board import MOST_OF_SHEET
from handlers.desk.page import Asked, DeskPage
from handlers.desk.waiting_rows import Row
from handlers.documents.sheet import Sheet
from handlers.kit.scope import Scope

MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A kind of thing that waits: the first of them, and how many there are."""

    id: str
    title: str
    rows: tuple[Row, ...]
    count: int

    @property
    def left(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalsFacts:
    """`empty`: the names of the kinds of which nothing waits."""

    sections: tuple[Section, ...]
    empty: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(section.count for section in self.sections)


def gather(scope: Scope, _asked: Asked) -> ApprovalsFacts:
    sections = _sections(scope, MOST)
    scope.audit("approvals.listed", None, str(sum(len(section.rows) for section in sections)))
    return ApprovalsFacts(
        sections=tuple(section for section in sections if section.count),
        empty=tuple(section.title for section in sections if not section.count),
    )


def _sections(scope: Scope, most: int) -> list[Section]:
    sections = []
    for kind in waiting_rows.KINDS:
        if kind.may_read(scope):
            rows, count = kind.read(scope, most)
            title = scope.text(f"desk.approvals.section.{kind.id}")
            sections.append(Section(id=kind.id, title=title, rows=tuple(rows), count=count))
    return sections


def sheet(scope: Scope, _asked: Asked) -> Sheet:
    names = ("section", "what", "detail", "since", "due")
    sections = _sections(scope, MOST_OF_SHEET)
    rows: Sequence[Sequence[str]] = [
        (section.title, row.what, row.detail, row.since, row.due) for section in sections for row in section.rows
    ]
    return Sheet(scope.text("desk.approvals.title"), [scope.text(f"desk.approvals.{name}") for name in names], rows)


APPROVALS = DeskPage(
    id="approvals",
    path="approvals",
    gather=gather,
    may=("officer", "admin"),
    sheet=sheet,
    topics=waiting_rows.TOPICS,
)
