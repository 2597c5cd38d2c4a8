"""The list of all forms, commands and menus, by who speaks. Nothing registers itself."""

from handlers import guardian, officer, person, settings, visitor
from handlers.commands import Command, MenuItem, Start
from handlers.dialogue import Form
from handlers.understand.fold import bare

PACKAGES = (guardian, person, officer, visitor, settings)
FORMS: dict[str, Form] = {form.id: form for package in PACKAGES for form in package.FORMS}
COMMANDS: dict[str, Command] = {command.id: command for package in PACKAGES for command in package.COMMANDS}
MENUS: dict[str, tuple[MenuItem, ...]] = {
    "guardian": guardian.MENU,
    "person": person.MENU,
    "officer": officer.MENU,
}
EVERYBODY = settings.MENU
_WORDS = {word: command for command in COMMANDS.values() for word in command.words}


def allowed(may: tuple[str, ...], roles: tuple[str, ...]) -> bool:
    return not may or any(role in roles for role in may)


def menu_of(roles: tuple[str, ...]) -> list[MenuItem]:
    """The lines of all roles that somebody holds, each once."""
    lines = [line for role in MENUS if role in roles for line in MENUS[role]]
    return list(dict.fromkeys([*lines, *EVERYBODY]))


def command_for(text: str, roles: tuple[str, ...]) -> tuple[Command, str] | None:
    """The command that a whole message is: `/tham`, `gap can bo`, or `nhan 1042` with its argument."""
    if len(text) > 60:
        return None
    slash = text.startswith("/")
    words = f"/{bare(text)}" if slash else bare(text)
    command = _WORDS.get(words)
    if command and allowed(command.may, roles):
        return command, ""
    head, _, argument = words.rpartition(" ")
    command = _WORDS.get(head)
    if command and command.takes_argument and argument.isdecimal() and allowed(command.may, roles):
        return command, argument
    return None


def start_of(described: str) -> Start:
    """`visit_report:person=12;outcome=met`, as a button carries it."""
    form, _, given = described.partition(":")
    pairs = (part.partition("=") for part in given.split(";") if part)
    return Start(form, {question: value for question, _, value in pairs})


