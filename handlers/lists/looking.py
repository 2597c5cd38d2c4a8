"""After the turn: a list that was sent is compared with the commune, and the officer sees what would be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.documents.sheet import Sheet
from handlers.enrolment import sheets, shown
from handlers.enrolment.facts import ACTIONS, Action, Line, Plan
from handlers.enrolment.questions import RowQuestion, open_questions
from handlers.enrolment.taking import GivenList
from handlers.kit import Button, Outgoing
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.lists.templates import as_file
from handlers.understand.tables.cells import Unreadable
from storage import access, accounts, list_imports
from storage.accounts import Account
from storage.database import Db
from storage.list_drafts import ListDraft
from storage.list_imports import ListImport

MOST_ROWS = 2000
FIRST_ROWS = 3
# of questions that wait to be answered; the file with coloured cells has all
MOST_ASKED = 200
MOST_SHEETS = 3
# officers' accounts need a second person's yes, which a list in chat does not have
NOT_HERE = ("officers",)


def undoable(scope: Scope) -> ListImport | None:
    """Gives the last list, while it can be taken back in chat; accounts of officers are opened and closed elsewhere."""
    last = list_imports.last(scope.db, scope.unit)
    return last if last and last.kind not in NOT_HERE and last.can_be_undone(scope.now) else None


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look: `content` is to be kept, `out` said; `faults`: the list with what is to be mended."""

    content: dict[str, Any]
    out: Outgoing
    faults: Sheet | None = None


def officer_of(db: Db, draft: ListDraft) -> Account | None:
    """Gives who sent it; None where they may not take lists into this commune any more."""
    officer = accounts.get(db, draft.account_id)
    return officer if officer and access.acts(officer, "officer", unit=draft.unit) else None


def list_given(draft: ListDraft, file: bytes) -> GivenList:
    """Gives the list with all that the officer has said of it."""
    content = draft.content
    answers = {int(row): said for row, said in content.get("answers", {}).items()}
    return GivenList(file, content.get("sheet"), content.get("kind"), content.get("meanings", {}), answers)


def check_length(_done: int, total: int) -> None:
    """Raises Unreadable for what is better taken in at the command line: nobody's message waits for it."""
    if total > MOST_ROWS:
        raise Unreadable("long_for_chat")


def look(db: Db, deployment: Deployment, draft: ListDraft, file: bytes) -> Looked | None:
    """Compares the list with the commune and words what would be done; None for whoever may not take it in.

    It only reads, so that it may take its time beside the one that writes. Raises Unreadable.
    """
    officer = officer_of(db, draft)
    if officer is None:
        return None
    plan = list_given(draft, file).plan(db, draft.unit, check_length)
    if plan.kind in NOT_HERE:
        raise Unreadable("officers_here")
    wording = Wording.to(deployment.texts, officer)
    questions = list(open_questions(plan, deployment.texts, officer.language))
    unclear = plan.count("ask") + plan.count("refused")
    seen = {
        "kind": plan.kind,
        "sure": plan.sure,
        "new": plan.count("new"),
        "unclear": unclear,
        "unknown": plan.unknown_headings,
        "sheets": plan.other_sheets[:MOST_SHEETS],
        "questions": [_as_json(question) for question in questions[:MOST_ASKED]],
        "to_mend": _to_mend(wording, plan, {question.row for question in questions}),
    }
    return Looked(
        {**draft.content, "shown": seen},
        Outgoing(_words(wording, plan), buttons(wording, seen)),
        sheets.faults(deployment.texts, plan, officer.language) if unclear else None,
    )


def _to_mend(wording: Wording, plan: Plan, asked: set[int]) -> list[dict[str, Any]]:
    """Lists the rows that no answer makes clear, with what is to be put right in the file."""
    left = [line for line in plan.lines if line.action in ("ask", "refused") and line.row not in asked]
    named = [(line.row, shown.row_shown(wording.texts, line, wording.language)) for line in left[:MOST_ASKED]]
    return [{"row": row, "who": who, "says": says} for row, (who, _columns, says) in named]


def _as_json(question: RowQuestion) -> dict[str, Any]:
    return {name: getattr(question, name) for name in ("row", "code", "says", "listed", "known", "answers")}


def _words(wording: Wording, plan: Plan) -> str:
    """Says how many rows are new, changed, the same, asked and refused, with the first of each."""
    kind = wording.text(f"list_chat.kind.{plan.kind}")
    parts = [wording.text("list_chat.looked", kind=kind, total=plan.total)]
    parts += [part for action in ACTIONS if action != "skipped" and (part := _of_action(wording, plan, action))]
    if plan.unknown_headings:
        names = ", ".join(f"«{name}»" for name in plan.unknown_headings)
        parts.append(wording.text("list_chat.unknown", names=names))
    if plan.not_kept:
        parts.append(wording.text("list.shown.not_kept", names=", ".join(plan.not_kept)))
    parts.append(wording.text("list_chat.nothing_yet" if plan.total else "list_chat.nobody"))
    return "\n\n".join(parts)


def _of_action(wording: Wording, plan: Plan, action: Action) -> str:
    lines = [line for line in plan.lines if line.action == action]
    if not lines:
        return ""
    head = f"{wording.text(f'list.action.{action}')}: {len(lines)}"
    if action == "same":
        return head
    first = [_line(wording, line) for line in lines[:FIRST_ROWS]]
    more = [wording.text("list_chat.more", count=len(lines) - FIRST_ROWS)] if len(lines) > FIRST_ROWS else []
    return "\n".join([head, *first, *more])


def _line(wording: Wording, line: Line) -> str:
    name, _columns, says = shown.row_shown(wording.texts, line, wording.language)
    said = " ".join(says.split("\n"))
    row = wording.text("list_chat.row", row=line.row)
    return f"• {row} {name or '–'}" + (f": {said}" if said else "")


def buttons(wording: Wording, seen: dict[str, Any]) -> tuple[Button, ...]:
    """Offers what can be done next; by words, for what comes after its turn has no numbers."""
    offered = []
    questions = len(seen["questions"]) + len(seen["unknown"])
    if questions:
        offered.append(_button(wording, "ask", "do:list_ask", count=questions))
    if seen["sure"]:
        offered.append(_button(wording, "write", "do:list_write", count=seen["sure"]))
    offered += [
        Button(wording.text("list_chat.sheet", sheet=sheet), f"do:list_sheet:{place}", "command", f"TRANG {place}")
        for place, sheet in enumerate(seen["sheets"], 1)
    ]
    return (*offered, _button(wording, "drop", "do:list_drop"))


def _button(wording: Wording, name: str, press: str, **fields: object) -> Button:
    return Button(
        wording.text(f"list_chat.{name}", **fields), press, "command", wording.text(f"list_chat.{name}.typed")
    )


def coloured(db: Db, deployment: Deployment, draft: ListDraft, faults: int, address: Callable[[int], str]) -> Outgoing:
    """Shows the list with its faults coloured: mended and sent again, it finishes the job."""
    officer = accounts.get(db, draft.account_id)
    assert officer is not None
    return as_file(Wording.to(deployment.texts, officer), "list_chat.faults", faults, address(faults), deployment)


def unreadable(db: Db, deployment: Deployment, draft: ListDraft, code: str) -> Outgoing | None:
    """Says why a list cannot be taken in; None to whoever may not know any more."""
    officer = officer_of(db, draft)
    return Outgoing(Wording.to(deployment.texts, officer).text(f"list.file.{code}")) if officer else None
