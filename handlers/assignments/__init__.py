"""Assignments: which guardian looks after whom, who stands in for one on leave, and what the next one is to know."""

from handlers.assignments import assign, assign_many, cover, cover_enter, covering, hand_over, leave
from handlers.kit.matter import DueWork, Matter

MATTER = Matter(
    "assignments",
    forms=(assign.assign, assign_many.assign_many, leave.guardian_leave, cover.cover_decide, cover_enter.cover_enter),
    commands=(*assign.COMMANDS, *assign_many.COMMANDS, *leave.COMMANDS, *cover.COMMANDS, *hand_over.COMMANDS),
    due=(DueWork((covering.BEGINS,), covering.tell_begun), DueWork((covering.OVER,), covering.tell_over)),
)
