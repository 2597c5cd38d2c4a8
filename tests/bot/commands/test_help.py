"""Every command explains itself, with an example that is one of its own."""

import re

import pytest
import typer

from bot.__main__ import app
from tests.bot.commands.console import Console


def commands() -> list[str]:
    """All there are, groups with their own."""

    def named(group: typer.Typer) -> list[str]:
        return [one.name or one.callback.__name__ for one in group.registered_commands if one.callback]

    grouped = [
        f"{group.name} {name}"
        for group in app.registered_groups
        if group.typer_instance
        for name in named(group.typer_instance)
    ]
    return sorted([*named(app), *grouped])


def test_they_are_those_of_the_design() -> None:
    assert commands() == [
        "account chats",
        "account close",
        "account link",
        "account list",
        "account phone",
        "account reopen",
        "account roles",
        "account sessions",
        "account show",
        "audit anchor",
        "audit verify",
        "backup make",
        "backup verify",
        "demo",
        "doctor",
        "documents add",
        "documents check",
        "documents example",
        "documents fields",
        "documents list",
        "documents ours",
        "export",
        "guidance",
        "import",
        "invite",
        "keys backup-key",
        "keys pair",
        "keys retire",
        "keys rotate",
        "keys show",
        "migrate",
        "outbox drop",
        "outbox explain",
        "outbox list",
        "outbox retry",
        "restore",
        "serve",
        "setup",
        "texts",
        "understand",
        "units import",
        "units remap",
        "units search",
    ]


@pytest.mark.parametrize("command", commands())
def test_each_helps_with_an_example_of_its_own(console: Console, command: str) -> None:
    said = console.works(command, "--help")
    example = re.search(r"Example: (.+)", said)
    assert example
    assert f"python -m bot {command.removesuffix(' make')}" in example[1]


@pytest.mark.parametrize("group", ["account", "audit", "documents", "keys", "outbox", "units", ""])
def test_a_group_alone_lists_what_it_has(console: Console, group: str) -> None:
    said = console.run(group).output
    assert "Commands" in said


def test_a_command_that_is_not_there_is_said_so(console: Console) -> None:
    assert "No such command" in console.fails("invent")
