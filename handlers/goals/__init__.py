"""A person's plan: at most five goals, agreed with them, ticked by both sides, seen by both."""

from handlers.goals import answering, plan, proposing, reminders
from handlers.kit.matter import DueWork, Matter
from handlers.notify.goal_planning import GOAL_DUE

MATTER = Matter(
    "goals",
    forms=(proposing.goal, proposing.goal_change, proposing.goal_over, answering.goal_wish),
    commands=(*plan.COMMANDS, *proposing.COMMANDS, *answering.COMMANDS),
    due=(DueWork((GOAL_DUE,), reminders.remind),),
)
