"""The monthly roll-call: by place in chat where the police have ordered it, by the office's code, or noted there."""

from handlers.kit.matter import DueWork, Matter
from handlers.roll_call import counting, month_list, office_code, present, reminders, setting
from rules.roll_call import MISSING

MATTER = Matter(
    "roll_call",
    forms=(present.roll_call, month_list.roll_call_excuse, setting.roll_call_chat),
    commands=(
        *counting.COMMANDS,
        *present.COMMANDS,
        *office_code.COMMANDS,
        *month_list.COMMANDS,
        *setting.COMMANDS,
    ),
    due=(
        DueWork(reminders.TO_PERSONS, reminders.remind),
        DueWork(("roll_call_list",), reminders.tell_officers),
        DueWork((MISSING,), reminders.raise_missing),
    ),
    daily=(reminders.DAILY,),
)
