"""Assignments: which guardian looks after whom."""

from handlers.assignments import assign
from handlers.kit.matter import Matter

MATTER = Matter("assignments", forms=(assign.assign,), commands=assign.COMMANDS)
