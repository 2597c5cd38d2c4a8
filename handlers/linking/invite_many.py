"""An officer invites the whole commune: who has no chat yet, papers for all, one again, or a code taken back."""

from collections import Counter

from handlers.documents.invitations import message_of
from handlers.kit import Button, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.pages import ListPage
from handlers.kit.scope import Scope
from handlers.linking import invitees, sheets
from handlers.linking.invitation_sheets import KINDS, document_id
from handlers.linking.invitees import ROLES, Invitee
from rules import links
from rules.local_time import local_day
from storage import attachments

OFFICER = ("officer",)
DAYS = links.LIFE.days


def overview(scope: Scope, _argument: str) -> Reply:
    """Counts who has no chat yet, and offers what can be made for them."""
    everybody = _listed(scope, "overview")
    waiting = [each for each in everybody if not each.linked]
    if not waiting:
        return Said("invite_many.nobody", {"count": len(everybody)}, (_one_button(scope), scope.menu_button()))
    kinds = Counter(each.role for each in waiting)
    counted = ", ".join(scope.text(f"invite_many.count.{role}", count=kinds[role]) for role in ROLES if kinds[role])
    fields = {"count": len(waiting), "linked": len(everybody) - len(waiting), "counted": counted, "days": DAYS}
    make = [scope.button(f"invite_many.make.{kind}", f"do:invite_sheet:{kind}") for kind in KINDS]
    return Said("invite_many.overview", fields, (*make, _list_button(scope), scope.menu_button()))


def ask_for_sheet(scope: Scope, argument: str) -> Reply:
    """Asks for the papers to be made after the turn."""
    if argument not in KINDS:
        return overview(scope, "")
    if all(each.linked for each in _listed(scope, "sheet")):
        return overview(scope, "")
    attachments.ask_for(scope.db, scope.chat, document_id(argument), account_id=scope.account.id)
    scope.audit("invitations.asked", None, argument)
    return Said("invite_many.coming", {"days": DAYS}, (_list_button(scope), scope.menu_button()))


def not_linked(scope: Scope, argument: str) -> Reply:
    """Lists who has no chat yet, with the state of their code; `argument`: how many to skip."""
    waiting = [each for each in _listed(scope, "list") if not each.linked]
    if not waiting:
        return overview(scope, "")
    page = ListPage.asked(argument, len(waiting))
    buttons = [Button(_line(scope, each), f"do:invite_one:{each.ref}") for each in page.of(waiting)]
    head = scope.text("invite_many.list", count=len(waiting))
    text = "\n".join([head, *page.lines(buttons)])
    more = page.more(scope, "do:not_linked:")
    return Said("invite_many.shown", {"text": text}, (*page.numbered(buttons), *more, scope.menu_button()))


def show(scope: Scope, argument: str) -> Reply:
    """Shows one of them, with «mời lại» and «thu hồi»."""
    invitee = invitees.find(scope.db, scope.unit, argument)
    if invitee is None:
        return not_linked(scope, "")
    scope.audit("invitee.looked", invitee.person_id or invitee.account_id)
    if invitee.linked:
        return Said("invite_many.linked", {"name": invitee.name}, (_list_button(scope), scope.menu_button()))
    again = scope.button("invite_many.again", f"do:invite_again:{invitee.ref}")
    back = scope.button("invite_many.revoke", f"do:invite_revoke:{invitee.ref}")
    buttons = (again, back) if invitee.code_until else (again,)
    return Said(
        "invite_many.one", {"line": _line(scope, invitee)}, (*buttons, _list_button(scope), scope.menu_button())
    )


def again(scope: Scope, argument: str) -> Reply:
    """Gives one of them a new code, with the words to copy into a message."""
    invitee = invitees.find(scope.db, scope.unit, argument)
    if invitee is None or invitee.linked:
        return show(scope, argument)
    made = sheets.invitation_of(scope.db, scope.deployment, scope.unit, invitee, "guardian", inviter=scope.account)
    whole = sheets.gathered(scope.db, scope.deployment, scope.unit, [made], inviter=scope.account)
    message = message_of(made, whole, sheets.words(scope.deployment))
    fields = {"name": made.name, "message": message, "days": DAYS}
    return Said("invite_many.given", fields, (_list_button(scope), scope.menu_button()))


def revoke(scope: Scope, argument: str) -> Reply:
    """Ends the open code of one of them."""
    invitee = invitees.find(scope.db, scope.unit, argument)
    if invitee is None or invitee.account_id is None or invitee.linked:
        return show(scope, argument)
    invitees.take_back(scope.db, scope.unit, invitee.account_id, scope.account.id)
    again = scope.button("invite_many.again", f"do:invite_again:{invitee.ref}")
    return Said("invite_many.revoked", {"name": invitee.name}, (again, _list_button(scope), scope.menu_button()))


def _listed(scope: Scope, why: str) -> list[Invitee]:
    everybody = invitees.of_unit(scope.db, scope.unit)
    scope.audit("invitees.listed", None, f"{why}: {len(everybody)}")
    return everybody


def _line(scope: Scope, invitee: Invitee) -> str:
    """Says «Trần Văn Nam · xóm 6 · mã còn đến thứ Bảy 05/12»."""
    where = invitee.hamlet or invitee.organisation or scope.text(f"invite_many.role.{invitee.role}")
    day = scope.day(local_day(invitee.code_until)) if invitee.code_until else ""
    return " · ".join((invitee.name, where, scope.text(f"invite_many.state.{invitee.state}", day=day)))


def _list_button(scope: Scope) -> Button:
    return scope.button("invite_many.who", "do:not_linked", typed="AI CHUA VAO")


def _one_button(scope: Scope) -> Button:
    return scope.button("invite.again", "go:invite")


COMMANDS = (
    Command("invite_many", overview, may=OFFICER, words=("moi nhieu nguoi", "moi ca xa", "/moica", "invite everybody")),
    Command("invite_sheet", ask_for_sheet, may=OFFICER),
    Command("not_linked", not_linked, may=OFFICER, words=("ai chua vao", "who has not linked")),
    Command("invite_one", show, may=OFFICER),
    Command("invite_again", again, may=OFFICER),
    Command("invite_revoke", revoke, may=OFFICER),
)
