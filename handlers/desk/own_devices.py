"""The page of one's own phones, browsers and keys: which there are, and the way to cut each of them off."""

from dataclasses import dataclass

from handlers.desk.page import ROLES, Asked, DeskPage
from handlers.kit.scope import Scope
from handlers.people import devices
from rules.local_time import local_day
from storage import access, chats, passkeys
from storage.passkeys import ACTIVE


@dataclass(frozen=True, slots=True)
class Device:
    """`press` cuts it off, asked once more; this one is left by its own button and has none."""

    line: str
    press: str


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey. `state`: active, or asked while it waits for its owner's yes."""

    line: str
    state: str
    press: str


@dataclass(frozen=True, slots=True)
class OwnDevicesFacts:
    """`needs_key`: an admin, who has no key yet and sees nothing else before."""

    devices: tuple[Device, ...]
    keys: tuple[Key, ...]
    needs_key: bool


def gather(scope: Scope, _asked: Asked) -> OwnDevicesFacts:
    own = passkeys.of_account(scope.db, scope.account.id)
    keys = tuple(
        Key(_line(scope, number, key), key.state, f"do:desk_key_drop:{key.id}") for number, key in enumerate(own, 1)
    )
    is_admin = access.acts(scope.account, "admin")
    return OwnDevicesFacts(_devices(scope), keys, is_admin and not any(key.state == ACTIVE for key in own))


def _line(scope: Scope, number: int, key: passkeys.Passkey) -> str:
    used = key.used_at or key.made_at
    return scope.text("desk.keys.line", number=number, day=scope.day(local_day(used)))


def _devices(scope: Scope) -> tuple[Device, ...]:
    listed = []
    for chat in devices.of_account(scope.db, scope.account.id):
        is_here = chat.id == scope.chat.id
        way = scope.text("desk.devices.desk") if chat.state == chats.DESK else ""
        line = devices.line(scope.db, scope.wording, chat)
        listed.append(Device(f"{way}: {line}" if way else line, "" if is_here else f"do:device_cut:{chat.id}"))
    return tuple(listed)


OWN_DEVICES = DeskPage(id="devices", path="devices", gather=gather, may=ROLES, in_menu=False)
