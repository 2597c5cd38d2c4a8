"""The board of needs: what people are asked to be helped with, step by step, with whoever has it and until when."""

from handlers.desk import board
from handlers.desk.ages import age
from handlers.desk.board import FEW, MANY, MOST_OF_SHEET, Board, Card, Column, Filter, Names
from handlers.desk.page import Asked, DeskPage
from handlers.documents.sheet import Sheet
from handlers.kit.commands import id_in
from handlers.kit.messages import Option
from handlers.kit.scope import Scope
from handlers.people import naming
from rules import needs as rules
from rules.local_time import local_day
from storage import need_board, persons
from storage.need_board import Waiting, Wanted
from storage.needs import Need

MOST_HELPERS = 30
NONE = Waiting(0, 0)


def gather(scope: Scope, asked: Asked) -> Board:
    only = asked.get("step", "") if asked.get("step") in rules.STEPS else ""
    columns = _columns(scope, asked, only, MANY if only else FEW)
    return board.laid_out(columns, _filters(scope, asked), only)


def sheet(scope: Scope, asked: Asked) -> Sheet:
    columns = _columns(scope, asked, "", MOST_OF_SHEET)
    return board.as_sheet(scope, scope.text("desk.needs.title"), columns)


def _wanted(scope: Scope, asked: Asked) -> Wanted:
    kind = asked.get("kind", "")
    return Wanted(
        kind=kind if kind in rules.KINDS else "",
        helper_id=id_in(asked.get("owner", "")),
        opened_before=board.older_than(scope, asked),
        due_before=scope.now if board.is_late_only(asked) else None,
    )


def _columns(scope: Scope, asked: Asked, only: str, most: int) -> list[Column]:
    wanted = _wanted(scope, asked)
    counts = need_board.by_step(scope.db, scope.unit, wanted, scope.now)
    after = board.moment_after(asked) if only else None
    steps = [only] if only else [step for step in rules.STEPS if step in counts]
    pages = {step: need_board.at_step(scope.db, scope.unit, step, wanted, most=most + 1, after=after) for step in steps}
    shown = [need for page in pages.values() for need in page[:most]]
    people = persons.several(scope.db, {need.person_id for need in shown})
    names = naming.for_officers(scope.wording, people.values())
    helpers = board.names_of(scope, {need.helper_id for need in shown if need.helper_id})
    scope.audit("needs.listed", None, str(len(shown)))
    columns = []
    for step in [only] if only else rules.STEPS:
        page, waiting = pages.get(step, []), counts.get(step, NONE)
        cards = [_card(scope, need, names, helpers) for need in page[:most]]
        end = board.place_of(page[most - 1].due_at, page[most - 1].id) if len(page) > most else ""
        title = scope.text(f"desk.needs.step.{step}")
        columns.append(
            Column(id=step, title=title, count=waiting.count, late=waiting.late, cards=tuple(cards), more=end)
        )
    return columns


def _card(scope: Scope, need: Need, names: Names, helpers: Names) -> Card:
    has_it = need.helper_id if need.step in rules.WITH_ONE else None
    is_late = need.due_at is not None and need.due_at < scope.now
    return Card(
        path=f"record/need/{need.id}",
        title=names.get(need.person_id, ""),
        kind=scope.text(f"visit_report.needs.{need.kind}"),
        owner=helpers.get(has_it or 0) or scope.text("need.owner.officers"),
        age=age(scope, need.opened_at),
        due=board.due(scope, local_day(need.due_at) if need.due_at else None, is_late=is_late),
        is_late=is_late,
    )


def _filters(scope: Scope, asked: Asked) -> list[Filter]:
    kinds = [Option(kind, scope.text(f"visit_report.needs.{kind}")) for kind in rules.KINDS]
    helpers = board.names_of(scope, need_board.helpers(scope.db, scope.unit, MOST_HELPERS))
    owners = [Option("", scope.text("desk.board.everybody"))]
    owners += [Option(str(account_id), name) for account_id, name in helpers.items()]
    helper_id = _wanted(scope, asked).helper_id
    # whoever is asked for narrows the board also where the list of helpers ends before them
    chosen = str(helper_id) if helper_id else ""
    return [
        board.filter_of(scope, asked, "kind", kinds, label="desk.board.what", every="desk.board.every_kind"),
        Filter(name="owner", label=scope.text("desk.board.owner"), options=tuple(owners), chosen=chosen),
        board.age_filter(scope, asked),
    ]


NEEDS = DeskPage(id="needs", path="needs", gather=gather, sheet=sheet, topics=("needs",))
