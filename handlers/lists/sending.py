"""An officer sends a list as a file: asked for, or simply sent, outside of any dialogue."""

from handlers.kit import Answers, File, Form, Media, Said
from handlers.kit.commands import Command, Reply, Start
from handlers.kit.scope import Scope
from handlers.lists.looking import undoable
from handlers.people.attachments import id_of
from storage import list_drafts

OFFICER = ("officer",)
ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv")


def offer(scope: Scope, _argument: str) -> Reply:
    """Says what can be done with lists: send one, an empty one to fill in, take the last back."""
    undo = (scope.button("list_chat.undo", "do:list_undo"),) if undoable(scope) else ()
    send = scope.button("list_chat.send", "go:list_file")
    empty = scope.button("list_chat.templates", "do:list_templates")
    return Said("list_chat.offer", buttons=(send, empty, *undo, scope.menu_button()))


def is_list(scope: Scope, media: Media) -> bool:
    """Says whether it is a list, by the ending of its name, from somebody who may take one in."""
    is_officers = scope.sender is not None and "officer" in scope.sender.roles
    return is_officers and media.kind == "file" and media.name.lower().endswith(ENDINGS)


def begin(sent: dict[str, object]) -> Start:
    """Begins with a file that was sent by itself."""
    return Start("list_file", {"file": sent})


def take(answers: Answers, scope: Scope) -> Reply:
    """Notes that the list is to be looked at as soon as its file is there."""
    list_drafts.add(
        scope.db,
        unit=scope.unit,
        account_id=scope.account.id,
        chat_id=scope.chat.id,
        attachment_id=id_of(answers["file"]) or 0,
    )
    return Said("list_chat.coming", buttons=(scope.menu_button(),))


LIST_FILE = Form("list_file", File("file"), submit=take, may=OFFICER, review=False, on_page=True)
COMMANDS = (
    Command(
        "list_take",
        offer,
        may=OFFICER,
        words=("nhap danh sach", "gui danh sach", "nap danh sach", "/nhapdanhsach", "take in a list", "import"),
    ),
)
