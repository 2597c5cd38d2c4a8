"""Chat is no place for whoever wants to tell something without a name: says so, and where the page for it is."""

import re

from handlers.kit import Said
from handlers.kit.commands import Command
from handlers.kit.scope import Scope
from handlers.understand.fold import bare

PATH = "/bao-tin"
WORDS = ("bao tin", "/baotin", "bao tin giau ten", "bao tin khong can ten", "khong neu ten", "giau ten", "an danh")
ENGLISH = ("/tip", "anonymous tip", "tip without a name")
WANTS_NO_NAME = re.compile(
    r"\b(?:giau ten|an danh|nac danh|giau danh tinh"
    r"|(?:khong|ko|k|dung|dung co|khoi) (?:neu|de|ghi|noi|lo) (?:ten|danh tinh))\b"
)


# how such a thing is done by law is a question with a reviewed answer
ASKS_FOR_LAW = re.compile(r"\b(?:to cao|to giac|khieu nai|don nac danh)\b")


def is_meant(text: str) -> bool:
    """Says whether somebody asks, in so many words, not to be named."""
    words = bare(text)
    return WANTS_NO_NAME.search(words) is not None and ASKS_FOR_LAW.search(words) is None


def point_to_page(scope: Scope, _argument: str = "") -> Said:
    """Says plainly that chat knows who writes, and gives the page's address."""
    address = f"{scope.deployment.addresses.get('web', '')}{PATH}"
    police = scope.deployment.emergency_numbers["police"]
    return Said("nameless.told", {"address": address, "police": police}, (scope.menu_button(),))


COMMANDS = (Command("nameless", point_to_page, words=(*WORDS, *ENGLISH)),)
