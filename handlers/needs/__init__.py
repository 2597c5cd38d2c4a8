"""Needs: what people need help with, as officers see it."""

from handlers.kit.form import Form
from handlers.needs import board

FORMS: tuple[Form, ...] = ()
COMMANDS = board.COMMANDS
