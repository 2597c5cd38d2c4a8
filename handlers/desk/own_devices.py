"""The page of one's own phones and browsers: which there are, and the way to cut each of the others off."""

from dataclasses import dataclass

from handlers.desk.page import ROLES, Asked, DeskPage
from handlers.kit.scope import Scope
from handlers.people import devices


@dataclass(frozen=True, slots=True)
class Device:
    """`press` cuts it off, asked once more; this one is left by its own button and has none."""

    line: str
    press: str


@dataclass(frozen=True, slots=True)
class OwnDevicesFacts:
    devices: tuple[Device, ...]


def gather(scope: Scope, _asked: Asked) -> OwnDevicesFacts:
    own = devices.of_account(scope.db, scope.account.id)
    lines = ((devices.line(scope.db, scope.wording, chat), chat.id) for chat in own)
    return OwnDevicesFacts(
        tuple(Device(line, "" if chat_id == scope.chat.id else f"do:device_cut:{chat_id}") for line, chat_id in lines)
    )


OWN_DEVICES = DeskPage(id="devices", path="devices", gather=gather, may=ROLES)
