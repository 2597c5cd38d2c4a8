"""The list of all forms and commands, by who speaks. Nothing registers itself."""

from handlers import (
    alerts,
    assignments,
    broadcasts,
    calls,
    checkins,
    help,
    linking,
    loans,
    needs,
    overview,
    people,
    relay,
    settings,
    visits,
    work,
)
from handlers.kit import Form
from handlers.kit.commands import Command, Run, Start
from handlers.understand.fold import bare

PACKAGES = (
    visits,
    alerts,
    work,
    loans,
    checkins,
    relay,
    people,
    assignments,
    overview,
    needs,
    calls,
    broadcasts,
    linking,
    settings,
    help,
)
FORMS: dict[str, Form] = {form.id: form for package in PACKAGES for form in package.FORMS}
COMMANDS: dict[str, Command] = {command.id: command for package in PACKAGES for command in package.COMMANDS}
_WORDS: dict[str, list[Command]] = {}
for _command in COMMANDS.values():
    for _word in _command.words:
        _WORDS.setdefault(_word, []).append(_command)


def allowed(may: tuple[str, ...], roles: tuple[str, ...]) -> bool:
    return not may or any(role in roles for role in may)


def command_for(text: str, roles: tuple[str, ...]) -> tuple[Command, str] | None:
    """The command that a whole message is: `/tham`, `gap can bo`, or `nhan 1042` with its argument."""
    if len(text) > 60:
        return None
    slash = text.startswith("/")
    words = f"/{bare(text)}" if slash else bare(text)
    if command := _meant(words, roles):
        return command, ""
    head, _, argument = words.rpartition(" ")
    command = _meant(head, roles)
    if command and command.takes_argument and argument.isdecimal():
        return command, argument
    return None


def _meant(words: str, roles: tuple[str, ...]) -> Command | None:
    """One word may mean different things to different roles."""
    return next((command for command in _WORDS.get(words, ()) if allowed(command.may, roles)), None)


def reply_to(press: str) -> Start | Run:
    """What a button of ours without an argument does."""
    kind, _, rest = press.partition(":")
    return start_of(rest) if kind == "go" else Run(rest)


def start_of(described: str) -> Start:
    """`visit_report:person=12;outcome=met`, as a button carries it."""
    form, _, given = described.partition(":")
    pairs = (part.partition("=") for part in given.split(";") if part)
    return Start(form, {question: value for question, _, value in pairs})
