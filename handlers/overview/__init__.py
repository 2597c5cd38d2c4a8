"""The commune at a glance, whom nobody has visited in time, and the morning digest."""

from handlers.kit.form import Form
from handlers.overview import glance

FORMS: tuple[Form, ...] = ()
COMMANDS = glance.COMMANDS
