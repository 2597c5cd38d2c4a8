"""People we do not know yet: welcome, linking, and the officers who take those that wait."""

from handlers.commands import Command
from handlers.dialogue import Form
from handlers.visitor import newcomers
from handlers.visitor.ask_help import ask_help
from handlers.visitor.link import link

FORMS: tuple[Form, ...] = (link, ask_help, newcomers.newcomer_answer)
COMMANDS: tuple[Command, ...] = newcomers.COMMANDS
