"""Calls: whom officers ring, because no message gets through or somebody asked for it."""

from handlers.calls import call_list
from handlers.kit.form import Form

FORMS: tuple[Form, ...] = ()
COMMANDS = call_list.COMMANDS
