"""What docs/security.md names is there, test by test; and no requirement of the standard is left out."""

import re
from functools import cache

import pytest
from typer.main import get_command

from bot.__main__ import app
from tests.tree import ROOT

# OWASP ASVS 5.0.0: how many requirements of levels 1 and 2 each section has; they are numbered from 1 on
OF_LEVEL_2 = {
    "V1": (2, 9, 11, 3, 2),
    "V2": (3, 3, 4, 1),
    "V3": (0, 2, 4, 6, 5, 0, 2),
    "V4": (3, 1, 2, 4),
    "V5": (1, 3, 2, 3),
    "V6": (3, 12, 4, 4, 5, 3, 0, 4),
    "V7": (3, 4, 2, 5, 2, 2),
    "V8": (2, 3, 1, 1),
    "V9": (3, 4),
    "V10": (2, 2, 4, 11, 5, 2, 3),
    "V11": (2, 3, 3, 4, 1, 1),
    "V12": (3, 2, 4),
    "V13": (1, 5, 2, 5),
    "V14": (2, 4, 3),
    "V15": (3, 3, 7),
    "V16": (1, 5, 4, 3, 3),
    "V17": (1, 4, 2),
}
ROW = re.compile(r"^\| (V[\d.]+) \| (\S+) \| (.+) \|$", re.MULTILINE)


@cache
def page() -> str:
    return (ROOT / "docs/security.md").read_text(encoding="utf-8")


def requirements() -> list[str]:
    return [
        f"{chapter}.{section}.{number}"
        for chapter, sections in OF_LEVEL_2.items()
        for section, count in enumerate(sections, 1)
        for number in range(1, count + 1)
    ]


def test_every_requirement_has_its_row_and_says_how_it_stands() -> None:
    rows = ROW.findall(page())
    assert [name for name, _, _ in rows] == requirements()
    assert {standing for _, standing, _ in rows} == {"met", "n/a", "accepted"}
    assert f"Of {len(rows)} requirements" in page()


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[\w/.]+(?:::\w+)?)`", page()))))
def test_every_test_that_is_named_is_there(named: str) -> None:
    path, _, name = named.partition("::")
    assert (ROOT / path).exists()
    assert not name or re.search(rf"def {name}\b", (ROOT / path).read_text(encoding="utf-8"))


def test_every_other_file_that_is_named_is_there() -> None:
    paths = re.findall(r"`((?:bot|handlers|storage|rules|seeds|deploy|docs)/[\w./-]*)`", page())
    linked = re.findall(r"\]\((?!https?:)([\w./-]+)\)", page())
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert missing + [path for path in linked if not (ROOT / "docs" / path).exists()] == []


def test_every_setting_and_command_that_is_named_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"DONGHANH_\w+", page()) if f"`{name}`" not in readme] == []
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make (\w+)`", page())) <= targets
    for words in re.findall(r"`python -m bot ([\w -]+)`", page()):
        command = get_command(app)
        for word in words.split():
            command = getattr(command, "commands", {})[word]
