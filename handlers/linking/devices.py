"""One's own phones and browsers, and «Mất máy»: one of them is cut off at once, by its owner or by the office."""

from handlers.kit import Button, Outgoing, Said
from handlers.kit.commands import Command, Reply, Run, id_in
from handlers.kit.scope import Scope
from handlers.notify import cutting
from handlers.people import devices
from rules.approvals import TRUSTED
from storage import accounts, chats, link_requests
from storage.accounts import Account
from storage.chats import Chat

SURE = "yes"


def listed(scope: Scope, _argument: str) -> Reply:
    """Lists what speaks for the account; each but this one can be cut off."""
    return _choose(scope, "devices.head")


def lost(scope: Scope, _argument: str) -> Reply:
    """Asks which one is lost; with this one alone, there is nothing to cut but this."""
    if len(devices.of_account(scope.db, scope.account.id)) > 1:
        return _choose(scope, "devices.which_lost")
    leave = scope.button("device.leave_button", "do:leave")
    return Said("devices.this_alone", buttons=(leave, *_human(scope), scope.menu_button()))


def _choose(scope: Scope, key: str) -> Said:
    own = devices.of_account(scope.db, scope.account.id)
    this_chat = next((chat for chat in own if chat.id == scope.chat.id), None)
    others = [chat for chat in own if chat.id != scope.chat.id]
    this = devices.line(scope.db, scope.wording, this_chat) if this_chat else ""
    cuts = tuple(_cut_button(scope, chat, "device_cut") for chat in others)
    leave = scope.button("device.leave_button", "do:leave", typed="THOAT MAY")
    return Said(key, {"this": this, "count": len(others) + 1}, (*cuts, leave, scope.menu_button()))


def _cut_button(scope: Scope, chat: Chat, command: str) -> Button:
    which = devices.line(scope.db, scope.wording, chat)
    return scope.button("devices.cut", f"do:{command}:{chat.id}", which=which)


def cut(scope: Scope, argument: str) -> Reply:
    """Cuts one's own other phone off, once that was said twice."""
    chat = chats.get(scope.db, id_in(argument.removesuffix(f":{SURE}")))
    if chat is None or chat.account_id != scope.account.id:
        return listed(scope, "")
    if chat.id == scope.chat.id:
        return Run("leave")
    return _cut(scope, chat, argument, "device_cut", scope.account)


def _cut(scope: Scope, chat: Chat, argument: str, command: str, owner: Account) -> Reply:
    own = owner.id == scope.account.id
    ending = "" if own else "_theirs"
    fields = {"which": devices.line(scope.db, scope.wording, chat), "way": cutting.way_of(scope.wording, chat)}
    fields["who"] = scope.wording.called(owner)
    if not argument.endswith(f":{SURE}"):
        sure = scope.button("devices.cut_yes", f"do:{command}:{chat.id}:{SURE}")
        return Said(f"devices.cut_ask{ending}", fields, (sure, scope.menu_button()))
    done = cutting.cut_chat(scope.db, scope.deployment, chat.id, scope.account, told_in=scope.chat.id)
    if done is None:
        return listed(scope, "")
    text = scope.text(f"devices.cut_done{ending}", **fields)
    if chat.state == chats.DESK:
        text += "\n\n" + scope.text("devices.keys_gone")
    if own and chat.channel != "web":
        text += "\n\n" + scope.text("devices.sign_out_there", **fields)
    if not own and not done.reachable:
        text += "\n\n" + scope.text("devices.none_left", **fields)
    return Outgoing(text, (scope.menu_button(),))


def lost_of(scope: Scope, argument: str) -> Reply:
    """Asks an officer or admin which phone of somebody of the unit is lost."""
    owner = _of_unit(scope, id_in(argument))
    if owner is None:
        return Said("officer.not_here", buttons=(scope.menu_button(),))
    scope.audit("devices.listed", owner.id)
    chats_of_owner = devices.of_account(scope.db, owner.id)
    who = scope.wording.called(owner)
    buttons = tuple(_cut_button(scope, chat, "device_cut_of") for chat in chats_of_owner)
    if link_requests.of_account(scope.db, owner.id) is not None:
        buttons = (scope.button("link.figures_button", f"do:link_figures:{owner.id}"), *buttons)
    return Said(
        "devices.theirs" if chats_of_owner else "devices.theirs_none", {"who": who}, (*buttons, scope.menu_button())
    )


def cut_of(scope: Scope, argument: str) -> Reply:
    """Cuts a phone of somebody of the unit off, once that was said twice."""
    chat = chats.get(scope.db, id_in(argument.removesuffix(f":{SURE}")))
    owner = _of_unit(scope, chat.account_id) if chat else None
    if chat is None or owner is None:
        return Said("officer.not_here", buttons=(scope.menu_button(),))
    if chat.id == scope.chat.id:
        return Run("leave")
    return _cut(scope, chat, argument, "device_cut_of", owner)


def _of_unit(scope: Scope, account_id: int | None) -> Account | None:
    owner = accounts.get(scope.db, account_id)
    return owner if owner is not None and owner.unit == scope.unit else None


def _human(scope: Scope) -> tuple[Button, ...]:
    return (scope.human_button(),)


COMMANDS = (
    Command(
        "devices",
        listed,
        words=("/devices", "/cacmay", "may cua toi", "cac may", "cac may cua toi", "cac may dang dung", "my devices"),
    ),
    Command(
        "lost",
        lost,
        words=(
            *("/lost", "/matmay", "mat may", "bi mat may", "bao mat may", "toi bi mat may", "mat dien thoai"),
            *("bi mat dien thoai", "toi bi mat dien thoai", "mat dt", "lost phone", "i lost my phone", "lost my phone"),
        ),
    ),
    Command("device_cut", cut),
    Command("lost_of", lost_of, may=TRUSTED),
    Command("device_cut_of", cut_of, may=TRUSTED),
)
