"""Follow-up tasks about a person or an alert: who does what by when, reminded, done."""

from handlers.kit.matter import DueWork, Matter
from handlers.tasks import adding, listing, reminding

MATTER = Matter(
    "tasks",
    forms=(adding.task, adding.alert_task, adding.task_change),
    commands=(*adding.COMMANDS, *listing.COMMANDS),
    due=(DueWork(reminding.KINDS, reminding.remind),),
)
