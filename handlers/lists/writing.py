"""The rows of a list that are clear are written after the officer's yes, and taken back within a day."""

from handlers.enrolment import writing
from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.lists.answering import waiting
from handlers.lists.looking import check_length, list_given, officer_of, undoable
from storage import list_drafts
from storage.database import Db
from storage.list_drafts import ListDraft

OFFICER = ("officer",)
YES = "yes"


def ask_to_write(scope: Scope, argument: str) -> Reply:
    """Asks once more, saying how many; then notes that it is to be written."""
    draft = waiting(scope)
    if isinstance(draft, Said):
        return draft
    seen = draft.content["shown"]
    if not seen["sure"]:
        return Said("list_chat.nothing_sure", buttons=(scope.button("list_chat.drop", "do:list_drop"),))
    if argument != YES:
        fields = {"new": seen["new"], "changed": seen["sure"] - seen["new"], "left": seen["unclear"]}
        yes = scope.button("list_chat.write", f"do:list_write:{YES}", count=seen["sure"])
        no = scope.button("list_chat.drop", "do:list_drop")
        return Said("list_chat.sure", fields, (yes, no, scope.menu_button()))
    list_drafts.keep(scope.db, draft, draft.content, "write")
    return Said("list_chat.writing", buttons=(scope.menu_button(),))


def write(db: Db, deployment: Deployment, draft: ListDraft, file: bytes) -> Outgoing | None:
    """Compares the list anew and writes what is sure, in this transaction; None for whoever may not any more."""
    officer = officer_of(db, draft)
    if officer is None:
        return None
    wanted = list_given(draft, file)
    plan = wanted.plan(db, draft.unit, check_length)
    count = wanted.take_in(db, draft.unit, plan, by=officer.id)
    wording = Wording.to(deployment.texts, officer)
    left = plan.count("ask") + plan.count("refused")
    undo = Button(
        wording.text("list_chat.undo"), "do:list_undo", role="command", typed=wording.text("list_chat.undo.typed")
    )
    text = wording.text("list_chat.written", count=count)
    if left:
        text += "\n" + wording.text("list_chat.left", count=left)
    list_drafts.end(db, draft)
    return Outgoing(text, (undo,) if count else ())


def undo(scope: Scope, argument: str) -> Reply:
    """Takes the last list of the commune back, asked once."""
    last = undoable(scope)
    if last is None:
        return Said("list_chat.no_undo", buttons=(scope.menu_button(),))
    if argument != YES:
        yes = scope.button("list_chat.undo", f"do:list_undo:{YES}")
        return Said("list_chat.undo_sure", {"at": scope.moment(last.at)}, (yes, scope.menu_button()))
    done, left = writing.undo(scope.db, scope.unit, by=scope.account.id) or (0, 0)
    key = "list_chat.undone_but" if left else "list_chat.undone"
    return Said(key, {"count": done, "left": left}, (scope.menu_button(),))


COMMANDS = (
    Command("list_write", ask_to_write, may=OFFICER, words=("nhap cac dong", "write the list")),
    Command("list_undo", undo, may=OFFICER, words=("hoan tac danh sach", "undo the list")),
)
