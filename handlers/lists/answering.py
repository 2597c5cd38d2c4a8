"""What is unclear in a list is asked one by one, by buttons: what a column is, whether two are the same person."""

from typing import Any
from zlib import crc32

from handlers.enrolment.questions import ANSWERS
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, number_in
from handlers.kit.scope import Scope
from handlers.understand.tables.headings import ASKED_FOR
from storage import list_drafts
from storage.list_drafts import ListDraft

OFFICER = ("officer",)


def waiting(scope: Scope) -> ListDraft | Said:
    """Gives the list that waits for the officer; else what to say: there is none, or it is being read."""
    drafts = list_drafts.of_account(scope.db, scope.account.id)
    draft = next((each for each in drafts if each.unit == scope.unit), None)
    if draft is None:
        return Said("list_chat.gone", buttons=(scope.button("list_chat.again", "go:list_file"), scope.menu_button()))
    return Said("list_chat.reading", buttons=(scope.menu_button(),)) if draft.wants else draft


def ask(scope: Scope, _argument: str) -> Reply:
    """Asks the first that is open; after the last the list is looked at again."""
    draft = waiting(scope)
    if isinstance(draft, Said):
        return draft
    content = draft.content
    heading = next((each for each in content["shown"]["unknown"] if each not in content.get("meanings", {})), None)
    if heading is not None:
        return _ask_heading(scope, heading)
    question = next((each for each in content["shown"]["questions"] if not _is_answered(content, each)), None)
    return _ask_row(scope, content, question) if question else _look_again(scope, draft)


def _is_answered(content: dict[str, Any], question: dict[str, Any]) -> bool:
    return question["code"] in {
        *content.get("answers", {}).get(str(question["row"]), {}),
        *content.get("later", {}).get(str(question["row"]), ()),
    }


def _ask_heading(scope: Scope, heading: str) -> Outgoing:
    options = [scope.button(f"list.means.{code}", f"do:list_means:{mark_of(heading)}.{code}") for code in ASKED_FOR]
    return Outgoing(scope.text("list_chat.heading", heading=heading), (*options, scope.menu_button()))


def mark_of(heading: str) -> str:
    """Stands for a heading in a button, whatever its length."""
    return f"{crc32(heading.encode()):08x}"


def _ask_row(scope: Scope, content: dict[str, Any], question: dict[str, Any]) -> Outgoing:
    open_ones = sum(not _is_answered(content, each) for each in content["shown"]["questions"])
    alike = f"{scope.text('list.side.known')}: {question['known']}" if question["known"] else ""
    listed = f"{scope.text('list.side.listed')}: {question['listed']}"
    head = scope.text("list_chat.question", row=question["row"], left=open_ones)
    about = f"{question['row']}.{question['code']}"
    options = [scope.button(f"list.answer.{each}", f"do:list_answer:{about}.{each}") for each in question["answers"]]
    later = scope.button("list_chat.later", f"do:list_answer:{about}.later")
    text = "\n".join(filter(None, (head, question["says"], "", listed, alike)))
    return Outgoing(text, (*options, later, scope.menu_button()))


def means(scope: Scope, argument: str) -> Reply:
    """Notes what a column is, and asks on."""
    draft = waiting(scope)
    if isinstance(draft, Said):
        return draft
    mark, _, code = argument.partition(".")
    content = draft.content
    heading = next((each for each in content["shown"]["unknown"] if mark_of(each) == mark), None)
    if heading is not None and code in ASKED_FOR:
        content["meanings"] = {**content.get("meanings", {}), heading: code}
        list_drafts.keep(scope.db, draft, content)
    return ask(scope, "")


def answer(scope: Scope, argument: str) -> Reply:
    """Notes what was answered about a row, and asks on; «later» leaves the row out of what is written."""
    draft = waiting(scope)
    if isinstance(draft, Said):
        return draft
    row, code, said = (*argument.split("."), "", "", "")[:3]
    content = draft.content
    is_asked = any(f"{each['row']}" == row and each["code"] == code for each in content["shown"]["questions"])
    if is_asked and said == "later":
        content.setdefault("later", {}).setdefault(row, []).append(code)
    elif is_asked and said in ANSWERS.get(code, ()):
        content.setdefault("answers", {}).setdefault(row, {})[code] = said
    list_drafts.keep(scope.db, draft, content)
    return ask(scope, "")


def sheet(scope: Scope, argument: str) -> Reply:
    """Looks at another sheet of the file, by its place among those that were named."""
    draft = waiting(scope)
    if isinstance(draft, Said):
        return draft
    others, place = draft.content["shown"]["sheets"], number_in(argument)
    if not 0 < place <= len(others):
        return ask(scope, "")
    list_drafts.keep(scope.db, draft, {"sheet": others[place - 1]}, "look")
    return Said("list_chat.coming", buttons=(scope.menu_button(),))


def _look_again(scope: Scope, draft: ListDraft) -> Said:
    list_drafts.keep(scope.db, draft, {**draft.content, "later": {}}, "look")
    return Said("list_chat.looks_again", buttons=(scope.menu_button(),))


def drop(scope: Scope, _argument: str) -> Reply:
    """Lets the list and its file go."""
    for draft in list_drafts.of_account(scope.db, scope.account.id):
        list_drafts.end(scope.db, draft)
    buttons: tuple[Button, ...] = (scope.button("list_chat.again", "go:list_file"), scope.menu_button())
    return Said("list_chat.dropped", buttons=buttons)


COMMANDS = (
    Command("list_ask", ask, may=OFFICER, words=("tra loi danh sach", "answer the list")),
    Command("list_means", means, may=OFFICER),
    Command("list_answer", answer, may=OFFICER),
    Command("list_sheet", sheet, may=OFFICER, words=("trang", "sheet"), takes_argument=True),
    Command("list_drop", drop, may=OFFICER, words=("bo danh sach", "drop the list")),
)
