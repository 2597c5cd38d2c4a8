"""What officers come to do: alerts, the commune at a glance, people, guardians, invites, messages, calls."""

from handlers.commands import Command, MenuItem
from handlers.dialogue import Form

FORMS: tuple[Form, ...] = ()
COMMANDS: tuple[Command, ...] = ()
MENU: tuple[MenuItem, ...] = ()
