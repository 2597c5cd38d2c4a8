"""What the README promises is there: commands, make targets, files."""

import re

import pytest

from bot.__main__ import app
from tests.tree import ROOT

READMES = ("README.md", "README.vi.md")


def readme(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> set[str]:
    single = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    return single | {group.name for group in app.registered_groups if group.name}


def test_the_readme_lists_every_command() -> None:
    table = readme("README.md").partition("## Commands")[2].partition("## Settings")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == commands()


@pytest.mark.parametrize("name", READMES)
def test_every_command_told_exists(name: str) -> None:
    assert set(re.findall(r"python -m bot (\w+)", readme(name))) <= commands()


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_told_exists(name: str) -> None:
    targets = set(re.findall(r"^(\w+):", readme("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`?make (\w+)(?=[` \n])", readme(name))) <= targets


@pytest.mark.parametrize("name", READMES)
def test_every_file_told_exists(name: str) -> None:
    paths = set(re.findall(r"`((?:bot|handlers|storage|rules|seeds|tests|deploy|docs)/[\w./-]*)`", readme(name)))
    paths |= {path for path in re.findall(r"\]\(([^)#:]+)(?:#\w+)?\)", readme(name)) if path}
    assert paths
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("name", READMES)
def test_the_readme_begins_with_the_two_commands_and_a_picture(name: str) -> None:
    beginning = readme(name)[:600]
    assert beginning.index("make run") < beginning.index("make test") < beginning.index("docs/pictures/demo.png")
