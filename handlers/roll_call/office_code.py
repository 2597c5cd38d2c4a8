"""The code on the office's screen: an officer opens the screen, whoever stands before it scans or types the code."""

from datetime import timedelta

from handlers.kit import Outgoing, Said
from handlers.kit.commands import Command, Reply
from handlers.kit.scope import Scope
from handlers.people import record
from handlers.roll_call import counting
from storage import roll_call_codes

# a working day
SCREEN_LIFE = timedelta(hours=10)


def open_screen(scope: Scope, _argument: str) -> Reply:
    """Gives the officer the address of the screen; it shows a new code each minute until the evening."""
    web = scope.deployment.addresses.get("web", "")
    listing = scope.button("roll_call.list.button", "do:roll_call_list")
    if not web:
        return Said("roll_call.no_screen", buttons=(listing, scope.menu_button()))
    until = scope.now + SCREEN_LIFE
    name = roll_call_codes.screen_name(scope.db, scope.account, until)
    scope.audit("roll_call.screen_opened")
    fields = {"link": f"{web.removesuffix('/chat')}/roll-call/{name}", "until": scope.moment(until)}
    return Outgoing(scope.text("roll_call.screen", **fields), (listing, scope.menu_button()))


def bring_code(scope: Scope, argument: str) -> Reply:
    """Counts whoever brings the code of this minute; another is refused kindly, and nothing is held against them."""
    if reason := counting.not_wanted(scope):
        return reason
    person = record.person_of(scope)
    assert person is not None
    if not roll_call_codes.is_good(scope.db, person.unit, argument):
        return Said("roll_call.code_over", buttons=(scope.menu_button(),))
    counting.count(scope, person, "office")
    return counting.thanks(scope)


COMMANDS = (
    Command(
        "roll_call_screen",
        open_screen,
        may=("officer",),
        words=("/manhinh", "man hinh diem danh", "mo diem danh", "roll call screen"),
    ),
    Command("roll_call_code", bring_code, may=("person",)),
)
