"""`python -m bot …`: lists the commands, and runs the one that is asked for."""

import sys
from collections.abc import Iterable
from importlib import import_module

import typer

from bot import garbage_collection, plain_structlog

# seconds: a message waits no longer for a page that is being made than a disk takes
GIVES_WAY = 0.001
# name → its module in bot.commands, and the function; a module alone has several commands of its own
COMMANDS = {
    "invite": "invite.invite",
    "doctor": "doctor.doctor",
    "import": "import_lists.import_",
    "export": "export_lists.export",
    "restore": "restore.restore",
    "texts": "texts.texts",
    "understand": "understand.understand",
    "guidance": "guidance.guidance",
    "serve": "serve.run_service",
    "setup": "setup.setup",
    "demo": "demo.run_demo",
    "migrate": "migrate.migrate",
    "keys": "keys",
    "audit": "audit",
    "account": "account",
    "backup": "backup",
    "units": "units",
    "outbox": "outbox",
    "documents": "documents",
}


def app_of(names: Iterable[str]) -> typer.Typer:
    """Joins these commands, and imports no other: a tenth of the service's start."""
    joined = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    plain_structlog.load()
    joined.callback()(lambda: None)  # else a command alone would be called without its name
    for name in names:
        module, _, function = COMMANDS[name].partition(".")
        commands = import_module(f"bot.commands.{module}")
        if function:
            joined.command(name)(getattr(commands, function))
        else:
            joined.add_typer(commands.app, name=name)
    garbage_collection.resume()
    return joined


if __name__ == "__main__":
    sys.setswitchinterval(GIVES_WAY)
    asked = [name for name in sys.argv[1:2] if name in COMMANDS]
    app_of(asked or COMMANDS)()
else:
    app = app_of(COMMANDS)
