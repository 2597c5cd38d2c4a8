"""What those who have come home come to do."""

from handlers.commands import Command, MenuItem
from handlers.dialogue import Form

FORMS: tuple[Form, ...] = ()
COMMANDS: tuple[Command, ...] = ()
MENU: tuple[MenuItem, ...] = ()
