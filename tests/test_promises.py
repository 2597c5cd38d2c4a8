"""The page of promises: a whole row for each kind of help, and the tests it names are there."""

import ast
import re

import pytest

from tests.tree import ROOT

PAGE = ROOT / "docs" / "promises.md"
ROWS = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
NAMED = [named for row in ROWS for named in re.findall(r"`(tests/[^`]+)`", row)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_each_row_says_states_owner_clock_and_test(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 5
    assert all(cells)
    assert re.match(r"`\w+`", cells[0]), "begin with the kind, as «Việc tôi đã nhờ» has it"
    assert "→" in cells[1]
    assert re.findall(r"`(tests/[^`]+::\w+)`", cells[4]), "name the test that walks it: tests/…/test_x.py::test_it"


def test_no_kind_is_promised_twice() -> None:
    kinds = [kind for row in ROWS for kind in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("named", NAMED)
def test_each_test_named_is_there(named: str) -> None:
    path, _, name = named.partition("::")
    file = ROOT / path
    assert file.is_file()
    tests = {
        node.name for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }
    assert name in tests
