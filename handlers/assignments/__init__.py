"""Assignments: which guardian looks after whom."""

from handlers.assignments import assign

FORMS = (assign.assign,)
COMMANDS = assign.COMMANDS
