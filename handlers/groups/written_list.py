"""The list HCD-09: as Word, PDF and Excel, with a number; and the number under which it was signed for."""

from handlers.groups.choosing import named, to_group
from handlers.kit import Answers, Button, Choice, Form, Option, Outgoing, Problem, Said, Text
from handlers.kit.commands import Command, Reply, id_in
from handlers.kit.scope import Scope
from handlers.kit.viewer import Viewer
from handlers.people import office_document
from handlers.people.list_by_group import FORM, IN_EXCEL, ON_PAPER
from rules import groups
from storage import person_groups
from storage.person_groups import GroupList

OFFICER = ("officer",)


def show(scope: Scope, _argument: str) -> Reply:
    """Shows the lists made for the quarter, and how to make another or note a signature."""
    quarter = groups.quarter_to_group(scope.today)
    lists = person_groups.lists_of(scope.db, scope.unit, groups.written(quarter))
    lines = [line(scope, made) for made in lists] or [scope.text("group_list.none")]
    missing = _without_group(scope)
    if missing:
        lines.append(scope.text("group_list.missing", count=missing))
    head = scope.text("group_list.title", quarter=named(scope, quarter))
    sign = (scope.button("group_list.sign", "go:group_list_receipt"),) if lists else ()
    make = scope.button("group_list.make", "do:group_list_make")
    return Outgoing("\n".join([head, *lines]), (make, *sign, _back(scope), scope.menu_button()))


def _back(scope: Scope) -> Button:
    return scope.button("groups.button", "do:groups")


def _without_group(scope: Scope) -> int:
    people = [person.id for person in to_group(scope)]
    quarter = groups.written(groups.quarter_to_group(scope.today))
    return len(people) - len(person_groups.in_quarter(scope.db, people, quarter))


def line(scope: Scope, made: GroupList) -> str:
    """Says when a list was made, and under which number it was signed for."""
    fields = {"number": made.number, "day": scope.moment(made.made_at)}
    if made.receipt is None or made.receipt_at is None:
        return scope.text("group_list.line", **fields)
    return scope.text("group_list.signed", **fields, receipt=made.receipt, signed=scope.moment(made.receipt_at))


def make(scope: Scope, _argument: str) -> Reply:
    """Gives the list its number and asks for its three files."""
    quarter = groups.written(groups.quarter_to_group(scope.today))
    if len(to_group(scope)) == _without_group(scope):
        return Said("group_list.nobody", buttons=(_back(scope), scope.menu_button()))
    made = person_groups.note_list(scope.db, scope.unit, quarter, scope.account.id)
    argument = f"{quarter}/{made.number}"
    IN_EXCEL.ask(scope, argument)
    office_document.ask(scope, FORM, None, argument)
    return Said("group_list.coming", {"number": made.number}, (_back(scope), scope.menu_button()))


DOCUMENTS = (*ON_PAPER.documents, IN_EXCEL.document)


def lists_to_sign(_answers: Answers, scope: Scope) -> list[Option]:
    quarter = groups.written(groups.quarter_to_group(scope.today))
    return [
        Option(str(made.number), line(scope, made)) for made in person_groups.lists_of(scope.db, scope.unit, quarter)
    ]


def list_named(value: str, viewer: Viewer) -> str:
    return viewer.text("group_list.numbered", number=value)


def sign(answers: Answers, scope: Scope) -> Said:
    if not person_groups.sign_for(scope.db, scope.unit, id_in(answers["list"]), answers["receipt"], scope.account.id):
        raise Problem("no_longer_there", question="list")
    fields = {"number": answers["list"], "receipt": answers["receipt"]}
    return Said("group_list_receipt.done", fields, (_back(scope), scope.menu_button()))


def no_list(scope: Scope) -> Said | None:
    if lists_to_sign({}, scope):
        return None
    return Said("group_list.none", buttons=(_back(scope), scope.menu_button()))


group_list_receipt = Form(
    "group_list_receipt",
    Choice("list", lists_to_sign, named=list_named),
    Text("receipt", longest=60),
    submit=sign,
    may=OFFICER,
    review=False,
    ready=no_list,
)
COMMANDS = (
    Command("group_list", show, may=OFFICER, words=("danh sach nhom", "/hcd09", "hcd 09", "hcd09", "group list")),
    Command("group_list_make", make, may=OFFICER),
)
