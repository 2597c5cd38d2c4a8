"""Clearing the record (xóa án tích): the earliest day by law, worked out from a few answers and kept nowhere."""

from handlers.kit.matter import DueWork, Matter
from handlers.record_clearance import own_day, reckoning

MATTER = Matter(
    "record_clearance",
    forms=(reckoning.record_clearance,),
    commands=(*reckoning.COMMANDS, *own_day.COMMANDS),
    due=(DueWork((own_day.OWN_DAY,), own_day.remind),),
)
