"""Words for screen readers in the last columns of a board made the whole page as wide as the board."""

import re

from bot.web.static_files import FOLDER


def test_what_scrolls_sideways_also_holds_what_is_placed_in_it() -> None:
    rules = [rule for file in FOLDER.rglob("*.css") for rule in re.findall(r"[^{}]+{[^{}]*}", file.read_text())]
    scrolling = [rule for rule in rules if "overflow-x: auto" in rule]
    assert scrolling
    assert [rule for rule in scrolling if "position: relative" not in rule] == []
