"""The page of duties names tests that are there, and words that somebody can type."""

import re

from handlers.matters import REGISTRY
from tests.tree import ROOT

PAGE = ROOT / "docs" / "duties.md"
ROWS = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]


def test_each_row_is_whole_and_its_tests_are_there() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 6
        assert all(cells), row
        named = re.findall(r"`(tests/[^`]+)`", cells[5])
        assert named
        assert [path for path in named if not (ROOT / path).exists()] == []


def test_each_command_of_the_page_is_one_of_ours() -> None:
    typed = {word for command in REGISTRY.commands.values() for word in command.words}
    named = {word for row in ROWS for word in re.findall(r"`(/\w+)`", row.split("|")[5])}
    assert named - typed == set()
