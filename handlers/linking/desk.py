"""The way to one's desk in a browser: a link for one use, who hears that it was used, and the keys that open it."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, id_in
from handlers.kit.deployment import Deployment
from handlers.kit.scope import Scope
from handlers.kit.wording import Wording
from handlers.notify import notices
from rules.web_sessions import MOST_LINKS
from storage import chats, desk_tickets, passkeys
from storage.accounts import Account
from storage.database import Db

MAY = ("officer", "admin")


def address_of(deployment: Deployment, secret: str) -> str:
    """Writes the link that carries a ticket."""
    return f"{deployment.addresses['web'].removesuffix('/chat').rstrip('/')}/console/link/{secret}"


def ask(scope: Scope, _argument: str) -> Said:
    """Gives a link that opens once, in whichever browser: it was asked for in the chat itself."""
    secret = desk_tickets.issue(scope.db, desk_tickets.OF_CHAT, account_id=scope.account.id)
    scope.audit("desk.link_asked", scope.account.id, "chat")
    return Said("desk_link.given", {"link": address_of(scope.deployment, secret)}, (scope.menu_button(),))


def send_link(db: Db, deployment: Deployment, account: Account, browser: str) -> None:
    """Sends a link to the account's own chat that opens once, in the browser that asked for it; not too many."""
    if desk_tickets.links_lately(db, account.id) >= MOST_LINKS:
        return
    secret = desk_tickets.issue(db, desk_tickets.OF_PAGE, account_id=account.id, browser=browser)
    link = address_of(deployment, secret)
    db.audit(account.unit, None, "desk.link_asked", account.id, "page")
    notices.tell(
        db, deployment, account.id, "desk_link", lambda wording: Outgoing(wording.text("notice.desk_link", link=link))
    )


def tell_opened(db: Db, deployment: Deployment, account: Account, device: str) -> None:
    """Says in the account's own chat which device has come in, with the button that ends it."""
    desk = chats.desk_of(db, account.id)

    def telling(wording: Wording) -> Outgoing:
        named = wording.text(f"desk_link.device.{device}")
        cut = Button(wording.text("desk_link.not_me"), f"do:device_cut:{desk.id}")
        return Outgoing(wording.text("notice.desk_opened", device=named), (cut,))

    notices.tell(db, deployment, account.id, "desk_opened", telling)


def tell_of_key(db: Db, deployment: Deployment, account: Account, key_id: int, *, asks: bool) -> None:
    """Says that a key was added; an admin's first one `asks` for a yes before it opens anything."""

    def telling(wording: Wording) -> Outgoing:
        drop = Button(wording.text("desk_key.no"), f"do:desk_key_drop:{key_id}")
        agree = Button(wording.text("desk_key.yes"), f"do:desk_key_yes:{key_id}")
        key = "notice.desk_key_asked" if asks else "notice.desk_key_added"
        return Outgoing(wording.text(key), (agree, drop) if asks else (drop,))

    notices.tell(db, deployment, account.id, "desk_opened", telling)


def agree(scope: Scope, argument: str) -> Said:
    """Lets one's own first key in; at the desk itself nobody can say that yes."""
    key = passkeys.get(scope.db, id_in(argument))
    if key is None or key.account_id != scope.account.id or scope.chat.state == chats.DESK:
        return Said("desk_key.gone", buttons=(scope.menu_button(),))
    if passkeys.agree(scope.db, key.id):
        scope.audit("desk.key_agreed", scope.account.id)
    return Said("desk_key.agreed", buttons=(scope.menu_button(),))


def drop(scope: Scope, argument: str) -> Said:
    """Removes one's own key: it opens nothing any more."""
    key = passkeys.get(scope.db, id_in(argument))
    if key is None or key.account_id != scope.account.id:
        return Said("desk_key.gone", buttons=(scope.menu_button(),))
    passkeys.remove(scope.db, key.id)
    scope.audit("desk.key_removed", scope.account.id)
    return Said("desk_key.dropped", buttons=(scope.menu_button(),))


COMMANDS = (
    Command("desk", ask, may=MAY, words=("ban lam viec", "/banlamviec", "mo ban lam viec", "/desk")),
    Command("desk_key_yes", agree, may=MAY),
    Command("desk_key_drop", drop, may=MAY),
)
